"""Making two residents one: everything that refers to the one who is absorbed becomes the other one's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from registry import merging, months
from registry.models import (
    Death,
    Delivery,
    DuplicatePair,
    Household,
    Merge,
    MoveRequest,
    Pregnancy,
    Residency,
    Resident,
    User,
)
from registry.rules.wording import long_date
from registry.services.merging import episodes, residencies
from registry.services.merging.choices import ABSORBED, HOME, TOGETHER, Side, decided
from registry.services.merging.rows import Log, lock_people, read, read_again, references, rows_of

# Joined by rules of their own, because two people's cannot simply stand side by side.
OWN_RULES = (Residency, Pregnancy, Delivery, DuplicatePair)
# What would tie one who is nobody any more into other people's families.
TIES = ("household", "mother", "father", "spouse", "born_at")
NOT_BORN = (
    "Ada kunjungan sebelum tanggal lahir yang dipilih. Pilih tanggal yang lain, atau batalkan kunjungan itu."
)
_WHY = "of people the caller may merge"


class CannotMerge(Exception):
    """These two cannot be one person; the text says why."""


class AlreadyMerged(Exception):
    """One of the two was merged before, in another way than asked for now."""

    def __init__(self, merge: Merge) -> None:
        super().__init__(f"{merge.absorbed} sudah digabung ke {merge.kept}.")
        self.merge = merge


@transaction.atomic
def merge_residents(
    *, kept: Resident, absorbed: Resident, choices: Mapping[str, str], user: User | None
) -> Merge:
    """Make `absorbed` and `kept` one person. Asked for again it answers with the same merge.

    `choices` says by the names of `choices.questions` whose value stays, "kept" or "absorbed", where both have one.
    Raises AlreadyMerged, or CannotMerge with the reason.
    """
    if kept.pk == absorbed.pk:
        raise CannotMerge("Ini orang yang sama.")
    people = [kept.pk, absorbed.pk]
    rows = lock_people(people)
    kept, absorbed = rows[kept.pk], rows[absorbed.pk]
    if absorbed.merged_into_id == kept.pk:
        return merge_of(absorbed)
    for person in (absorbed, kept):
        if person.merged_into_id is not None:
            raise AlreadyMerged(merge_of(person))
    if reason := why_not(kept, absorbed):
        raise CannotMerge(reason)
    sides = decided(kept, absorbed, choices)
    before = read(people)
    mark(people)
    remarks = [line for part in merging.parts() for line in part.settle(kept, absorbed, user)]
    remarks += _join(kept, absorbed, sides, user)
    mark(people)
    try:
        months.people_changed([kept])
    except ValueError as error:
        raise CannotMerge(NOT_BORN) from error
    log = Log.between(before, read_again(people, before))
    return Merge.objects.create(
        kept=kept, absorbed=absorbed, merged_by=user, before=log.dump(), remarks=remarks
    )


def merge_of(person: Resident) -> Merge:
    """The merge by which somebody became another one."""
    merges = Merge.objects.unscoped(_WHY).select_related("kept", "absorbed", "merged_by")
    return merges.get(absorbed=person, undone_at__isnull=True)


@transaction.atomic
def pair_of(one: Resident, other: Resident) -> DuplicatePair:
    """The pair of two people that somebody takes for one, whether it was found before or not. Repeatable."""
    first, second = sorted((one.pk, other.pk))
    pair, _ = DuplicatePair.objects.unscoped(_WHY).get_or_create(
        first_id=first, second_id=second, defaults={"score": 0}
    )
    return pair


def why_not(kept: Resident, absorbed: Resident) -> str:
    """Why two people cannot be one, in a sentence; empty where they can."""
    for one, other in ((kept, absorbed), (absorbed, kept)):
        if other.pk in (one.mother_id, one.father_id):
            return f"{other.name} adalah orang tua {one.name}. Betulkan dulu datanya bila itu salah."
        if other.pk == one.spouse_id:
            return f"{other.name} adalah pasangan {one.name}. Betulkan dulu datanya bila itu salah."
    return ""


def mark(people: Collection[UUID]) -> None:
    """Mark every month as due in which one of these people counts, at each Posyandu from the earliest day on."""
    first: dict[int, Any] = {}
    for row in Residency.objects.unscoped(_WHY).filter(resident__in=people):
        first[row.posyandu_id] = min(row.valid_from, first.get(row.posyandu_id, row.valid_from))
    months.mark_due(first.items(), and_later=True)
    for part in merging.parts():
        part.mark(people)


def _join(kept: Resident, absorbed: Resident, sides: Mapping[str, Side], user: User | None) -> list[str]:
    homes = {person.household_id for person in (kept, absorbed)} - {None}
    first, second = (absorbed, kept) if sides[HOME] == ABSORBED else (kept, absorbed)
    residencies.join_residencies(first, second, kept=kept, absorbed=absorbed)
    remarks = episodes.join_episodes(kept, absorbed)
    remarks += _join_deaths(kept, absorbed)
    _withdraw(absorbed, user, MoveRequest.objects.unscoped(_WHY).filter(resident=kept).waiting().exists())
    _give_pairs(kept, absorbed, user)
    _give_values(kept, absorbed, sides)
    for key in references():
        if not issubclass(key.model, OWN_RULES) and key.name != "merged_into":
            _give_rows(key, kept, absorbed)
    _rename_for_children(kept)
    # What was cached of the row before is not what it has now.
    kept.refresh_from_db()
    residencies.end_at_death(kept)
    episodes.end_at_death(kept)
    kept.posyandu_id = residencies.home_of(kept)
    kept.save(update_fields=["posyandu"])
    _withdraw(kept, user, False)
    _empty_headships(kept, homes)
    return remarks


def _give_rows(key: models.ForeignKey[Any, Any], kept: Resident, absorbed: Resident) -> None:
    """Let the rows that refer to `absorbed` by this key refer to `kept`; one for which there is no room stays."""
    if key.model is Resident:
        for row in rows_of(key, [absorbed.pk]):
            setattr(row, key.attname, kept.pk)
            row.save(update_fields=[key.name])
        return
    rows = rows_of(key, [absorbed.pk])
    try:
        with transaction.atomic():
            rows.update(**{key.name: kept})
    except IntegrityError:
        for pk in list(rows.values_list("pk", flat=True)):
            try:
                with transaction.atomic():
                    rows.filter(pk=pk).update(**{key.name: kept})
            except IntegrityError:
                continue


def _give_values(kept: Resident, absorbed: Resident, sides: Mapping[str, Side]) -> None:
    attnames = {key.name: key.attname for key in Resident._meta.concrete_fields}
    columns = [
        attnames[column]
        for name, side in sides.items()
        if side == ABSORBED and name != HOME
        for column in TOGETHER.get(name, (name,))
    ]
    values = {column: getattr(absorbed, column) for column in columns}
    for tie in TIES:
        setattr(absorbed, tie, None)
    # A number is unique, also among those who are nobody any more.
    absorbed.set_nik("")
    absorbed.merged_into = kept
    absorbed.save()
    for column, value in values.items():
        setattr(kept, column, value)
    kept.save()


def _rename_for_children(kept: Resident) -> None:
    """Children are found by their mother's name, which may be the other one's now."""
    for child in Resident.objects.unscoped(_WHY).filter(mother=kept, mother_name=""):
        child.save(update_fields=["search_words"])


def _join_deaths(kept: Resident, absorbed: Resident) -> list[str]:
    deaths = Death.objects.unscoped(_WHY)
    own, other = (deaths.filter(resident=person).first() for person in (kept, absorbed))
    if own is None or other is None:
        return []
    for key in Death._meta.concrete_fields:
        if getattr(own, key.attname) in (None, ""):
            setattr(own, key.attname, getattr(other, key.attname))
    own.save()
    return [f"Kematian tercatat dua kali; yang dipakai tanggal {long_date(own.on)}."]


def _withdraw(person: Resident, user: User | None, whatever: bool) -> None:
    """Take back a request to move that makes no sense for the merged person: one too many, or from somewhere else."""
    waiting = MoveRequest.objects.unscoped(_WHY).filter(resident=person, state=MoveRequest.State.ASKED)
    for request in waiting if whatever else waiting.exclude(from_posyandu=person.posyandu_id):
        request.state, request.answered_by = MoveRequest.State.WITHDRAWN, user
        request.answered_at = timezone.now()
        request.save()


def _give_pairs(kept: Resident, absorbed: Resident, user: User | None) -> None:
    """The pair is decided; what was found or decided about `absorbed` and others holds for `kept` now."""
    pairs = DuplicatePair.objects.unscoped(_WHY)
    known = {row.second_id if row.first_id == kept.pk else row.first_id for row in rows_about(pairs, kept)}
    for row in rows_about(pairs, absorbed):
        other = row.second_id if row.first_id == absorbed.pk else row.first_id
        if other == kept.pk:
            row.state, row.decided_by = DuplicatePair.State.MERGED, user
            row.decided_at = timezone.now()
        elif other in known:
            continue
        else:
            row.first_id, row.second_id = sorted((kept.pk, other))
        row.save()


def rows_about(pairs: models.QuerySet[DuplicatePair], person: Resident) -> models.QuerySet[DuplicatePair]:
    """The pairs that somebody is one of."""
    return pairs.filter(models.Q(first=person) | models.Q(second=person))


def _empty_headships(kept: Resident, homes: Collection[Any]) -> None:
    """The head of a family belongs to it; one who now belongs to the other family heads this one no longer."""
    rows = Household.objects.unscoped(_WHY).filter(pk__in=homes, head=kept)
    for household in rows:
        if household.pk == kept.household_id:
            continue
        household.head = None
        household.save(update_fields=["head"])
