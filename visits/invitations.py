"""Who is called to a coming day and for what: by place or by kader, as a list, and as text to pass on.

The same thirteen or so queries, however many people there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from urllib.parse import urlencode

from registry.models import Household, Posyandu, Resident
from registry.rules.target_groups import Register, TargetGroup, register_of
from registry.rules.wording import age, weekday_date
from registry.rules.work_place import Place
from registry.sasaran import Sasaran, sasaran_on
from registry.work_areas import PlaceRow, kader_map, place_of
from visits.due import Due, due_of_many
from visits.schedule import DayRow

BRING = "Buku KIA, KK atau KTP, kartu JKN/BPJS bila ada, dan obat yang sedang diminum"
NO_PLACE = PlaceRow(Place()).label
NO_KADER = "Belum ada kader"
# What is due, in the words by which it is counted; anything else counts under its own title.
_KINDS = (
    "Timbang dan ukur",
    "Imunisasi",
    "Vitamin A",
    "Obat cacing",
    "Periksa kehamilan",
    "Kunjungan nifas",
    "Kunjungan bayi baru lahir",
    "Pemeriksaan tahunan",
)
_GROUPS_INVITED = "bayi dan balita, ibu hamil dan menyusui, anak sekolah dan remaja, dewasa, dan lansia"


class By(StrEnum):
    """How the list is divided."""

    PLACE = "rt"
    KADER = "kader"


@dataclass(frozen=True, slots=True)
class Invited:
    """One person of the list on a day."""

    sasaran: Sasaran
    due: list[Due]
    day: date

    @property
    def resident(self) -> Resident:
        """The person."""
        return self.sasaran.resident

    @property
    def group(self) -> TargetGroup:
        """The group they stand in on the day."""
        return self.sasaran.group

    @property
    def age(self) -> str:
        """How old they will be on the day, in words."""
        return age(self.resident.birth_date, self.day)

    @property
    def relation(self) -> str:
        """By whom a child or a young mother is told from a namesake: "ibu Siti", "suami Budi"; empty for others."""
        if register_of(self.group) is Register.MOTHERS:
            return f"suami {self.sasaran.husband}" if self.sasaran.husband else ""
        is_child = register_of(self.group) in (Register.CHILDREN, Register.SCHOOL)
        return f"ibu {self.resident.known_mother}" if is_child and self.resident.known_mother else ""

    @property
    def due_words(self) -> str:
        """What waits for them, in one line."""
        return " · ".join(one.title for one in self.due)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the list is looked at, kept in the address; nonsense falls back to what is usual."""

    by: By
    group: TargetGroup | None
    who: str

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """What an address asks for."""
        by, group = given.get("menurut", ""), given.get("kelompok", "")
        return cls(
            By(by) if by in list(By) else By.PLACE,
            TargetGroup(group) if group in list(TargetGroup) else None,
            "semua" if given.get("siapa") == "semua" else "",
        )

    def query(self, **changes: str) -> str:
        """The address with some changes; an empty value leaves the parameter out."""
        state = {
            "menurut": self.by.value if self.by is not By.PLACE else "",
            "kelompok": self.group.value if self.group else "",
            "siapa": self.who,
        } | changes
        return f"?{urlencode({name: value for name, value in state.items() if value})}"

    def fits(self, one: Invited) -> bool:
        """Whether somebody belongs to the part that is asked for."""
        return (self.group is None or one.group is self.group) and (bool(one.due) or self.who == "semua")


