"""Pregnancies: opened, corrected, ended by a loss or as a mistake, and opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry import merging, months
from registry.models import Delivery, Pregnancy, Resident, SexChoice, User
from registry.rules.births import MOTHER_YEARS
from registry.rules.episodes import GESTATION_WEEKS, LAST_PREGNANT_DAY
from registry.rules.life_stage import completed_months
from registry.rules.wording import long_date
from registry.services.deaths import regroup_death
from registry.services.family import unlinked_children

_WHY = "the caller chose the woman within her scope"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the register already knows for a new pregnancy."""

    gravida: int
    living_children: int
    last_birth: date | None

    def spacing_months(self, counted_from: date | None, day: date) -> int | None:
        """Whole months from the last birth to the day the pregnancy is counted from, else to `day`."""
        if self.last_birth is None:
            return None
        return max(completed_months(self.last_birth, counted_from or day), 0)


def proposal_for(resident: Resident) -> Proposed:
    """Gravida, living children and the last birth by the children and deliveries of the register.

    A child of the family without a written mother counts where it can be no other woman's.
    """
    people = Resident.objects.unscoped(_WHY)
    hers = [child.pk for child in unlinked_children(resident)]
    children = people.filter(mother=resident) | people.filter(pk__in=hers)
    births = list(children.values_list("birth_date", flat=True))
    deliveries = Delivery.objects.unscoped(_WHY).filter(resident=resident).values_list("on", flat=True)
    earlier = Pregnancy.objects.unscoped(_WHY).filter(resident=resident)
    counted = earlier.exclude(outcome=Pregnancy.Outcome.ERROR).filter(ended_on__isnull=False).count()
    # Twins were one pregnancy.
    return Proposed(
        gravida=max(counted, len({*births, *deliveries})) + 1,
        living_children=children.filter(death__isnull=True).count(),
        last_birth=max([*births, *deliveries], default=None),
    )


@transaction.atomic
def open_pregnancy(
    *,
    resident: Resident,
    known_from: date,
    details: dict[str, Any] | None = None,
    user: User | None = None,
    pregnancy_id: UUID | None = None,
) -> Pregnancy:
    """Record that a woman is pregnant, as it became known on `known_from`. Safe to repeat with the same id.

    `details` maps Pregnancy's field names to values. Raises ValidationError, by field where one is to blame.
    """
    woman = lock(resident)
    if pregnancy_id is not None:
        again = Pregnancy.objects.unscoped(_WHY).filter(pk=pregnancy_id, resident=woman).first()
        if again is not None:
            return again
    check_mother(woman, min(known_from, timezone.localdate()))
    if Pregnancy.objects.unscoped(_WHY).filter(resident=woman, ended_on__isnull=True).exists():
        raise ValidationError(f"{woman.name} sudah tercatat hamil.")
    pregnancy = Pregnancy(resident=woman, known_from=known_from, recorded_by=user, **(details or {}))
    if pregnancy_id is not None:
        pregnancy.pk = pregnancy_id
    if pregnancy.spacing_months is None:
        proposed = proposal_for(woman)
        pregnancy.spacing_months = proposed.spacing_months(pregnancy.counted_from, known_from)
    _check(pregnancy)
    pregnancy.save(force_insert=True)
    group_changed(woman, known_from)
    return pregnancy


@transaction.atomic
def update_pregnancy(*, pregnancy: Pregnancy, details: dict[str, Any]) -> Pregnancy:
    """Correct or complete a pregnancy, an ended one too. Raises ValidationError by field."""
    lock(pregnancy.resident)
    stored = Pregnancy.objects.unscoped(_WHY).select_for_update().get(pk=pregnancy.pk)
    before = stored.known_from
    for name, value in details.items():
        setattr(stored, name, value)
    _check(stored)
    stored.save()
    if stored.known_from != before:
        group_changed(stored.resident, min(before, stored.known_from))
    return stored


@transaction.atomic
def end_pregnancy(*, pregnancy: Pregnancy, outcome: str, on: date) -> Pregnancy:
    """End a pregnancy by a miscarriage on a day, or as recorded by mistake; the woman returns to her age group.

    Safe to repeat. A birth ends it through `record_delivery`. Raises ValidationError.
    """
    if outcome not in (Pregnancy.Outcome.MISCARRIAGE, Pregnancy.Outcome.ERROR):
        raise ValueError("a birth is recorded as a delivery")
    lock(pregnancy.resident)
    stored = Pregnancy.objects.unscoped(_WHY).select_for_update().get(pk=pregnancy.pk)
    if not stored.is_open:
        if stored.outcome == outcome:
            return stored
        raise ValidationError("Kehamilan ini sudah berakhir.")
    if on > timezone.localdate():
        raise ValidationError({"on": "Tanggal ini belum terjadi."})
    start = stored.counted_from or stored.last_period
    if outcome == Pregnancy.Outcome.MISCARRIAGE and start and on < start:
        raise ValidationError({"on": f"Kehamilan ini dihitung sejak {long_date(start)}. Periksa tanggalnya."})
    if outcome == Pregnancy.Outcome.MISCARRIAGE:
        _check_not_born(stored, on)
    stored.ended_on, stored.outcome = on, outcome
    if outcome == Pregnancy.Outcome.ERROR:
        # It never was, so its day means nothing but when it was noticed.
        stored.ended_on = max(on, stored.last_period or on)
    stored.save()
    group_changed(stored.resident, min(stored.known_from, on))
    return stored


