"""What must hold when the storm is over: nothing lost, nothing doubled, and everybody has the same.

The journal says what every phone was told is saved; here it is compared with the rows of the database, which are read
as plain as they lie there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count

from registry.models import Resident
from tests.storm.journal import Journal, Saved
from visits import fields
from visits.models import Immunisation, Referral, ServiceGiven, SyncItem, Visit, VisitSave

Json = dict[str, Any]
State = SyncItem.State
_WHY = "all that the storm left"
# The server takes the time that a batch was on its way, or waited for a busy server, for a difference of the clocks;
# a clock is set by hours.
TOLERANCE = timedelta(minutes=10)


def plain(value: Any) -> Any:
    """A value so that equal ones are equal, however they were written: 9,4 and "9.40"; empty ones are None."""
    if isinstance(value, bool) or value is None:
        return value or (None if value is None else False)
    if isinstance(value, list):
        return tuple(sorted(value)) or None
    text = str(value).strip()
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return text or None
    return number.normalize() if number.is_finite() else text


class Check:
    """Compares a journal with the database; `complaints` is empty where all is as it must be."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.rows = {str(row.pk): row for row in SyncItem.objects.unscoped(_WHY).select_related("device")}
        self.saves: dict[str, list[VisitSave]] = defaultdict(list)
        self.of_visit: dict[str, list[VisitSave]] = defaultdict(list)
        for save in VisitSave.objects.unscoped(_WHY).order_by("revision"):
            self.of_visit[str(save.visit_id)].append(save)
            if save.item_id:
                self.saves[str(save.item_id)].append(save)
        visits = Visit.objects.unscoped(_WHY).with_cards().prefetch_related("services")
        self.visits = {str(visit.pk): visit for visit in visits}
        self.found: set[str] = set()

    def complaints(self) -> list[str]:
        """Everything that is not as it must be, in words."""
        parts = (
            self.strangers,
            self.ledger,
            self.people,
            self.one_visit,
            self.audit,
            self.values,
            self.others,
        )
        return [complaint for part in parts for complaint in part()]

    def strangers(self) -> Iterator[str]:
        """What is on the server came from a save that was told, or from a page that was killed at it."""
        left = list(self.journal.perhaps)
        for pk, row in self.rows.items():
            if pk in self.journal.saved:
                continue
            match = next((one for one in left if one.person in ("", str(row.person_id)) and
                          (row.kind in (one.kind, "discard") or not one.kind)), None)  # fmt: skip
            match = match or next((one for one in left if one.kind == row.kind == "newcomer"), None)
            if match is None:
                yield f"came from nowhere: {row.kind} {pk}"
                continue
            left.remove(match)
            self.found.add(pk)

    def ledger(self) -> Iterator[str]:
        """Every item that was said to be saved is settled, once, by the right user."""
        for item in self.journal.saved.values():
            row = self.rows.get(item.id)
            if row is None:
                yield f"lost: {item.kind} {item.id}"
                continue
            if (str(row.user_id), row.kind, str(row.person_id)) != (item.user, item.kind, item.person):
                yield f"another's: {item.kind} {item.id}"
            if row.state not in self._may_be(item):
                yield f"not settled: {item.kind} {item.id} is {row.state} {row.code}"

    def _may_be(self, item: Saved) -> set[str]:
        if item.kind == "discard":
            # What turned out to be stored already cannot be given up.
            target = self.rows.get(item.replaces)
            is_stored = target is not None and target.state == State.STORED
            return {State.STORED, State.REFUSED} if is_stored else {State.STORED}
        replaced = item.id in self.journal.replaced or self._may_have_been_replaced(item)
        return {State.STORED, State.DISCARDED} if replaced else {State.STORED}

    def _may_have_been_replaced(self, item: Saved) -> bool:
        return any(one.replaces == item.id for one in self.journal.perhaps)

    def people(self) -> Iterator[str]:
        """Every newcomer that was stored is there, and nobody is there twice."""
        residents = {str(pk) for pk in Resident.objects.unscoped(_WHY).values_list("pk", flat=True)}
        for item in self._stored("newcomer"):
            if item.person not in residents:
                yield f"lost: newcomer {item.person}"
        names = Resident.objects.unscoped(_WHY).values("name").annotate(times=Count("pk")).filter(times__gt=1)
        for row in names:
            yield f"doubled: {row['times']} people are {row['name']}"

    def one_visit(self) -> Iterator[str]:
        """Whoever came has one visit a day, and those of stored items are there."""
        days = Visit.objects.unscoped(_WHY).active().values("resident", "date").annotate(times=Count("pk"))
        for row in days.filter(times__gt=1):
            yield f"doubled: {row['times']} visits of {row['resident']}"
        for item in self._stored("visit"):
            if self._visit_of(item.id) not in self.visits:
                yield f"lost: the visit of {item.id}"

    def audit(self) -> Iterator[str]:
        """Each save of a visit names its item, once, its user and the true time of entry."""
        for pk, saves in self.saves.items():
            if len(saves) > 1:
                yield f"doubled: {len(saves)} saves of item {pk}"
            if saves[0].saved_by_id != self.rows[pk].user_id:
                yield f"another's: the save of {pk}"
        for item in self._stored("visit"):
            if item.id not in self.saves and not self._was_there(item):
                yield f"lost: no save of visit item {item.id}"
        for item in self.journal.saved.values():
            yield from self._time_of(item)

    def _was_there(self, item: Saved) -> bool:
        """What changes nothing leaves no save; then others had saved the same values before."""
        told = self.of_visit.get(self._visit_of(item.id), [])
        had: dict[str, set[Any]] = defaultdict(set)
        for save in told:
            for name, value in save.fields.items():
                had[name].add(plain(value))
        return all(plain(value) in had[name] or plain(value) is None for name, value in item.what.items())

    def _time_of(self, item: Saved) -> Iterator[str]:
        row = self.rows.get(item.id)
        if row is None or not item.is_clock_known:
            return
        begun, done = (datetime.fromtimestamp(at / 1000, UTC) for at in (item.begun, item.done))
        if not begun - TOLERANCE <= row.entered_at <= done + TOLERANCE:
            yield f"wrong time: {item.id} entered {begun}, noted {row.entered_at}"

    def values(self) -> Iterator[str]:
        """Every field holds what won: of each phone only its last value can have, and the last of all has."""
        wrote: dict[tuple[str, str], list[Saved]] = defaultdict(list)
        for item in self._stored("visit"):
            for name in item.what:
                wrote[self._visit_of(item.id), name].append(item)
        perhaps = self._perhaps()
        for (visit_id, name), items in wrote.items():
            if (visit := self.visits.get(visit_id)) is None:
                continue
            there = plain(fields.read(visit)[name])
            allowed = {plain(item.what[name]) for item in last_of_each(items)}
            if there not in allowed | perhaps[str(visit.resident_id), name]:
                yield f"wrong value: {name} of {visit_id} is {there}, may be {allowed}"
            newest = self._newest(visit_id, name)
            if newest is not None and there != newest:
                yield f"wrong value: {name} of {visit_id} is {there}, saved last as {newest}"

    def _newest(self, visit_id: str, name: str) -> Any:
        for save in reversed(self.of_visit[visit_id]):
            if name in save.fields:
                return plain(save.fields[name])
        return None

    def _perhaps(self) -> dict[tuple[str, str], set[Any]]:
        """Values that killed pages may have written without anybody being told."""
        found: dict[tuple[str, str], set[Any]] = defaultdict(set)
        for one in self.journal.perhaps:
            given = one.what.get("values") or one.what.get("measures") or {}
            for name, value in given.items():
                found[one.person, name].add(plain(value))
        return found

    def others(self) -> Iterator[str]:
        """Services, doses and letters are there, once."""
        services = ServiceGiven.objects.unscoped(_WHY).filter(visit__isnull=True)
        there = {str(pk) for pk in services.values_list("pk", flat=True)}
        wanted = {str(self._result(item.id).get("service")) for item in self._stored("service")}
        for pk in sorted(wanted - there):
            yield f"lost: service {pk}"
        own = {str(self._result(pk).get("service")) for pk in self.found if self.rows[pk].kind == "service"}
        for pk in sorted(there - wanted - own):
            yield f"doubled: service {pk}"
        yield from self._doses()
        letters = Referral.objects.unscoped(_WHY).values("visit").annotate(times=Count("pk"))
        for row in letters.filter(times__gt=1):
            yield f"doubled: {row['times']} letters of visit {row['visit']}"
        with_letter = {str(pk) for pk in Referral.objects.unscoped(_WHY).values_list("visit", flat=True)}
        for item in self._stored("referral"):
            if self._visit_of(item.id) not in with_letter:
                yield f"lost: letter {item.id}"

    def _doses(self) -> Iterator[str]:
        doses = Immunisation.objects.unscoped(_WHY).values_list("resident", "dose", "given_on")
        there = {(str(person), code): str(on) for person, code, on in doses}
        wrote: dict[tuple[str, str], list[Saved]] = defaultdict(list)
        for item in self._stored("immunisation"):
            for dose in item.what["doses"]:
                wrote[item.person, dose["code"]].append(item)
        unsure = {one.person for one in self.journal.perhaps if one.kind == "immunisation"}
        for (person, code), items in wrote.items():
            allowed = {
                dose["given_on"]
                for item in last_of_each(items)
                for dose in item.what["doses"]
                if dose["code"] == code
            }
            if there.get((person, code)) not in allowed and person not in unsure:
                yield f"wrong value: dose {code} of {person} is {there.get((person, code))}, may be {allowed}"

    def _stored(self, kind: str) -> list[Saved]:
        items = [item for item in self.journal.saved.values() if item.kind == kind]
        return [item for item in items if item.id in self.rows and self.rows[item.id].state == State.STORED]

    def _result(self, pk: str) -> Json:
        result: Json = self.rows[pk].answer.get("result", {})
        return result

    def _visit_of(self, pk: str) -> str:
        return str(self._result(pk).get("visit", ""))


