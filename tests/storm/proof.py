"""Proof that the check can fail: each thing it is to find is done to the data on purpose, and undone again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.models import F, ProtectedError

from registry.models import Resident
from tests.conftest import make_resident
from tests.storm.check import Check
from tests.storm.journal import Journal, Saved
from visits import fields
from visits.models import CARDS, SyncItem, Visit, VisitSave

Json = dict[str, Any]
_WHY = "spoilt on purpose, and undone"


class Unspoilt(Exception):
    """The storm left nothing that could be spoilt in this way."""


def prove(journal: Journal) -> dict[str, list[str]]:
    """What the check says of each harm, by the harm's name; the data are as before afterwards."""
    found = {name: _spoilt(journal, harm) for name, harm in _HARMS.items()}
    connections.close_all()
    return found


def unseen(proof: dict[str, list[str]]) -> list[str]:
    """A complaint for each harm that the check did not see, or saw as something else."""
    return [
        f"the check does not see: {name}"
        for name, said in proof.items()
        if not any(complaint.startswith(_WORDS[name]) for complaint in said)
    ]


def _spoilt(journal: Journal, harm: Callable[[list[Saved]], None]) -> list[str]:
    with transaction.atomic():
        kept = SyncItem.objects.unscoped(_WHY).filter(
            state=SyncItem.State.STORED, kind__in=("visit", "newcomer")
        )
        stored = {str(pk) for pk in kept.values_list("pk", flat=True)}
        harm([item for pk, item in journal.saved.items() if pk in stored])
        said = Check(journal).complaints()
        transaction.set_rollback(True)
    return said


def _visits(items: list[Saved]) -> list[Saved]:
    return [item for item in items if item.kind == "visit"]


def _delete_a_visit(items: list[Saved]) -> None:
    for item in _visits(items):
        visit = Visit.objects.unscoped(_WHY).filter(saves__item=UUID(item.id)).first()
        if visit is None:
            continue
        try:
            with transaction.atomic():
                visit.delete()
        except ProtectedError:
            continue
        return
    raise Unspoilt


def _double_a_save(items: list[Saved]) -> None:
    ids = [item.id for item in _visits(items)]
    save = VisitSave.objects.unscoped(_WHY).filter(item__in=ids).order_by("-revision").first()
    if save is None:
        raise Unspoilt
    save.pk, save._state.adding, save.revision = None, True, 10_000
    save.save()


def _double_a_person(_items: list[Saved]) -> None:
    someone = Resident.objects.unscoped(_WHY).order_by("name").select_related("posyandu").last()
    if someone is None:
        raise Unspoilt
    make_resident(someone.posyandu, someone.name, sex=someone.sex, born=someone.birth_date)


def _change_a_value(items: list[Saved]) -> None:
    for item in _visits(items):
        visit = Visit.objects.unscoped(_WHY).with_cards().filter(saves__item=UUID(item.id)).first()
        if visit is None or "weight_kg" not in item.what or fields.read(visit)["weight_kg"] is None:
            continue
        card = next(getattr(visit, name) for name in CARDS if getattr(visit, name, None) is not None)
        type(card)._default_manager.filter(pk=card.pk).update(weight_kg=F("weight_kg") + Decimal("0.7"))
        return
    raise Unspoilt


def _lose_an_item(items: list[Saved]) -> None:
    SyncItem.objects.unscoped(_WHY).filter(pk=items[0].id).delete()


def _forget_an_audit(items: list[Saved]) -> None:
    VisitSave.objects.unscoped(_WHY).filter(item__in=[item.id for item in _visits(items)]).delete()


def _move_a_time(items: list[Saved]) -> None:
    known = [item.id for item in items if item.is_clock_known]
    SyncItem.objects.unscoped(_WHY).filter(pk__in=known[:1]).update(
        entered_at=F("entered_at") - timedelta(hours=2)
    )


_HARMS: dict[str, Callable[[list[Saved]], None]] = {
    "a visit deleted": _delete_a_visit,
    "an item lost": _lose_an_item,
    "audit lost": _forget_an_audit,
    "a save doubled": _double_a_save,
    "a person doubled": _double_a_person,
    "a value changed on the server": _change_a_value,
    "a time of entry moved": _move_a_time,
}
# How the complaint about each begins.
_WORDS = {
    "a visit deleted": "lost: the visit",
    "an item lost": "lost:",
    "audit lost": "lost: no save",
    "a save doubled": "doubled:",
    "a person doubled": "doubled:",
    "a value changed on the server": "wrong value",
    "a time of entry moved": "wrong time",
}
