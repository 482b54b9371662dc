"""All pairs of a register, or of some Posyandu, that look like one person.

Nobody is compared with everybody. The people pass by in several orders, and in each only neighbours are compared:
those of one day, of one name, of one family, of one Posyandu and year. Of each order no more than a group is in
memory, so a kabupaten takes no more of it than a village.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from functools import partial
from itertools import chain, combinations, groupby
from typing import Any
from uuid import UUID

from registry.duplicates.rows import people_in
from registry.models import Resident
from registry.rules.duplicates import SHOWN_FROM, Likeness, Person, compare, is_unnamed
from registry.rules.names import LETTERS_APART, letters_of, sounds_of

WHY = "pairs are found among everybody; who may see them is decided where they are shown"
# Namesakes in larger groups are compared only where their birth dates are alike as well.
LARGE_GROUP = 60

Pair = tuple[Person, Person]
Progress = Callable[[int], object]


def find_pairs(
    posyandu_ids: Collection[int] | None = None, *, progress: Progress | None = None
) -> Iterator[tuple[Person, Person, Likeness]]:
    """Each pair that looks like one person, once, with its likeness; None for the whole register.

    `progress` is told how many people went by since it was last told; in all there are PASSES times as many as people.
    """
    seen: set[tuple[UUID, UUID]] = set()
    for one, other in chain.from_iterable(
        candidates(partial(_people, posyandu_ids, progress)) for candidates in _PASSES
    ):
        likeness = compare(one, other)
        if likeness is None or likeness.score < SHOWN_FROM:
            continue
        first, second = (one, other) if one.id < other.id else (other, one)
        if (first.id, second.id) not in seen:
            seen.add((first.id, second.id))
            yield first, second, likeness


def _people(
    posyandu_ids: Collection[int] | None, progress: Progress | None, *order: str, **narrowed: Any
) -> Iterator[Person]:
    residents = Resident.objects.unscoped(WHY).filter(**narrowed)
    if posyandu_ids is not None:
        residents = residents.filter(posyandu__in=posyandu_ids)
    for count, person in enumerate(people_in(residents, *order), start=1):
        if progress is not None and count % 1000 == 0:
            progress(1000)
        yield person


People = Callable[..., Iterator[Person]]


def _of_one_day(people: People) -> Iterator[Pair]:
    """Born on the same day, with day and month swapped, a year apart to the day, or in about a year of one mother."""
    before: list[Person] = []
    for _, of_year in groupby(people("birth_date"), lambda one: one.birth_date.year):
        year = list(of_year)
        for _, of_day in groupby(year, lambda one: one.birth_date):
            yield from _alike(list(of_day))
        for swapped in _blocks(year, _swappable).values():
            yield from ((a, b) for a, b in _alike(swapped) if a.birth_date != b.birth_date)
        for key in (_mother, _day_and_month):
            earlier = _blocks(before, key)
            for value, born in _blocks(year, key).items():
                yield from _across(born, earlier.get(value, []))
        yield from chain.from_iterable(map(_alike, _blocks(year, _mother).values()))
        before = year


def _of_one_name(people: People) -> Iterator[Pair]:
    """Names that sound the same; in large groups only with something of the birth date in common."""
    for _, same in groupby(people("sound_key"), lambda one: sounds_of(one.name)):
        group = list(same)
        if len(group) <= LARGE_GROUP:
            yield from combinations(group, 2)
            continue
        for key in (_day_and_month, _month_and_year, _day_and_year, _swappable):
            yield from chain.from_iterable(combinations(block, 2) for block in _blocks(group, key).values())


def _of_one_family(people: People) -> Iterator[Pair]:
    """Under one roof, or with one telephone, whatever the date."""
    for _, family in groupby(people("household_id", household__isnull=False), lambda one: one.household):
        yield from _alike(list(family))
    with_phone = people("phone_hash", phone_hash__gt="")
    for _, sharing in groupby(with_phone, lambda one: one.own_phone):
        yield from _alike(list(sharing))


def _of_one_place(people: People) -> Iterator[Pair]:
    """Of one Posyandu, born in one year or the next, or on one day of any year."""
    for _, place in groupby(people("posyandu_id", "birth_date"), lambda one: one.posyandu):
        years = {year: list(born) for year, born in groupby(list(place), lambda one: one.birth_date.year)}
        for year, born in years.items():
            yield from _alike(born)
            yield from _across(born, years.get(year + 1, []))
        everybody = list(chain.from_iterable(years.values()))
        yield from chain.from_iterable(map(_alike, _blocks(everybody, _day_and_month).values()))


_PASSES = (_of_one_day, _of_one_name, _of_one_family, _of_one_place)
# How often everybody goes by; those with a telephone once more.
PASSES = len(_PASSES) + 1


def _alike(people: list[Person]) -> Iterator[Pair]:
    """Pairs whose names have nearly the same letters."""
    rows = [(_letters(one), one) for one in people]
    for place, (left, one) in enumerate(rows):
        for right, other in rows[place + 1 :]:
            if (left & ~right).bit_count() <= LETTERS_APART or (right & ~left).bit_count() <= LETTERS_APART:
                yield one, other


def _across(people: list[Person], others: list[Person]) -> Iterator[Pair]:
    """Pairs of one of these and one of those, as above."""
    rows = [(_letters(one), one) for one in others]
    for one in people if rows else ():
        left = _letters(one)
        for right, other in rows:
            if (left & ~right).bit_count() <= LETTERS_APART or (right & ~left).bit_count() <= LETTERS_APART:
                yield one, other


def _letters(person: Person) -> int:
    # A baby without a name may be anybody.
    return 0 if is_unnamed(person.name) else letters_of(person.name)


def _blocks(people: Iterable[Person], key: Callable[[Person], Hashable]) -> dict[Hashable, list[Person]]:
    """People with the same key together; those whose key is None left out."""
    blocks: dict[Hashable, list[Person]] = defaultdict(list)
    for one in people:
        found = key(one)
        if found is not None:
            blocks[found].append(one)
    return blocks


def _swappable(one: Person) -> Hashable:
    born = one.birth_date
    if born.day > 12 or born.day == born.month:
        return None
    return (born.year, min(born.day, born.month), max(born.day, born.month))


def _mother(one: Person) -> Hashable:
    # One word of her name is written alike more often than all of them.
    return max(sounds_of(one.mother_name), key=len, default=None)


def _day_and_month(one: Person) -> Hashable:
    return (one.birth_date.day, one.birth_date.month)


def _month_and_year(one: Person) -> Hashable:
    return (one.birth_date.month, one.birth_date.year)


def _day_and_year(one: Person) -> Hashable:
    return (one.birth_date.day, one.birth_date.year)
