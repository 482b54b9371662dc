"""Who stands on the sheet of a day, in which order and under which number: the paper and the typing page agree.

The order is that of the walk through the village: the kader in charge, dusun, RW, RT, then the name. Whoever was
registered on the day itself or later comes after the others, so that a number on paper stays the number on screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from registry.models import Posyandu, Resident
from registry.rules.episodes import episode_words
from registry.rules.target_groups import Register, TargetGroup, register_of
from registry.sasaran import sasaran_on
from registry.work_areas import kader_map
from visits.models import CARDS, Session, Visit
from visits.roster import everybody_at

_WHY = "the people of a Posyandu that the caller was checked for"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person of a sheet; `mark` tells a mother's state, `previous` is the last visit with measures."""

    number: int
    resident: Resident
    register: Register
    group: TargetGroup
    mark: str = ""
    kader: str = ""
    previous: Visit | None = None
    is_visitor: bool = False

    @property
    def place(self) -> str:
        """RT and the kader in charge, small under the name."""
        home = self.resident.household
        rt = f"RT {home.rt}" if home and home.rt else ""
        return " · ".join(part for part in (rt, self.kader) if part)

    @property
    def parent(self) -> str:
        """The mother of a child, the husband of a mother."""
        person = self.resident
        if self.register is Register.MOTHERS:
            return person.spouse.name if person.spouse else person.spouse_name
        return person.known_mother


def lines_on(posyandu: Posyandu, day: date) -> list[SheetLine]:
    """The sasaran of a day under their numbers, register by register. A constant number of queries."""
    kader = {home: ", ".join(map(str, people)) for home, people in kader_map(posyandu, day).items()}
    rows = []
    for one in sasaran_on([posyandu.pk], day):
        since = one.episode.since if one.episode else None
        mark = episode_words(one.group, since, day) if one.episode else ""
        home = one.resident.household_id
        rows.append((one.resident, one.group, mark, kader.get(home, "") if home else ""))
    previous = _previous([row[0].pk for row in rows], day)
    rows.sort(key=lambda row: _order(row[0], row[3], day))
    return list(_numbered(rows, previous))


def lines_of_session(session: Session) -> list[SheetLine]:
    """The same for an opened day, with those of other Posyandu who are served here at the end of their register."""
    lines = lines_on(session.posyandu, session.date)
    known = {line.resident.pk for line in lines}
    last = {register: sum(line.register is register for line in lines) for register in Register}
    visitors = [row for row in everybody_at(session) if row.resident.pk not in known]
    visitors.sort(key=lambda row: (row.resident.name_key, row.resident.pk))
    ids = [row.resident.pk for row in visitors]
    previous, people = _previous(ids, session.date), _with_families(ids)
    for row in visitors:
        register = register_of(row.group)
        last[register] += 1
        lines.append(
            SheetLine(
                last[register],
                people[row.resident.pk],
                register,
                row.group,
                row.mark,
                previous=previous.get(row.resident.pk),
                is_visitor=True,
            )
        )
    return lines


def _numbered(
    rows: Iterable[tuple[Resident, TargetGroup, str, str]], previous: dict[UUID, Visit]
) -> Iterator[SheetLine]:
    last = dict.fromkeys(Register, 0)
    for resident, group, mark, kader in rows:
        register = register_of(group)
        last[register] += 1
        yield SheetLine(last[register], resident, register, group, mark, kader, previous.get(resident.pk))


def _order(person: Resident, kader: str, day: date) -> tuple[bool, bool, str, str, str, str, str, str]:
    home = person.household
    is_new = timezone.localdate(person.registered_at) >= day
    place = (home.dusun, home.rw, home.rt) if home else ("", "", "")
    # Those whom nobody looks after, and those without a place, come after the others.
    return (is_new, not kader, kader, *place, person.name_key, str(person.pk))


def _with_families(ids: Iterable[UUID]) -> dict[UUID, Resident]:
    """The people with those whom a line names beside them."""
    hidden = [f"{who}__{secret}" for who in ("mother", "spouse") for secret in ("nik", "phone")]
    people = Resident.objects.unscoped(_WHY).filter(pk__in=list(ids)).without_secrets()
    rows = people.select_related("household", "mother", "spouse", "posyandu__unit")
    return {person.pk: person for person in rows.defer("household__kk", "household__phone", *hidden)}


def _previous(ids: Iterable[UUID], day: date) -> dict[UUID, Visit]:
    """The last active visit of each person before the day that has a card."""
    measured = Visit.objects.unscoped(_WHY).active().filter(resident=OuterRef("pk"), date__lt=day)
    measured = measured.exclude(**dict.fromkeys((f"{card}__isnull" for card in CARDS), True))
    latest = Subquery(measured.order_by("-date").values("pk")[:1])
    people = Resident.objects.unscoped(_WHY).filter(pk__in=list(ids)).annotate(latest=latest)
    visits = Visit.objects.unscoped(_WHY).filter(pk__in=people.values("latest")).select_related(*CARDS)
    return {visit.resident_id: visit for visit in visits}