@dataclass(frozen=True, slots=True)
class Section:
    """The people of one place, or of one kader."""

    title: str
    note: str
    people: list[Invited]


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One target group of the day: how many there are, for how many something is due, and what it is."""

    group: TargetGroup
    expected: int
    due: int
    kinds: list[tuple[str, int]]


def everybody_on(posyandu: Posyandu, day: date) -> list[Invited]:
    """All sasaran of a Posyandu on a day with what is due for each, by name."""
    rows = sasaran_on([posyandu.pk], day)
    due = due_of_many([row.resident for row in rows], day)
    return [Invited(row, due[row.resident.pk], day) for row in rows]


def counts_of(people: Iterable[Invited]) -> list[GroupCount]:
    """The groups in the order of the registers; those in which nobody stands are left out."""
    by_group: dict[TargetGroup, list[Invited]] = defaultdict(list)
    for one in people:
        by_group[one.group].append(one)
    return [
        GroupCount(
            group,
            len(by_group[group]),
            sum(bool(one.due) for one in by_group[group]),
            _kinds(by_group[group]),
        )
        for group in TargetGroup
        if by_group[group]
    ]


def _kinds(people: list[Invited]) -> list[tuple[str, int]]:
    """For how many people each kind of thing is due, the most frequent first; somebody with two late doses is one."""
    return Counter(kind for one in people for kind in dict.fromkeys(map(_kind, one.due))).most_common()


def _kind(due: Due) -> str:
    return next((kind for kind in _KINDS if due.title.startswith(kind)), due.title)


def sections_of(posyandu: Posyandu, people: Iterable[Invited], day: date, by: By) -> list[Section]:
    """People divided by RT, with the kader in charge, or by kader; those without either stand last."""
    kader = {pk: ", ".join(str(user) for user in users) for pk, users in kader_map(posyandu, day).items()}
    found: dict[str, list[Invited]] = defaultdict(list)
    keys: dict[str, tuple[bool, Sequence[str]]] = {}
    helpers: dict[str, set[str]] = defaultdict(set)
    for one in people:
        home = one.resident.household
        place, name = _place(home), kader.get(home.pk, "") if home else ""
        title = place.label if by is By.PLACE else name or NO_KADER
        keys[title] = (title in (NO_PLACE, NO_KADER), place.place if by is By.PLACE else (title,))
        found[title].append(one)
        helpers[title] |= {name} if by is By.PLACE and name else {place.label} if by is By.KADER else set()
    return [
        Section(title, ", ".join(sorted(helpers[title])), _ordered(found[title], by))
        for title in sorted(found, key=lambda title: keys[title])
    ]


def _place(home: Household | None) -> PlaceRow:
    return PlaceRow(place_of(home) if home else Place())


def _ordered(people: list[Invited], by: By) -> list[Invited]:
    """By target group, then by name; a kader's own list by place first: she walks from house to house."""
    groups = list(TargetGroup)
    by_group = sorted(people, key=lambda one: groups.index(one.group))
    if by is By.PLACE:
        return by_group
    return sorted(by_group, key=lambda one: _place(one.resident.household).place)


def hour(starts_at: time | None) -> str:
    """08.00, as hours are written; empty where none is set."""
    return f"{starts_at:%H.%M}" if starts_at else ""


def general_text(row: DayRow) -> str:
    """The invitation to all, to be pasted into a message: no name in it."""
    facts = (
        ("Hari", weekday_date(row.day)),
        ("Pukul", hour(row.starts_at)),
        ("Tempat", row.place),
    )
    return "\n".join(
        [
            f"*Undangan {row.posyandu}*",
            "",
            *(f"{label}: {value}" for label, value in facts if value),
            "",
            f"Untuk semua: {_GROUPS_INVITED}.",
            f"Bawa: {BRING}.",
            "",
            "Datang walau merasa sehat. Yang tidak bisa datang, kabari kader.",
        ]
    )


def names_text(row: DayRow, sections: Iterable[Section]) -> str:
    """The names by place for the kader's own use: no age, no service, nothing that tells about somebody's health."""
    lines = [
        "*UNTUK KADER SAJA. Jangan diteruskan ke grup warga.*",
        f"{row.posyandu}, {weekday_date(row.day)}",
    ]
    for section in sections:
        note = f", {section.note}" if section.note else ""
        lines += ["", f"*{section.title}* ({len(section.people)} orang{note})"]
        # By name alone: the order must not tell who is pregnant.
        people = sorted(section.people, key=lambda one: one.resident.name_key)
        lines += [f"{number}. {_named(one)}" for number, one in enumerate(people, start=1)]
    return "\n".join(lines)


def _named(one: Invited) -> str:
    # "suami Budi" would say that a woman is pregnant or nursing.
    is_mother = register_of(one.group) is Register.MOTHERS
    return f"{one.resident.name} ({one.relation})" if one.relation and not is_mother else one.resident.name
