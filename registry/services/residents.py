"""Registering a newcomer, changing what is known of a resident, opening a NIK or a telephone number."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction

from registry import merging, months
from registry.duplicates import refresh_for
from registry.models import Household, HouseholdChange, Posyandu, Pregnancy, Residency, Resident, User
from registry.models.fields import keyed_hash
from registry.rules.background import Disability, Illness, Labelled, RiskBehaviour
from registry.rules.life_stage import Sex
from registry.rules.wording import long_date
from registry.services.deaths import regroup_death
from registry.services.households import household_for, settle

CODE_LISTS: dict[str, type[Labelled]] = {
    "family_history": Illness,
    "own_history": Illness,
    "risk_behaviour": RiskBehaviour,
    "disabilities": Disability,
}


class NikTaken(Exception):
    """Another resident has this NIK."""

    def __init__(self, resident: Resident) -> None:
        super().__init__("NIK ini sudah dipakai warga lain.")
        self.resident = resident


@transaction.atomic
def register_resident(
    *,
    posyandu: Posyandu,
    since: date | None,
    person: dict[str, Any],
    nik: str = "",
    home: dict[str, str] | None = None,
    household: Household | None = None,
    resident_id: UUID | None = None,
    user: User | None = None,
) -> Resident:
    """Register a newcomer with an open residency from `since`. Safe to repeat with the same id.

    `since` None: somebody who lives elsewhere and is only served here, so that they are sasaran nowhere.
    `person` maps Resident's field names to values, `home` those of Household (with `kk`); `household` is one that is
    known already. Raises NikTaken, or ValidationError by field.
    """
    if (again := _registered_before(resident_id, posyandu)) is not None:
        return again
    check_nik_is_free(nik)
    household = household or household_for(posyandu, home or {})
    resident = Resident(posyandu=posyandu, household=household, **person)
    if resident_id is not None:
        resident.pk = resident_id
    resident.set_nik(nik)
    _check(resident)
    resident.save(force_insert=True)
    if since is not None:
        Residency.objects.create(resident=resident, posyandu=posyandu, valid_from=since)
        months.mark_due([(posyandu.pk, since)], and_later=True)
    if household is not None:
        _joined(resident, None, HouseholdChange.Reason.REGISTERED, user)
    refresh_for(resident)
    return resident


@transaction.atomic
def update_resident(
    *,
    resident: Resident,
    person: dict[str, Any],
    nik: str | None = None,
    home: dict[str, str] | None = None,
    user: User | None = None,
) -> Resident:
    """Change what is known of a resident; `nik` None leaves it, empty removes it. Raises NikTaken, or ValidationError.

    A changed sex, birth date or gestation at birth changes every month counted so far, so all of those are due.
    """
    if merging.locked(resident.pk).pk != resident.pk:
        raise ValidationError(
            "Catatan ini baru saja digabung dengan catatan lain. Buka lagi orangnya dari daftar."
        )
    # What was saved while we waited stays, also what came from a record that was merged into this one.
    resident.refresh_from_db()
    counted_before = (resident.sex, resident.birth_date, resident.gestation_weeks)
    lived_with, related, named = resident.household, resident.relation, resident.name
    for name, value in person.items():
        setattr(resident, name, value)
    if nik is not None and nik != resident.nik:
        check_nik_is_free(nik, other_than=resident)
        resident.set_nik(nik)
    if home is not None:
        resident.household = _changed_home(resident, home)
    _check(resident)
    resident.save()
    if resident.name != named:
        _rename_for_children(resident)
    if resident.household is not None and resident.household != lived_with:
        _joined(resident, lived_with, HouseholdChange.Reason.CORRECTED, user)
    elif resident.relation != related:
        settle(resident=resident)
    if (resident.sex, resident.birth_date, resident.gestation_weeks) != counted_before:
        _count_anew(resident)
    refresh_for(resident)
    return resident


def _registered_before(resident_id: UUID | None, posyandu: Posyandu) -> Resident | None:
    """Who has this id already; for somebody merged into another person, that person."""
    if resident_id is None:
        return None
    known = Resident.objects.with_merged("an id made on the device").filter(pk=resident_id, posyandu=posyandu)
    again = known.select_related("merged_into").first()
    return again and (again.merged_into or again)


def _changed_home(resident: Resident, home: dict[str, str]) -> Household | None:
    """The household after an edit; one that belongs to another Posyandu is left as it is."""
    current = resident.household
    if current is None or current.posyandu_id == resident.posyandu_id:
        return household_for(resident.posyandu, home, current=current)
    return household_for(resident.posyandu, home) if any(home.values()) else current


def _joined(
    resident: Resident, before: Household | None, reason: HouseholdChange.Reason, user: User | None
) -> None:
    """Keep who came to a family, and who leads it and the one that was left."""
    HouseholdChange.objects.create(
        resident=resident,
        from_household=before,
        to_household=resident.household,
        reason=reason,
        recorded_by=user,
    )
    settle(resident=resident, former=before)


def _rename_for_children(mother: Resident) -> None:
    """Children are searched by their mother's name too."""
    for child in Resident.objects.unscoped("words of a woman's children").filter(mother=mother):
        child.mother = mother
        child.save(update_fields=["search_words"])


