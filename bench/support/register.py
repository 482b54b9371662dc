"""A register as villages keep it, with people in it twice and the truth about who is who.

Families come from registry.demo; what makes finding duplicates hard is added: twins, brothers and sisters with names
alike, namesakes, birth dates on 1 January, and numbers that nobody has asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from uuid import UUID

from bench.support.misspell import misread_date, mistyped, rearranged, respelled, swapped_date
from registry.demo.ids import NumberRange, seeded_id
from registry.demo.names import person_name
from registry.demo.people import Family, Person, populate
from registry.demo.plan import HAMLETS
from registry.rules.life_stage import Sex
from registry.rules.nik import read_nik

TODAY = date(2026, 10, 1)
REGION = "33.20."
POSYANDU_IN_A_DESA, DESA_IN_A_KECAMATAN = 6, 12
SHARE_THIRD_WORD, SHARE_TWINS, SHARE_SIBLING_NAMES = 0.35, 0.012, 0.05
SHARE_WITHOUT_NIK, SHARE_WITHOUT_NIK_BABY, BABY_DAYS = 0.15, 0.6, 180
SHARE_DEFAULT_DATE, DEFAULT_DATE_BEFORE = 0.3, 1966
SHARE_GROWN_UP_WITH_MOTHER = 0.4
SEVERAL_ERRORS = 0.3
FEMALE = 40
SHARE_NIK_MISTYPED = 0.12
SHARE_OLD_NAMES_BUILT, OLD_NAMES_BEFORE = 0.7, 1965
# Names of the old are one word, built of two parts.
_OLD = {
    Sex.MALE: ("Suk Sum Sup Sut Sun Kas Ngat Wag Tuk Sam Par Dar Kar Sar Jum Mas Ras Tar War Har Mul Rus Bas Kus",
               "iman imin iran idi adi ono isno ijo arno ardi iyono aman min sidi"),
    Sex.FEMALE: ("Suk Sum Sup Sut Sun Kas Ngat Wag Tuk Sam Par Dar Kar Sar Jum Mas Ras Tar War Rum Mul Rus Bas Kus",
                 "inah iyem inem irah isih iati arti arsi ini ijah sinem miyati mini uni"),
}  # fmt: skip


@dataclass(slots=True)
class Row:
    """One row of the register as somebody entered it; `truth` is the person behind it, `errors` what went wrong."""

    id: UUID
    truth: int
    name: str
    sex: Sex
    birth_date: date
    posyandu: int
    rw: str
    rt: str
    dusun: str
    nik: str = ""
    family: UUID | None = None
    mother: UUID | None = None
    mother_name: str = ""
    phone: str = ""
    birth_order: int | None = None
    errors: tuple[str, ...] = ()


@dataclass(slots=True)
class Register:
    """Rows, and the pairs of them that are one person: (smaller id, larger id) -> kinds of error."""

    rows: list[Row] = field(default_factory=list)
    pairs: dict[tuple[UUID, UUID], tuple[str, ...]] = field(default_factory=dict)


def make_register(seed: int, people: int, doubles: int) -> Register:
    """`people` rows in all, `doubles` of them second entries of somebody else's row; the same for the same seed."""
    random = Random(f"people {seed}")
    rows: list[Row] = []
    place = 0
    while len(rows) < people - doubles:
        rows += _posyandu(random, place)
        place += 1
    del rows[people - doubles :]
    kept = {row.id for row in rows}
    for row in rows:
        row.mother = row.mother if row.mother in kept else None
    _give_niks(random, rows)
    register = Register(rows)
    # The errors have a chance of their own, so that another population meets the same kinds of error.
    _enter_twice(Random(f"errors {seed}"), register, doubles, place)
    return register


def _posyandu(random: Random, place: int) -> Iterator[Row]:
    families = populate(random, NumberRange(_kecamatan(place), place % 96), TODAY)
    dusun, rw = random.choice(HAMLETS), f"{random.randint(1, 8):02d}"
    truth = place * 10_000
    for family in families:
        _make_alike(random, family)
        for person in [*family.members, *_twins(random, family)]:
            truth += 1
            yield _row(random, family, person, Row(person.id, truth, person.name, person.sex,
                                                   person.birth_date, place, rw, family.rt, dusun))  # fmt: skip