def last_of_each(items: Iterable[Saved]) -> list[Saved]:
    """Of each phone, what nothing of the same phone came after; two tabs may have saved at the same moment."""
    by_device: dict[str, list[Saved]] = defaultdict(list)
    for item in items:
        by_device[item.device].append(item)
    return [
        one
        for group in by_device.values()
        for one in group
        if not any(other.begun > one.done for other in group)
    ]


def server_view(sessions: Iterable[str]) -> dict[str, Json]:
    """What the database holds of everybody, as a phone would show it: values by field, doses by code."""
    found: dict[str, Json] = {}
    days = Visit.objects.unscoped(_WHY).active().filter(session__in=list(sessions))
    for visit in days.with_cards().prefetch_related("services"):
        values = {name: plain(value) for name, value in fields.read(visit).items()}
        kept = {name: value for name, value in values.items() if not fields.is_unfilled(name, value)}
        found[str(visit.resident_id)] = {"visit": str(visit.pk), "values": kept, "doses": {}}
    for person, code, on in Immunisation.objects.unscoped(_WHY).values_list("resident", "dose", "given_on"):
        one = found.setdefault(str(person), {"visit": None, "values": {}, "doses": {}})
        one["doses"][code] = str(on) if on else None
    return found


def compare_view(device: str, shown: dict[str, Json], server: dict[str, Json]) -> list[str]:
    """How a phone's day differs from the server's."""
    complaints = []
    for person, one in shown.items():
        truth = server.get(person, {"visit": None, "values": {}, "doses": {}})
        values = {name: plain(value) for name, value in one["values"].items()}
        if one["visit"] != truth["visit"]:
            complaints.append(
                f"{device} shows visit {one['visit']} of {person}, the server has {truth['visit']}"
            )
        differing = {
            name: (values.get(name), truth["values"].get(name))
            for name in values.keys() | truth["values"].keys()
            if values.get(name) != truth["values"].get(name)
        }
        if differing:
            complaints.append(f"{device} shows of {person} {differing}")
        if one["doses"] != truth["doses"]:
            complaints.append(f"{device} shows doses {one['doses']} of {person}, not {truth['doses']}")
        if one["unsent"]:
            complaints.append(f"{device} has unsent items of {person}")
    return complaints
