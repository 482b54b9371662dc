"""Deaths: recorded once, reported in a group, and undone without a trace where they were a mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from registry import months
from registry.models import Death, Pregnancy, Residency, Resident, User
from registry.rules.deaths import DeathGroup, death_group
from registry.rules.wording import long_date
from registry.services.residency import (
    ResidencyRefused,
    last_residency,
    lock_person,
    reopen,
    withdraw_requests,
)


@transaction.atomic
def record_death(
    *,
    resident: Resident,
    on: date,
    place: str = "",
    place_name: str = "",
    cause: str = "",
    user: User | None = None,
) -> Death:
    """Somebody died on a day: ends the residency and an open pregnancy then. Recording it again corrects it.

    Raises ResidencyRefused where the person did not live here on that day or came to a visit after it.
    """
    person = lock_person(resident)
    death = death_of(person)
    given: dict[str, Any] = {"on": on, "place": place, "place_name": place_name, "cause": cause}
    if death is not None and all(getattr(death, name) == value for name, value in given.items()):
        return death
    if death is not None:
        _take_back(person, death)
    residency = _residency_of(person, on)
    death = death or Death(resident=person, recorded_by=user)
    for name, value in given.items():
        setattr(death, name, value)
    death.group = _group(person, on)
    death.full_clean(exclude=["resident", "recorded_by"])
    death.save()
    _end_life(person, residency, on, user)
    return death


@transaction.atomic
def undo_death(*, resident: Resident) -> bool:
    """Take a death back: the person lives where they lived, a pregnancy it ended goes on. Repeatable."""
    person = lock_person(resident)
    death = death_of(person)
    if death is None:
        return False
    _take_back(person, death)
    death.delete()
    return True


@transaction.atomic
def regroup_death(*, resident: Resident) -> None:
    """Judge anew which group a death is reported in, after a pregnancy, a delivery or the birth date changed."""
    death = death_of(resident)
    if death is not None and (group := _group(resident, death.on)) != death.group:
        death.group = group
        death.save(update_fields=["group"])


def death_of(person: Resident) -> Death | None:
    """The record of somebody's death."""
    return Death.objects.unscoped("the death of a person in scope").filter(resident=person).first()


def _take_back(person: Resident, death: Death) -> None:
    residency = last_residency(person)
    if residency is not None and residency.end_reason == Residency.EndReason.DIED:
        reopen(person, residency)
    for pregnancy in person.pregnancies.filter(outcome=Pregnancy.Outcome.DIED, ended_on=death.on):
        pregnancy.ended_on, pregnancy.outcome = None, ""
        pregnancy.save()


def _residency_of(person: Resident, on: date) -> Residency:
    if on < person.birth_date:
        raise ResidencyRefused(f"{person.name} lahir {long_date(person.birth_date)}, sesudah tanggal ini.")
    residency = last_residency(person)
    if residency is None or residency.valid_until is not None:
        raise ResidencyRefused(f"{person.name} sudah tidak tinggal di sini. Catat dulu bahwa sudah kembali.")
    if on < residency.valid_from:
        since = long_date(residency.valid_from)
        raise ResidencyRefused(f"Baru terdaftar di sini sejak {since}. Periksa lagi tanggalnya.")
    later = person.visits.filter(cancelled_at__isnull=True, date__gt=on).order_by("-date").first()
    if later is not None:
        raise ResidencyRefused(f"Masih datang ke Posyandu {long_date(later.date)}. Periksa lagi tanggalnya.")
    return residency


def _group(person: Resident, on: date) -> DeathGroup:
    died = Pregnancy.Outcome.DIED
    pregnancies = person.pregnancies.exclude(outcome=Pregnancy.Outcome.ERROR)
    ended_by_it = pregnancies.filter(outcome=died, ended_on=on)
    losses = pregnancies.filter(ended_on__lte=on).exclude(outcome=died).values_list("ended_on", flat=True)
    births = person.deliveries.filter(on__lte=on).values_list("on", flat=True)
    return death_group(
        person.birth_date,
        on,
        pregnant=person.pregnancies.open_on(on).exists() or ended_by_it.exists(),
        pregnancy_ended=max([day for day in (*losses, *births) if day is not None], default=None),
    )


def _end_life(person: Resident, residency: Residency, on: date, user: User | None) -> None:
    for pregnancy in person.pregnancies.filter(ended_on__isnull=True):
        pregnancy.ended_on, pregnancy.outcome = max(on, pregnancy.last_period or on), Pregnancy.Outcome.DIED
        pregnancy.save()
    residency.valid_until, residency.end_reason = on, Residency.EndReason.DIED
    residency.save()
    withdraw_requests(person, user=user)
    months.mark_due([(residency.posyandu_id, on)], and_later=True)
    # A baby's death may end its mother's breastfeeding.
    mother = person.born_at.resident if person.born_at else None
    months.people_changed([person, *([mother] if mother else [])])
