"""The generated people of one Posyandu: ages by Indonesia's pyramid, families of three generations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from registry.demo.data_keluarga import answer, relate
from registry.demo.ids import NumberRange, seeded_id
from registry.demo.names import person_name
from registry.rules.life_stage import Sex

# Age in years from, to (not included), share of the population. Rounded from the 2020 census; balita from the
# kabupaten's own figure of 59 in 1,053 residents.
PYRAMID = (
    (0, 7, 0.079),
    (7, 10, 0.052),
    (10, 15, 0.080),
    (15, 19, 0.063),
    (19, 30, 0.175),
    (30, 40, 0.158),
    (40, 50, 0.148),
    (50, 60, 0.117),
    (60, 70, 0.082),
    (70, 80, 0.036),
    (80, 93, 0.010),
)
MEAN_RESIDENTS = 1_053
LEAVES_HOME_AT = 23
ELDERLY_FROM = 60
MOTHER_YEARS = (18.5, 43)
BETWEEN_BIRTHS_DAYS = 400
SHARE_OF_ELDERS_WITH_CHILDREN = 0.5
SHARE_WITH_PHONE = 0.6
NEWBORN_DAYS = 75
BIRTH_MEASURES_KEPT_YEARS = 6
DAYS_PER_YEAR = 365.25


@dataclass(slots=True)
class Person:
    """One generated resident; parents and spouse are set where they live here."""

    id: UUID
    name: str
    sex: Sex
    birth_date: date
    nik: str = ""
    phone: str = ""
    mother: Person | None = None
    father: Person | None = None
    father_name: str = ""
    # A wife has her husband as spouse and he has her: comparing both would never end.
    spouse: Person | None = field(default=None, compare=False, repr=False)
    relation: str = ""
    birth_order: int | None = None
    birth_weight_kg: float | None = None
    birth_length_cm: float | None = None

    def years_on(self, day: date) -> float:
        return (day - self.birth_date).days / DAYS_PER_YEAR


@dataclass(slots=True)
class Family:
    """A household with its KK number, the one who leads it, and the answers of Data Keluarga by field name."""

    id: UUID
    kk: str
    rt: str
    members: list[Person] = field(default_factory=list)
    wife: Person | None = None
    husband: Person | None = None
    children: list[Person] = field(default_factory=list)
    head: Person | None = None
    answers: dict[str, bool] = field(default_factory=dict)
    surveyed_on: date | None = None


def populate(random: Random, numbers: NumberRange, until: date) -> list[Family]:
    """All families of one Posyandu as they are on `until`."""
    people = _draw_people(random, numbers, until)
    ages = {one.id: one.years_on(until) for one in people}
    families = _couples(
        random, numbers, [p for p in people if LEAVES_HOME_AT <= ages[p.id] < ELDERLY_FROM], until
    )
    _place_children(random, families, [p for p in people if ages[p.id] < LEAVES_HOME_AT])
    families += _place_elders(
        random, numbers, families, [p for p in people if ages[p.id] >= ELDERLY_FROM], until
    )
    for family in families:
        _settle(random, family, until)
        relate(family)
        answer(family, until)
    return families


def _draw_people(random: Random, numbers: NumberRange, until: date) -> list[Person]:
    # One serial a day for each Posyandu: no two people of one sex may share a birth date.
    taken: set[tuple[Sex, date]] = set()
    people = []
    for years in _ages(random, round(random.gauss(MEAN_RESIDENTS, 90))):
        sex = Sex.MALE if random.random() < (0.51 if years < ELDERLY_FROM else 0.47) else Sex.FEMALE
        birth_date = until - timedelta(days=int(years * DAYS_PER_YEAR))
        while (sex, birth_date) in taken:
            birth_date -= timedelta(days=1)
        taken.add((sex, birth_date))
        people.append(_person(random, numbers, sex, birth_date, until))
    return people


def _ages(random: Random, count: int) -> Iterator[float]:
    for low, high, _ in random.choices(PYRAMID, [share for _, _, share in PYRAMID], k=count):
        yield random.uniform(low, high)


def _person(random: Random, numbers: NumberRange, sex: Sex, birth_date: date, until: date) -> Person:
    # A newborn waits for its birth certificate; a few others were never given a NIK.
    is_newborn = (until - birth_date).days < NEWBORN_DAYS
    has_nik = random.random() > (0.6 if is_newborn else 0.01)
    return Person(
        id=seeded_id(random, birth_date),
        name=person_name(random, sex, birth_date.year),
        sex=sex,
        birth_date=birth_date,
        nik=numbers.nik(sex, birth_date) if has_nik else "",
    )


def _family(random: Random, numbers: NumberRange, until: date) -> Family:
    issued = numbers.issue_date(random, until)
    return Family(id=seeded_id(random, issued), kk=numbers.kk(issued), rt=f"{random.randint(1, 6):02d}")


def _couples(random: Random, numbers: NumberRange, grown: list[Person], until: date) -> list[Family]:
    """Husbands and wives in the order of their ages; who is left over lives with one of the families."""
    women = sorted((p for p in grown if p.sex is Sex.FEMALE), key=lambda p: p.birth_date)
    men = sorted((p for p in grown if p.sex is Sex.MALE), key=lambda p: p.birth_date)
    families = []
    for wife, husband in zip(women, men, strict=False):
        family = _family(random, numbers, until)
        family.wife, family.husband = wife, husband
        family.members += [husband, wife]
        families.append(family)
    for single in [*women[len(families) :], *men[len(families) :]]:
        random.choice(families).members.append(single)
    return families


def _place_children(random: Random, families: list[Family], young: list[Person]) -> None:
    for child in sorted(young, key=lambda p: p.birth_date):
        fitting = [f for f in random.sample(families, min(40, len(families))) if _may_be_born_to(child, f)]
        if fitting:
            family = min(fitting, key=lambda f: len(f.children))
            family.children.append(child)
            child.birth_order = len(family.children)
            child.mother = family.wife
            child.father_name = family.husband.name if family.husband else ""
        else:
            family = random.choice(families)
        family.members.append(child)


def _may_be_born_to(child: Person, family: Family) -> bool:
    if (
        family.wife is None
        or not MOTHER_YEARS[0] <= family.wife.years_on(child.birth_date) <= MOTHER_YEARS[1]
    ):
        return False
    return (
        not family.children or (child.birth_date - family.children[-1].birth_date).days > BETWEEN_BIRTHS_DAYS
    )


def _place_elders(
    random: Random, numbers: NumberRange, families: list[Family], old: list[Person], until: date
) -> list[Family]:
    """Half of the elderly live with their children, the others on their own, mostly in pairs."""
    own_homes: list[Family] = []
    for elder in old:
        if random.random() < SHARE_OF_ELDERS_WITH_CHILDREN:
            random.choice(families).members.append(elder)
        elif own_homes and len(own_homes[-1].members) == 1 and own_homes[-1].members[0].sex is not elder.sex:
            own_homes[-1].members.append(elder)
        else:
            own_homes.append(_family(random, numbers, until))
            own_homes[-1].members.append(elder)
    return own_homes


def _settle(random: Random, family: Family, until: date) -> None:
    if family.wife and random.random() < SHARE_WITH_PHONE:
        # No Indonesian mobile number starts with 0800.
        family.wife.phone = f"0800{random.randrange(10**8):08d}"
    for child in family.children:
        if child.years_on(until) < BIRTH_MEASURES_KEPT_YEARS:
            child.birth_weight_kg = round(min(max(random.gauss(3.1, 0.42), 1.4), 4.6), 2)
            child.birth_length_cm = round(min(max(random.gauss(48.9, 1.9), 40), 55), 1)
