"""The people of the register who may be somebody in particular, found through indexes: one question for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from registry.duplicates.rows import COLUMNS, person_of
from registry.models import Household, OrgUnit, Posyandu, Resident, User
from registry.models.fields import keyed_hash, phone_hash, tail_hash
from registry.rules.background import BirthDateKnown
from registry.rules.duplicates import SHOWN_FROM, Likeness, Person, Reason, compare
from registry.rules.life_stage import Sex
from registry.rules.names import same_sound_key, search_key

WHY = "whoever is already in the register, anywhere"
MOST_SHOWN = 5
# Namesakes beyond this many years are somebody else, unless day and month agree.
NAMESAKE_YEARS, DAYS_A_YEAR = 3, 366
# More people than this behind one name or day say nothing.
MOST_FOR_EACH_QUESTION = 2_000


@dataclass(frozen=True)
class Lookalike:
    """Somebody in the register who may be the one being registered.

    `resident` is None where the user may not see that person: then `place` says no more than whom to ask.
    """

    resident: Resident | None
    place: str
    score: int
    reasons: tuple[str, ...]


def lookalikes(
    user: User,
    *,
    name: str,
    birth_date: date | None,
    sex: Sex | str | None = None,
    mother_name: str = "",
    nik: str = "",
    kk: str = "",
    phone: str = "",
    posyandu: Posyandu | None = None,
) -> list[Lookalike]:
    """Who in the register looks like the person being registered, the likeliest first; it never refuses anybody.

    Somebody outside the user's scope is mentioned only when it is hardly anybody else, and without a name.
    """
    if birth_date is None or not name.strip():
        return []
    hashed = phone_hash(phone)
    typed = Person(
        id=None,
        name=name,
        sex=Sex(sex) if sex else None,
        birth_date=birth_date,
        nik=keyed_hash(nik) if nik else None,
        nik_tail=tail_hash(nik),
        mother_name=mother_name,
        household=_household_of(kk),
        posyandu=posyandu.pk if posyandu else None,
        phones=frozenset([hashed]) if hashed else frozenset(),
    )
    alike = alike_to(typed)
    places = {person.posyandu for person, _ in alike}
    seen = set(
        Posyandu.objects.visible_to(user).filter(pk__in=places).values_list("pk", flat=True) if places else ()
    )
    inside = [one for one in alike if one[0].posyandu in seen][:MOST_SHOWN]
    outside = [one for one in alike if one[0].posyandu not in seen and _is_very_likely(one[1])][:MOST_SHOWN]
    found = [*_known(user, inside), *_elsewhere(outside)]
    return sorted(found, key=lambda one: -one.score)


def has_namesake_nearby(user: User, *, name: str, birth_date: date, posyandu: Posyandu) -> bool:
    """Whether somebody of this name and birth date lives in the same Puskesmas, at a Posyandu the user may not see.

    No more than that is told: it may be another person.
    """
    puskesmas = _puskesmas_of(posyandu)
    if puskesmas is None:
        return False
    namesakes = (
        Resident.objects.unscoped(WHY).present().filter(birth_date=birth_date, name_key=search_key(name))
    )
    nearby = Posyandu.objects.at_or_below(puskesmas)
    own = Posyandu.objects.visible_to(user)
    return namesakes.filter(posyandu__in=nearby).exclude(posyandu__in=own).exists()


def _puskesmas_of(posyandu: Posyandu) -> OrgUnit | None:
    codes = posyandu.unit.path.strip("/").split("/")
    paths = [f"/{'/'.join(codes[:end])}/" for end in range(1, len(codes))]
    return OrgUnit.objects.filter(path__in=paths, kind=OrgUnit.Kind.PUSKESMAS).first()


def alike_to(person: Person) -> list[tuple[Person, Likeness]]:
    """Everybody in the register who looks like this person, the likeliest first. One query."""
    found = []
    for other in near(person):
        likeness = compare(person, other)
        if likeness is not None and likeness.score >= SHOWN_FROM:
            found.append((other, likeness))
    return sorted(found, key=lambda one: (-one[1].score, str(one[0].id)))


def near(person: Person) -> list[Person]:
    """Whom to compare a person with: by each of what an index finds."""
    everybody = Resident.objects.unscoped(WHY).exclude(pk=person.id) if person.id else (
        Resident.objects.unscoped(WHY)
    )  # fmt: skip
    first, *others = [
        everybody.filter(question).order_by().values_list(*COLUMNS) for question in _questions(person)
    ]
    return [person_of(row) for row in first.union(*others)[:MOST_FOR_EACH_QUESTION]]


def _questions(person: Person) -> list[Q]:
    born = person.birth_date
    year = timedelta(days=DAYS_A_YEAR)
    around = timedelta(days=DAYS_A_YEAR * NAMESAKE_YEARS)
    same_sound = Q(sound_key=same_sound_key(person.name))
    questions = [
        Q(birth_date__in=_dates_like(born)),
        same_sound & Q(birth_date__range=(born - around, born + around)),
        same_sound & Q(birth_date__month=born.month, birth_date__day=born.day),
    ]
    if person.posyandu is not None:
        questions.append(Q(posyandu=person.posyandu, birth_date__range=(born - year, born + year)))
    if person.household is not None:
        questions.append(Q(household=person.household))
    if person.mother_id is not None:
        questions.append(Q(mother=person.mother_id))
    if person.nik is not None:
        questions.append(Q(nik_hash=person.nik))
    if person.phones:
        questions.append(Q(phone_hash__in=person.phones))
        questions.append(Q(household__phone_hash__in=person.phones))
    if person.birth_date_known == BirthDateKnown.YEAR_ONLY:
        questions.append(same_sound & Q(birth_date__year__in=(born.year - 1, born.year, born.year + 1)))
    return questions


def _dates_like(born: date) -> list[date]:
    """The day itself, day and month swapped, a few days off, a year off."""
    days = [born + timedelta(days=off) for off in range(-3, 4)]
    moved = [(born.year, born.day, born.month), *((born.year + off, born.month, born.day) for off in (-1, 1))]
    for year, month, day in moved:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue  # 31 February, or a 13th month
    return days


def _household_of(kk: str) -> Any:
    if not kk:
        return None
    known = Household.objects.unscoped(WHY).filter(kk_hash=keyed_hash(kk))
    return known.values_list("pk", flat=True).first()


def _is_very_likely(likeness: Likeness) -> bool:
    """Likely enough to tell somebody who may not see the person that there is one."""
    reasons = set(likeness.reasons)
    same_name = reasons & {Reason.NAME, Reason.NAME_SOUND}
    return Reason.NIK in reasons or (bool(same_name) and {Reason.DATE, Reason.MOTHER} <= reasons)


def _known(user: User, alike: list[tuple[Person, Likeness]]) -> list[Lookalike]:
    if not alike:
        return []
    rows: QuerySet[Resident] = Resident.objects.visible_to(user).for_list()
    residents = {one.pk: one for one in rows.filter(pk__in=[person.id for person, _ in alike])}
    return [
        Lookalike(residents[person.id], str(residents[person.id].posyandu), likeness.score, likeness.words)
        for person, likeness in alike
        if person.id in residents
    ]


def _elsewhere(alike: list[tuple[Person, Likeness]]) -> list[Lookalike]:
    if not alike:
        return []
    ids = [person.posyandu for person, _ in alike]
    units = OrgUnit.objects.filter(pk__in=ids).select_related("parent__parent")
    places = {unit.pk: place_of(unit) for unit in units}
    return [
        Lookalike(None, places.get(person.posyandu or 0, "wilayah lain"), likeness.score, likeness.words)
        for person, likeness in alike
    ]


def place_of(unit: OrgUnit) -> str:
    """Whom to ask about somebody of a Posyandu: "Desa Kedungleper, Puskesmas Bangsri I"."""
    above = [unit.parent, unit.parent.parent if unit.parent else None]
    return ", ".join(one.full_name for one in above if one is not None) or unit.full_name
