"""What a person decides about refused and conflicting items: mine or theirs, another value, sure, or given up."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any
from uuid import uuid4

from tests.storm.plan import Planner

Json = dict[str, Any]
CONFLICT = 301
ASKED = 203
CANCELLED = 207
UNKNOWN = 205
REASON = "Badai: tidak jadi"
# Of a hundred decisions: given up although it could be mended; the same sent once more as it is.
GIVEN_UP, AGAIN = 6, 4


class Given(Exception):
    """Nothing is left of the item that could be sent."""


def decide(planner: Planner, item: Json, *, is_late: bool = False) -> Json | None:
    """One decision, in the words of `storm.settle`: a new body, a reason to give it up, or neither: again.

    None where a person would wait; `is_late` when nobody waits any more.
    """
    random = planner.random
    decision: Json = {"id": item["id"], "person": item["person"], "kind": item["kind"]}
    if any(error["code"] == UNKNOWN for error in _errors(item)):
        # The person is refused still: once she is there, it goes by itself.
        return decision | {"reason": REASON} if is_late else None
    chance = random.randrange(100)
    if chance < GIVEN_UP:
        return decision | {"reason": REASON}
    if chance < GIVEN_UP + AGAIN and item["state"] != "bentrok":
        return decision
    try:
        mender = _MENDERS.get(item["kind"])
        body = mender(planner, item, deepcopy(item["body"])) if mender else None
    except Given:
        body = None
    if body is None:
        return decision | {"reason": REASON}
    return decision | {"body": body}


def _errors(item: Json) -> list[Json]:
    answer = item["answer"] or {}
    errors: list[Json] = answer.get("errors") or [{"code": answer.get("code", 0), "field": ""}]
    return errors


def _visit(planner: Planner, item: Json, body: Json) -> Json:
    measures, seen = body["measures"], body["seen"]
    for error in _errors(item):
        name, code = error["field"], error["code"]
        if code == CONFLICT and name in measures:
            if planner.random.random() < 0.5:
                seen[name] = error.get("stored")
            else:
                _drop(name, measures, seen)
        elif code == ASKED:
            body["confirmed"] = sorted({*body["confirmed"], name})
        elif code == CANCELLED:
            body["visit"] = str(uuid4())
            body["seen"] = seen = dict.fromkeys(measures)
        elif name in measures:
            _another(planner, item, name, measures, seen)
        else:
            raise Given
    if not measures:
        raise Given
    return body


def _another(planner: Planner, item: Json, name: str, measures: Json, seen: Json) -> None:
    """Measured anew, or left out."""
    person = item["person"]
    value = planner.value(name, person) if person in planner.roster.people else None
    if value is None or planner.random.random() < 0.3:
        _drop(name, measures, seen)
    else:
        measures[name] = value


def _drop(name: str, measures: Json, seen: Json) -> None:
    measures.pop(name, None)
    seen.pop(name, None)


def _doses(planner: Planner, item: Json, body: Json) -> Json:
    for error in _errors(item):
        code = error["field"]
        if error["code"] == ASKED:
            body["confirmed"] = sorted({*body.get("confirmed", []), code})
        elif error["code"] == CONFLICT and planner.random.random() < 0.5:
            for dose in body["doses"]:
                if dose["code"] == code:
                    dose["seen"] = error.get("stored")
        else:
            body["doses"] = [dose for dose in body["doses"] if dose["code"] != code or not code]
            if not code:
                raise Given
    if not body["doses"]:
        raise Given
    return body


def _letter(planner: Planner, item: Json, body: Json) -> Json:
    (error, *_) = _errors(item)
    if error["code"] != CONFLICT or planner.random.random() < 0.5:
        raise Given
    body["seen"] = item["answer"]["result"]["seen"]
    return body


def _newcomer(planner: Planner, item: Json, body: Json) -> Json:
    if item["person"] in planner.roster.people:
        return body | {"birth_date": planner.roster.people[item["person"]]["birth_date"]}
    raise Given


_MENDERS = {"visit": _visit, "immunisation": _doses, "referral": _letter, "newcomer": _newcomer}


def shuffled(random: Random, batch: Json) -> tuple[str, Json]:
    """A recorded batch as it may come once more: as it was, backwards, in part, or twice in itself."""
    way = random.choice(("as it was", "backwards", "shuffled", "a part"))
    items = list(batch["items"])
    if way == "backwards":
        items.reverse()
    elif way == "shuffled":
        random.shuffle(items)
    elif way == "a part" and items:
        items = random.sample(items, random.randint(1, len(items)))
    return way, batch | {"items": items}