def _kecamatan(place: int) -> str:
    return f"{REGION}{place // (POSYANDU_IN_A_DESA * DESA_IN_A_KECAMATAN) + 1:02d}"


def _make_alike(random: Random, family: Family) -> None:
    """Longer names, and brothers and sisters who share a word of theirs."""
    for person in family.members:
        if person.birth_date.year < OLD_NAMES_BEFORE and random.random() < SHARE_OLD_NAMES_BUILT:
            person.name = _old_name(random, person.sex)
        if random.random() < SHARE_THIRD_WORD and person.birth_date.year >= DEFAULT_DATE_BEFORE:
            third = person_name(random, person.sex, person.birth_date.year).split()[-1]
            person.name += f" {third}" if third not in person.name else ""
    if len(family.children) > 1 and random.random() < SHARE_SIBLING_NAMES * len(family.children):
        older, younger = random.sample(family.children, 2)
        alike = " ".join([*older.name.split()[:-1], younger.name.split()[-1]])
        # Alike, but nobody calls two children the same.
        younger.name = alike if alike != older.name else younger.name


def _old_name(random: Random, sex: Sex) -> str:
    first, last = _OLD[sex]
    return random.choice(first.split()) + random.choice(last.split())


def _twins(random: Random, family: Family) -> list[Person]:
    born = []
    for child in family.children:
        if random.random() >= SHARE_TWINS:
            continue
        sex = child.sex if random.random() < 0.65 else random.choice(list(Sex))
        words = person_name(random, sex, child.birth_date.year).split()
        while words[0] == child.name.split()[0] != "Muhammad":
            words = person_name(random, sex, child.birth_date.year).split()
        if random.random() < 0.6:
            # Twins like to have one word in common, or nearly.
            words[-1] = child.name.split()[-1]
        elif sex is child.sex:
            words = [_rhyme(random, child.name.split()[0]), *words[1:]]
        twin = replace(child, id=seeded_id(random, child.birth_date), name=" ".join(words), sex=sex)
        if child.birth_order is not None:
            twin.birth_order = child.birth_order + 1
        if twin.name != child.name:
            born.append(twin)
    return born


def _rhyme(random: Random, word: str) -> str:
    """Hasan and Hasin, Rafa and Rafi: the same beginning with another end."""
    endings = [end for end in ("i", "a", "an", "in", "ina", "ita", "u") if not word.endswith(end)]
    stem = word.rstrip("aiueo") if word[-1] in "aiueo" else word[:-2]
    return stem + random.choice(endings)


def _row(random: Random, family: Family, person: Person, row: Row) -> Row:
    row.family, row.phone, row.birth_order = family.id, person.phone, person.birth_order
    if person.mother is not None:
        row.mother, row.mother_name = person.mother.id, person.mother.name
    elif random.random() < SHARE_GROWN_UP_WITH_MOTHER:
        born = person.birth_date.year - 26
        is_old = born < OLD_NAMES_BEFORE and random.random() < SHARE_OLD_NAMES_BUILT
        row.mother_name = (
            _old_name(random, Sex.FEMALE) if is_old else person_name(random, Sex.FEMALE, max(born, 1900))
        )
    if person.birth_date.year < DEFAULT_DATE_BEFORE and random.random() < SHARE_DEFAULT_DATE:
        month, day = random.choice(((1, 1), (7, 1), (12, 31)))
        row.birth_date = row.birth_date.replace(month=month, day=day)
    return row


def _give_niks(random: Random, rows: list[Row]) -> None:
    taken: set[str] = set()
    for row in rows:
        missing = SHARE_WITHOUT_NIK_BABY if (TODAY - row.birth_date).days < BABY_DAYS else SHARE_WITHOUT_NIK
        if random.random() >= missing:
            row.nik = _nik(random, row, taken)


def _nik(random: Random, row: Row, taken: set[str]) -> str:
    day = row.birth_date.day + (FEMALE if row.sex is Sex.FEMALE else 0)
    for _ in range(200):
        region = _kecamatan(row.posyandu if random.random() < 0.8 else random.randrange(150)).replace(".", "")
        nik = f"{region}{day:02d}{row.birth_date:%m%y}99{random.randint(1, 99):02d}"
        if nik not in taken:
            taken.add(nik)
            return nik
    return ""