@transaction.atomic
def reopen_pregnancy(*, pregnancy: Pregnancy) -> Pregnancy:
    """Take back an end that was recorded by mistake. Safe to repeat. Raises ValidationError where it cannot be."""
    woman = lock(pregnancy.resident)
    stored = Pregnancy.objects.unscoped(_WHY).select_for_update().get(pk=pregnancy.pk)
    if stored.is_open:
        return stored
    if stored.outcome == Pregnancy.Outcome.BIRTH:
        raise ValidationError("Batalkan persalinannya dahulu.")
    if Pregnancy.objects.unscoped(_WHY).filter(resident=woman, ended_on__isnull=True).exists():
        raise ValidationError("Ibu ini sudah tercatat hamil lagi, jadi kehamilan ini tidak dapat dibuka.")
    stored.ended_on, stored.outcome = None, ""
    _check(stored)
    stored.save()
    group_changed(woman, stored.known_from)
    return stored


def lock(resident: Resident) -> Resident:
    """The woman's row, held until the transaction ends: two phones may record the same birth."""
    woman = merging.locked(resident.pk)
    if woman.pk != resident.pk:
        raise ValidationError(
            "Catatan ini baru saja digabung dengan catatan lain. Buka lagi orangnya dari daftar."
        )
    return woman


def check_mother(woman: Resident, day: date) -> None:
    """Raise ValidationError where somebody cannot be pregnant: not a woman, or not of an age."""
    if woman.sex != SexChoice.FEMALE:
        raise ValidationError(f"{woman.name} tercatat laki-laki. Betulkan dahulu jenis kelaminnya.")
    if day < woman.birth_date or not MOTHER_YEARS[0] <= woman.age_on(day).years <= MOTHER_YEARS[1]:
        low, high = MOTHER_YEARS
        raise ValidationError(
            f"Kehamilan dicatat pada umur {low} sampai {high} tahun. Periksa tanggal lahir ibu."
        )


def group_changed(woman: Resident, since: date) -> None:
    """Mark the months in which the woman is counted from `since` on, wherever she lived; a death is judged anew."""
    rows = woman.residencies.exclude(valid_until__lt=since)
    months.mark_due([(row.posyandu_id, max(row.valid_from, since)) for row in rows], and_later=True)
    months.people_changed([woman])
    regroup_death(resident=woman)


def _check(pregnancy: Pregnancy) -> None:
    """Dates that can be, and every constraint, each beside its field."""
    pregnancy.full_clean(exclude=["resident", "recorded_by"])
    today = timezone.localdate()
    if pregnancy.known_from > today:
        raise ValidationError({"known_from": "Tanggal ini belum terjadi."})
    if pregnancy.last_period and pregnancy.last_period > pregnancy.known_from:
        raise ValidationError(
            {"last_period": "HPHT tidak dapat sesudah tanggal tercatat hamil. Periksa lagi."}
        )
    _check_length(pregnancy)
    last = _last_birth_before(pregnancy)
    start = pregnancy.counted_from or pregnancy.known_from
    if last is not None and start < last:
        raise ValidationError(
            {_dated_by(pregnancy): f"Ibu ini bersalin {long_date(last)}. Periksa tanggalnya."}
        )
    _check_overlap(pregnancy)


def _check_not_born(pregnancy: Pregnancy, on: date) -> None:
    """A child lost from 20 weeks on is stillborn: a birth, with nifas and its place in the reports."""
    start, born_from = pregnancy.counted_from, GESTATION_WEEKS[0]
    weeks = (on - start).days // 7 if start else 0
    if weeks >= born_from:
        words = (
            f"Usia kehamilan sudah {weeks} minggu. Sejak {born_from} minggu pilih Catat persalinan, "
            "lalu isi bayi lahir meninggal."
        )
        raise ValidationError({"on": words})


def _check_overlap(pregnancy: Pregnancy) -> None:
    """Nobody is pregnant twice on one day; a record by mistake never was."""
    if pregnancy.outcome == Pregnancy.Outcome.ERROR:
        return
    others = Pregnancy.objects.unscoped(_WHY).filter(resident=pregnancy.resident).exclude(pk=pregnancy.pk)
    start, end = _span(pregnancy)
    for other in others.exclude(outcome=Pregnancy.Outcome.ERROR):
        other_start, other_end = _span(other)
        if start < other_end and other_start < end:
            until = f"sampai {long_date(other.ended_on)}" if other.ended_on else "dan belum berakhir"
            words = f"Kehamilan lain tercatat sejak {long_date(other_start)} {until}. Periksa tanggalnya."
            raise ValidationError({_dated_by(pregnancy): words})


def _span(pregnancy: Pregnancy) -> tuple[date, date]:
    return pregnancy.counted_from or pregnancy.known_from, pregnancy.ended_on or date.max


def _dated_by(pregnancy: Pregnancy) -> str:
    """The field that says when a pregnancy began."""
    if pregnancy.due_date_by_usg:
        return "due_date_by_usg"
    return "last_period" if pregnancy.last_period else "known_from"


def _check_length(pregnancy: Pregnancy) -> None:
    start, until = pregnancy.counted_from, pregnancy.ended_on or pregnancy.known_from
    if start is None:
        return
    field = _dated_by(pregnancy)
    if start > until:
        raise ValidationError({field: "Menurut tanggal ini ibu belum hamil waktu dicatat. Periksa lagi."})
    if until - start > timedelta(days=LAST_PREGNANT_DAY):
        raise ValidationError(
            {field: "Menurut tanggal ini kehamilan lebih dari 44 minggu. Periksa lagi tahunnya."}
        )


def _last_birth_before(pregnancy: Pregnancy) -> date | None:
    """The newest delivery that is not the end of this pregnancy, and not after it."""
    others = Delivery.objects.unscoped(_WHY).filter(resident=pregnancy.resident).exclude(pregnancy=pregnancy)
    if pregnancy.ended_on is not None:
        others = others.filter(on__lt=pregnancy.ended_on)
    return others.order_by("-on").values_list("on", flat=True).first()
