"""Deliveries: a birth and its babies in one go, corrected, taken back; and how long a mother breastfeeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from registry.duplicates import refresh_for
from registry.models import Delivery, Pregnancy, Residency, Resident, User
from registry.rules.births import baby_name, relation_of_baby
from registry.rules.episodes import BREASTFEEDING_MONTHS, GESTATION_WEEKS
from registry.rules.life_stage import Sex, add_months
from registry.rules.wording import long_date
from registry.services.family import link_family
from registry.services.maternity import check_mother, group_changed, lock
from registry.services.residents import register_resident, update_resident

MOST_BABIES = 6
# A woman cannot bear again within this time: the second record of one birth came from another phone.
BETWEEN_BIRTHS_DAYS = 140
_WHY = "the caller chose the mother within her scope"
_BIRTH_FIELDS = ("birth_weight_kg", "birth_length_cm", "birth_order", "gestation_weeks")


@dataclass(frozen=True, slots=True)
class Baby:
    """One live baby as it is written on the form; `id` was made there, so that sending twice registers once.

    `known` is a child that was registered before its birth was recorded. Weight in kg, length in cm.
    """

    id: UUID
    sex: str = ""
    name: str = ""
    weight_kg: Decimal | None = None
    length_cm: Decimal | None = None
    known: Resident | None = None


@transaction.atomic
def record_delivery(
    *,
    resident: Resident,
    delivery_id: UUID,
    on: date,
    babies: Sequence[Baby] = (),
    details: dict[str, Any] | None = None,
    first_birth_order: int | None = None,
    user: User | None = None,
) -> Delivery:
    """Record a birth with all its live babies; it ends the woman's pregnancy, if one was recorded.

    Safe to repeat with the same id. `details` maps Delivery's field names to values. Raises ValidationError.
    """
    mother = lock(resident)
    again = Delivery.objects.unscoped(_WHY).filter(pk=delivery_id, resident=mother).first()
    if again is not None:
        return again
    _check_day(mother, on)
    check_mother(mother, on)
    pregnancy = _pregnancy_that_ended(mother, on)
    delivery = Delivery(pk=delivery_id, resident=mother, on=on, recorded_by=user, **(details or {}))
    delivery.pregnancy, delivery.live_births = pregnancy, len(babies)
    _fill_weeks(delivery)
    _check(delivery)
    if pregnancy is not None:
        pregnancy.ended_on, pregnancy.outcome = on, Pregnancy.Outcome.BIRTH
        pregnancy.save()
    delivery.save(force_insert=True)
    _bear(delivery, babies, first_birth_order)
    group_changed(mother, on)
    return delivery


@transaction.atomic
def update_delivery(
    *,
    delivery: Delivery,
    on: date,
    details: dict[str, Any],
    more_babies: Sequence[Baby] = (),
    first_birth_order: int | None = None,
) -> Delivery:
    """Correct a delivery, and add babies that were forgotten. Another date moves the babies' birth date with it.

    Safe to repeat. Raises ValidationError.
    """
    mother = lock(delivery.resident)
    stored = Delivery.objects.unscoped(_WHY).select_for_update(of=("self",)).get(pk=delivery.pk)
    before = stored.on
    weeks = stored.gestation_weeks
    stored.on = on
    for name, value in details.items():
        setattr(stored, name, value)
    if on != before and stored.gestation_weeks == weeks:
        stored.gestation_weeks = None
        _fill_weeks(stored)
    here = set(_babies_of(stored).values_list("pk", flat=True))
    new = [baby for baby in more_babies if (baby.known.pk if baby.known else baby.id) not in here]
    stored.live_births += len(new)
    if on != before:
        _check_day(mother, on, other_than=stored)
    _check(stored)
    if stored.pregnancy is not None and stored.pregnancy.ended_on != on:
        stored.pregnancy.ended_on = on
        stored.pregnancy.save()
    stored.save()
    if on != before:
        _move_births(stored, before)
    _bear(stored, new, first_birth_order)
    group_changed(mother, min(before, on))
    return stored


@transaction.atomic
def undo_delivery(*, delivery: Delivery) -> None:
    """Take a delivery back as if it had never been recorded: the babies it registered go, the pregnancy goes on.

    A child that was known before stays. Raises ValidationError where a baby has visits or the like already.
    """
    mother = lock(delivery.resident)
    stored = Delivery.objects.unscoped(_WHY).select_for_update(of=("self",)).filter(pk=delivery.pk).first()
    if stored is None:
        return
    for baby in _babies_of(stored).filter(pk__in=stored.registered_babies):
        _forget(baby, stored)
    pregnancy, on = stored.pregnancy, stored.on
    stored.delete()
    if pregnancy is not None:
        _continue(pregnancy, mother)
    group_changed(mother, on)


@transaction.atomic
def end_breastfeeding(*, delivery: Delivery, on: date | None) -> Delivery:
    """The mother no longer breastfeeds from the day `on`; None takes that back. Safe to repeat.

    Raises ValidationError for a day before the birth or after today.
    """
    lock(delivery.resident)
    stored = Delivery.objects.unscoped(_WHY).select_for_update(of=("self",)).get(pk=delivery.pk)
    if on is not None and on > timezone.localdate():
        raise ValidationError({"on": "Tanggal ini belum terjadi."})
    if on is not None and on < stored.on:
        raise ValidationError({"on": f"Ibu bersalin {long_date(stored.on)}. Periksa tanggalnya."})
    if stored.breastfeeding_ended_on != on:
        changed = [day for day in (stored.breastfeeding_ended_on, on) if day is not None]
        stored.breastfeeding_ended_on = on
        stored.save()
        group_changed(stored.resident, min(changed))
    return stored


def known_children(mother: Resident, delivery: Delivery | None = None) -> list[Resident]:
    """Young children of the mother that no recorded delivery bore yet: one of them may be the baby that is recorded."""
    children = Resident.objects.unscoped(_WHY).filter(mother=mother, born_at__isnull=True)
    if delivery is not None:
        children = children.filter(birth_date=delivery.on)
    else:
        children = children.filter(birth_date__gte=add_months(timezone.localdate(), -BREASTFEEDING_MONTHS))
    return list(children.select_related("posyandu__unit").order_by("-birth_date", "name_key")[:MOST_BABIES])


def next_birth_order(mother: Resident) -> int:
    """Which child of the mother the next one is, by the children the register knows and what a pregnancy says."""
    children = Resident.objects.unscoped(_WHY).filter(mother=mother)
    known = [order for order in children.values_list("birth_order", flat=True) if order]
    newest = Pregnancy.objects.unscoped(_WHY).filter(resident=mother).order_by("-known_from").first()
    living = (newest.living_children or 0) if newest else 0
    return max([*known, children.count(), living], default=0) + 1


def _pregnancy_that_ended(mother: Resident, on: date) -> Pregnancy | None:
    """The open pregnancy of the woman, or the one that ended with her death on that day or after it."""
    rows = Pregnancy.objects.unscoped(_WHY).select_for_update(of=("self",)).filter(resident=mother)
    found = rows.filter(ended_on__isnull=True).first()
    if found is None:
        found = rows.filter(outcome=Pregnancy.Outcome.DIED, ended_on__gte=on, delivery__isnull=True).first()
    return found


def _fill_weeks(delivery: Delivery) -> None:
    start = delivery.pregnancy.counted_from if delivery.pregnancy else None
    if delivery.gestation_weeks is None and start is not None:
        delivery.gestation_weeks = (delivery.on - start).days // 7


def _check_day(mother: Resident, on: date, other_than: Delivery | None = None) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": "Tanggal ini belum terjadi."})
    near = Delivery.objects.unscoped(_WHY).filter(
        resident=mother,
        on__gt=on - timedelta(days=BETWEEN_BIRTHS_DAYS),
        on__lt=on + timedelta(days=BETWEEN_BIRTHS_DAYS),
    )
    if other_than is not None:
        near = near.exclude(pk=other_than.pk)
    other = near.first()
    if other is not None:
        raise ValidationError(
            {"on": f"Persalinan {long_date(other.on)} sudah tercatat. Buka di halaman ibu ini."}
        )
    if _home_of(mother, on) is None:
        raise ValidationError({"on": f"{mother.name} tidak terdaftar di Posyandu pada tanggal ini."})


def _check(delivery: Delivery) -> None:
    low, high = GESTATION_WEEKS
    weeks = delivery.gestation_weeks
    if weeks is not None and weeks < low:
        raise ValidationError(
            {
                "on": f"Usia kehamilan baru {weeks} minggu. Periksa tanggal dan HPHT, atau catat sebagai keguguran."
            }
        )
    if weeks is not None and weeks > high:
        raise ValidationError(
            {"on": f"Usia kehamilan {weeks} minggu tidak mungkin. Periksa tanggal dan HPHT."}
        )
    if delivery.pregnancy and delivery.pregnancy.last_period and delivery.on < delivery.pregnancy.last_period:
        raise ValidationError(
            {"on": f"HPHT tercatat {long_date(delivery.pregnancy.last_period)}. Periksa lagi."}
        )
    if delivery.live_births + delivery.stillbirths == 0:
        raise ValidationError("Isi bayi yang lahir: hidup, atau lahir mati.")
    delivery.full_clean(exclude=["resident", "recorded_by", "pregnancy"])


def _babies_of(delivery: Delivery) -> Any:
    return Resident.objects.unscoped(_WHY).filter(born_at=delivery).order_by("birth_order", "pk")


def _home_of(mother: Resident, on: date) -> Residency | None:
    """Where the baby belongs: with its mother on the day, or where she came to live later."""
    rows = mother.residencies.exclude(end_reason=Residency.EndReason.ERROR).order_by("valid_from")
    return rows.exclude(valid_until__lt=on).select_related("posyandu").first()


def _bear(delivery: Delivery, babies: Sequence[Baby], first_birth_order: int | None) -> None:
    order = first_birth_order or next_birth_order(delivery.resident)
    for position, baby in enumerate(babies):
        if baby.known is not None:
            _link(delivery, baby, order + position)
        else:
            name = baby_name(delivery.resident.name, position + 1, len(babies))
            delivery.registered_babies.append(str(_register(delivery, baby, order + position, name).pk))
    delivery.save(update_fields=["registered_babies"])


def _register(delivery: Delivery, baby: Baby, order: int, fallback_name: str) -> Resident:
    mother = delivery.resident
    home = _home_of(mother, delivery.on)
    assert home is not None
    spouse = mother.spouse
    father = spouse if spouse is not None and spouse.sex == Sex.MALE else None
    child = register_resident(
        posyandu=home.posyandu,
        since=max(delivery.on, home.valid_from),
        resident_id=baby.id,
        person={
            "name": baby.name or fallback_name,
            "sex": baby.sex,
            "birth_date": delivery.on,
            "mother": mother,
            "mother_name": mother.name,
            "father": father,
            "father_name": father.name if father else mother.spouse_name,
            "relation": relation_of_baby(mother.relation).value,
            "birth_weight_kg": baby.weight_kg,
            "birth_length_cm": baby.length_cm,
            "birth_order": order,
            "gestation_weeks": delivery.gestation_weeks,
            "born_at": delivery,
        },
    )
    if mother.household is not None and child.household_id is None:
        child.household = mother.household
        child.save(update_fields=["household"])
        link_family(child)
    return child


def _link(delivery: Delivery, baby: Baby, order: int) -> None:
    """A child that was registered before: only what is not known of it yet is filled."""
    child = lock(baby.known) if baby.known else None
    if child is None or child.mother_id != delivery.resident_id or child.birth_date != delivery.on:
        raise ValidationError("Anak ini bukan dari persalinan ini. Periksa tanggal lahirnya.")
    values = (baby.weight_kg, baby.length_cm, order, delivery.gestation_weeks)
    for name, value in zip(_BIRTH_FIELDS, values, strict=True):
        if getattr(child, name) is None:
            setattr(child, name, value)
    child.born_at = delivery
    child.full_clean(exclude=["household", "mother", "father", "spouse", "posyandu", "born_at"])
    child.save()
    refresh_for(child)


def _move_births(delivery: Delivery, before: date) -> None:
    for baby in _babies_of(delivery).filter(birth_date=before):
        baby.residencies.filter(valid_from=before).update(valid_from=delivery.on)
        person = {"birth_date": delivery.on, "gestation_weeks": delivery.gestation_weeks}
        update_resident(resident=baby, person=person)


def _forget(baby: Resident, delivery: Delivery) -> None:
    group_changed(baby, delivery.on)
    try:
        with transaction.atomic():
            baby.delete()
    except ProtectedError as error:
        raise ValidationError(
            f"{baby.name} sudah punya catatan kunjungan, jadi persalinan ini tidak dapat dibatalkan. "
            "Perbaiki saja isinya, atau hubungi Puskesmas."
        ) from error


def _continue(pregnancy: Pregnancy, mother: Resident) -> None:
    """The pregnancy is as it was before the birth: open, or ended by the mother's death."""
    if mother.pregnancies.filter(ended_on__isnull=True).exists():
        raise ValidationError("Ibu ini sudah tercatat hamil lagi. Batalkan dahulu kehamilan yang baru.")
    death = getattr(mother, "death", None)
    pregnancy.ended_on = death.on if death else None
    pregnancy.outcome = Pregnancy.Outcome.DIED if death else ""
    pregnancy.save()