def _enter_twice(random: Random, register: Register, doubles: int, places: int) -> None:
    taken = {row.nik for row in register.rows}
    for original in random.sample(register.rows, doubles):
        second = _second_entry(random, original, places, taken)
        register.rows.append(second)
        first, last = sorted((original.id, second.id))
        register.pairs[first, last] = second.errors


def _second_entry(random: Random, original: Row, places: int, taken: set[str]) -> Row:
    """What another kader, another year, wrote about somebody who is in the register already."""
    row = replace(original, id=seeded_id(random, original.birth_date), nik="", errors=())
    _elsewhere(random, row, places)
    errors = random.choices(
        ("typing error", "spelling", "words", "date swapped", "date wrong", "nothing but the NIK"),
        (30, 25, 15, 12, 13, 5),
        k=random.choice((2, 2, 3)) if random.random() < SEVERAL_ERRORS else 1,
    )
    for error in dict.fromkeys(errors):
        _make_error(random, row, error)
    _about_mother(random, row)
    if original.nik and random.random() < SHARE_NIK_MISTYPED:
        row.nik = _mistyped_nik(random, original.nik, taken)
    row.errors = (*row.errors, "NIK mistyped" if row.nik else "NIK missing")
    if random.random() < 0.5:
        row.phone = ""
    if random.random() < 0.5:
        row.birth_order = None
    if random.random() < 0.02:
        row.sex = Sex.MALE if row.sex is Sex.FEMALE else Sex.FEMALE
        row.errors = (*row.errors, "sex wrong")
    return row


def _elsewhere(random: Random, row: Row, places: int) -> None:
    """Most often in the same family, sometimes without it, in the Posyandu next door, or far away."""
    where = random.choices(("family", "no family", "next door", "far"), (50, 25, 15, 10))[0]
    if where == "family":
        return
    row.family, row.mother = None, None
    if where == "no family":
        row.rt = row.rt if random.random() < 0.7 else ""
        return
    row.posyandu = min(row.posyandu + 1, places - 1) if where == "next door" else random.randrange(places)
    row.dusun, row.rw = random.choice(HAMLETS), f"{random.randint(1, 8):02d}"
    row.rt = f"{random.randint(1, 6):02d}"


def _make_error(random: Random, row: Row, error: str) -> None:
    before = (row.name, row.birth_date)
    if error == "typing error":
        row.name = mistyped(random, row.name)
    elif error == "spelling":
        row.name = respelled(random, row.name, random.choice((1, 1, 2)))
    elif error == "words":
        row.name = rearranged(random, row.name)
    elif error == "date swapped" and (swapped := swapped_date(row.birth_date)) and swapped <= TODAY:
        row.birth_date = swapped
    elif error == "date swapped":
        # The 25th cannot become a month: another slip happened.
        error = "typing error"
        row.name = mistyped(random, row.name)
    elif error == "date wrong":
        row.birth_date = misread_date(random, row.birth_date, TODAY)
    if (row.name, row.birth_date) != before or error == "nothing but the NIK":
        row.errors = (*row.errors, error)


def _about_mother(random: Random, row: Row) -> None:
    """The mother is named by heart, or not at all."""
    if not row.mother_name or row.mother is not None:
        return
    chance = random.random()
    if chance < 0.3:
        row.mother_name = ""
    elif chance < 0.5:
        row.mother_name = respelled(random, row.mother_name)
    elif chance < 0.6:
        row.mother_name = mistyped(random, row.mother_name)
    elif chance < 0.7:
        row.mother_name = rearranged(random, row.mother_name)


def _mistyped_nik(random: Random, nik: str, taken: set[str]) -> str:
    """The NIK with one digit wrong, or two swapped, that is still a possible NIK and nobody's."""
    for _ in range(50):
        place = random.randrange(len(nik))
        changed = nik[:place] + random.choice("0123456789") + nik[place + 1 :]
        if random.random() < 0.3:
            changed = nik[: place - 1] + nik[place - 1 : place + 1][::-1] + nik[place + 1 :]
        if changed not in taken and len(changed) == len(nik) and not read_nik(changed).messages:
            taken.add(changed)
            return changed
    return ""
