"""Pregnancies and deliveries of two records of one woman: what is the same one stands once, with all that is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models

from registry.models import Death, Delivery, Pregnancy, Resident
from registry.rules.wording import long_date

# Two dates of one pregnancy differ by a wrong guess or an ultrasound, not by more than this.
SAME_PREGNANCY_DAYS = 60
# A woman cannot bear again within this time.
SAME_BIRTH_DAYS = 140
_WHY = "of people the caller may merge"
_Row = TypeVar("_Row", bound=models.Model)
# Never taken over from the other record: whose it is, how it ended, who wrote it down.
_NOT_FILLED = ("id", "resident", "pregnancy", "ended_on", "outcome", "recorded_by", "recorded_at")


def join_episodes(kept: Resident, absorbed: Resident) -> list[str]:
    """Give `kept` the episodes of both; the poorer record of the same one goes to, or stays with, `absorbed`.

    Answers in sentences what was joined or ended.
    """
    deliveries, said = _join_deliveries(kept, absorbed)
    return said + _join_pregnancies(kept, absorbed, deliveries)


def end_at_death(person: Resident) -> None:
    """A pregnancy that only one of two records knows ends with the death that only the other one knows."""
    death: Death | None = getattr(person, "death", None)
    pregnancy = _pregnancies(person).filter(ended_on__isnull=True).first()
    if death is not None and pregnancy is not None:
        _end(pregnancy, max(death.on, _earliest_end(pregnancy)), Pregnancy.Outcome.DIED)


def _join_deliveries(kept: Resident, absorbed: Resident) -> tuple[dict[Any, Any], list[str]]:
    """The joined pairs, loser's pregnancy id to winner's, and the sentences."""
    rows = Delivery.objects.unscoped(_WHY).select_related("pregnancy").order_by("on")
    own, joined, said = list(rows.filter(resident=kept)), {}, []
    for other in rows.filter(resident=absorbed):
        same = next((row for row in own if abs((row.on - other.on).days) <= SAME_BIRTH_DAYS), None)
        if same is None:
            _give(other, kept)
            continue
        own.remove(same)
        winner, loser = (other, same) if _fullness(other) > _fullness(same) else (same, other)
        if loser.pregnancy_id is not None and winner.pregnancy_id is not None:
            joined[loser.pregnancy_id] = winner.pregnancy_id
        _fill(winner, loser)
        _give(loser, absorbed)
        _give(winner, kept)
        _hand_over(loser, winner)
        said.append(f"Persalinan {long_date(loser.on)} tercatat dua kali; yang lebih lengkap dipakai.")
    return joined, said


def _hand_over(loser: Delivery, winner: Delivery) -> None:
    """The babies were born at the delivery that stays, and it ends the only pregnancy that either one knows."""
    for baby in Resident.objects.with_merged(_WHY).filter(born_at=loser):
        baby.born_at = winner
        baby.save(update_fields=["born_at"])
    if winner.pregnancy is None and loser.pregnancy is not None:
        pregnancy, loser.pregnancy = loser.pregnancy, None
        loser.save()
        winner.pregnancy = pregnancy
        winner.save()


def _join_pregnancies(kept: Resident, absorbed: Resident, deliveries: dict[Any, Any]) -> list[str]:
    own, said = list(_pregnancies(kept)), []
    for other in _pregnancies(absorbed):
        same = next((row for row in own if _is_same(row, other, deliveries)), None)
        if same is None:
            said += _make_room(other, own)
            _give(other, kept)
            own.append(other)
            continue
        own.remove(same)
        winner, loser = _ranked(same, other, deliveries)
        _fill(winner, loser)
        winner.known_from = min(winner.known_from, loser.known_from)
        if loser.is_open and loser is same:
            _end(loser, _earliest_end(loser), Pregnancy.Outcome.ERROR)
        _give(loser, absorbed)
        _give(winner, kept)
        said.append(f"Kehamilan sejak {long_date(winner.known_from)} tercatat dua kali dan menjadi satu.")
    return said


def _pregnancies(person: Resident) -> models.QuerySet[Pregnancy]:
    rows = Pregnancy.objects.unscoped(_WHY).filter(resident=person).exclude(outcome=Pregnancy.Outcome.ERROR)
    return rows.order_by("known_from")


def _is_same(one: Pregnancy, other: Pregnancy, deliveries: dict[Any, Any]) -> bool:
    if deliveries.get(one.pk) == other.pk or deliveries.get(other.pk) == one.pk:
        return True
    if _bore(one) and _bore(other):
        # Each has its own birth, so they are two.
        return False
    begun = (one.counted_from, other.counted_from)
    first, second = begun if begun[0] and begun[1] else (one.known_from, other.known_from)
    return abs(((first or one.known_from) - (second or other.known_from)).days) <= SAME_PREGNANCY_DAYS


def _bore(pregnancy: Pregnancy) -> bool:
    return Delivery.objects.unscoped(_WHY).filter(pregnancy=pregnancy).exists()


def _ranked(same: Pregnancy, other: Pregnancy, deliveries: dict[Any, Any]) -> tuple[Pregnancy, Pregnancy]:
    """The record that stays, which knows the birth or the end or is that of who stays, and the other one."""

    def rank(row: Pregnancy) -> tuple[bool, bool, bool]:
        return row.pk not in deliveries and _bore(row), not row.is_open, row is same

    return (same, other) if rank(same) > rank(other) else (other, same)


def _make_room(other: Pregnancy, own: Sequence[Pregnancy]) -> list[str]:
    """Of two open pregnancies that cannot be the same one, the older one is over."""
    open_one = next((row for row in own if row.is_open), None)
    if open_one is None or not other.is_open:
        return []
    older = min(open_one, other, key=lambda row: row.counted_from or row.known_from)
    _end(older, _earliest_end(older), Pregnancy.Outcome.ERROR)
    since = long_date(older.known_from)
    text = f"Ada dua kehamilan yang belum berakhir; yang lama, sejak {since}, ditutup sebagai salah catat."
    return [f"{text} Bila ia bersalin, catat persalinannya."]


def _earliest_end(pregnancy: Pregnancy) -> date:
    return max(pregnancy.known_from, pregnancy.last_period or pregnancy.known_from)


def _end(pregnancy: Pregnancy, on: date, outcome: Pregnancy.Outcome) -> None:
    pregnancy.ended_on, pregnancy.outcome = on, outcome
    pregnancy.save()


def _give(row: Pregnancy | Delivery, person: Resident) -> None:
    row.resident = person
    row.save()


def _fullness(row: Delivery) -> tuple[bool, int]:
    filled = sum(getattr(row, key.attname) not in (None, "") for key in row._meta.concrete_fields)
    return Resident.objects.unscoped(_WHY).filter(born_at=row).exists(), filled


def _fill(winner: _Row, loser: _Row) -> None:
    """Take over what only the other record knows."""
    for key in winner._meta.concrete_fields:
        if key.name not in _NOT_FILLED and getattr(winner, key.attname) in (None, ""):
            setattr(winner, key.attname, getattr(loser, key.attname))