def _count_anew(resident: Resident) -> None:
    for residency in resident.residencies.all():
        months.mark_due([(residency.posyandu_id, residency.valid_from)], and_later=True)
    try:
        months.people_changed([resident])
    except ValueError as error:
        message = "Sudah ada kunjungan sebelum tanggal lahir ini. Periksa lagi, atau batalkan kunjungan itu."
        raise ValidationError({"birth_date": message}) from error
    regroup_death(resident=resident)


def _check(resident: Resident) -> None:
    """Raise ValidationError, by field, for what cannot be so."""
    resident.full_clean(exclude=["household", "mother", "father", "spouse", "posyandu"])
    wrong = _unknown_codes(resident) | _impossible_parents(resident)
    if not resident._state.adding:
        wrong |= _impossible_sex(resident)
    if wrong:
        raise ValidationError(wrong)


def _unknown_codes(resident: Resident) -> dict[str, str]:
    wrong = {}
    for name, kind in CODE_LISTS.items():
        known, given = {member.value for member in kind}, getattr(resident, name)
        if not isinstance(given, list) or len(set(given)) != len(given) or not known.issuperset(given):
            wrong[name] = "Ada pilihan yang tidak dikenal."
    return wrong


def _impossible_parents(resident: Resident) -> dict[str, str]:
    wrong = {}
    for name, sex, word in (("mother", Sex.FEMALE, "Ibu"), ("father", Sex.MALE, "Ayah")):
        parent = getattr(resident, name)
        if parent is None:
            continue
        if parent.sex != sex:
            wrong[name] = f"{parent.name} tercatat {Sex(parent.sex).label.lower()}. Pilih orang lain."
        elif parent.pk == resident.pk or parent.birth_date >= resident.birth_date:
            wrong[name] = f"{word} harus lebih tua daripada anaknya. Periksa lagi tanggal lahirnya."
    return wrong


def _impossible_sex(resident: Resident) -> dict[str, str]:
    """Pregnancies and children tell the sex of a parent; a mistake there is mended first."""
    if resident.sex == Sex.MALE:
        if episode := _episode_of(resident):
            return {
                "sex": f"Orang ini punya catatan {episode}. Batalkan dulu catatan itu di halaman orang ini."
            }
        child = resident.children.first()
    else:
        child = resident.fathered.first()
    if child is None:
        return {}
    role = "ibu" if resident.sex == Sex.MALE else "ayah"
    return {
        "sex": f"Orang ini tercatat sebagai {role} dari {child.name}. Lepaskan dulu di data {child.name}."
    }


def _episode_of(resident: Resident) -> str:
    """The record to take back first, by name: a delivery before the pregnancy that it ended; empty without one."""
    if (delivery := resident.deliveries.order_by("-on").first()) is not None:
        return f"persalinan {long_date(delivery.on)}"
    pregnancies = resident.pregnancies.exclude(outcome=Pregnancy.Outcome.ERROR).order_by("-known_from")
    pregnancy = pregnancies.first()
    return f"kehamilan sejak {long_date(pregnancy.known_from)}" if pregnancy else ""


def open_nik(*, resident: Resident, user: User) -> str:
    """The whole NIK for a person who asked to see it; the audit log keeps who and when."""
    _log_opening(resident, user, "nik")
    return resident.nik


def open_phone(*, resident: Resident, user: User) -> str:
    """The whole telephone number for a person who asked to see it; the audit log keeps who and when."""
    _log_opening(resident, user, "phone")
    return resident.phone


def _log_opening(resident: Resident, user: User, name: str) -> None:
    changes = {name: ["", "dibuka"]}
    LogEntry.objects.log_create(resident, action=LogEntry.Action.ACCESS, actor=user, changes=changes)


def check_nik_is_free(nik: str, *, other_than: Resident | None = None) -> None:
    """Raise NikTaken if somebody else, anywhere, has this NIK."""
    if not nik:
        return
    holders = Resident.objects.unscoped("a NIK is unique everywhere").filter(nik_hash=keyed_hash(nik))
    if other_than is not None:
        holders = holders.exclude(pk=other_than.pk)
    holder = holders.select_related("posyandu__unit").first()
    if holder is not None:
        raise NikTaken(holder)
