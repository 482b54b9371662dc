"""A session on one page: who came and who did not, what was found and given, who was sent on, who worked.

Sasaran who came are those with a visit that day at any Posyandu, as the monthly recaps count them; findings, services
and referrals are those of everybody who was served here, guests included. People are counted, not visits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from registry.rules.life_stage import Sex
from registry.rules.target_groups import TargetGroup
from registry.work_areas import PlaceRow
from visits.columns.column import STEPS
from visits.education import topic_label
from visits.models import ServiceGiven, Session
from visits.referral_words import reason_label
from visits.roster import Expected
from visits.rules.immunisation import dose_label
from visits.session_findings import FINDINGS
from visits.session_loading import Loaded, Save, load

NOBODY = "Belum ada kader"
_HANDED_OUT = {
    ServiceGiven.Kind.IRON: "tablet",
    ServiceGiven.Kind.PREGNANCY_FOOD: "porsi",
    ServiceGiven.Kind.LOCAL_FOOD: "porsi",
}


@dataclass(frozen=True, slots=True)
class People:
    """A number of people by sex; `amount` is what they got together, where that is counted: "90 tablet"."""

    label: str
    male: int = 0
    female: int = 0
    amount: str = ""

    @property
    def total(self) -> int:
        return self.male + self.female


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Came and not came of one target group."""

    label: str
    came: People
    missed: People

    @property
    def expected(self) -> int:
        return self.came.total + self.missed.total


@dataclass(frozen=True, slots=True)
class Missed:
    """The sasaran of one RT who did not come."""

    place: str
    people: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class MissedBy:
    """Those who were missed, by the kader who looks after their families."""

    kader: str
    places: tuple[Missed, ...]

    @property
    def total(self) -> int:
        return sum(len(place.people) for place in self.places)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who recorded: at which step for how many people."""

    name: str
    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Summary:
    """Everything on the page; lists hold only what is more than nothing."""

    session: Session
    groups: list[GroupLine]
    came: People
    missed_people: People
    new: People
    guests: People
    outside: People
    served: int
    findings: list[People]
    referred: int
    reasons: list[tuple[str, int]]
    services: list[People]
    doses: list[tuple[str, int]]
    topics: list[tuple[str, int]]
    missed: list[MissedBy]
    workers: list[Worker]
    started: datetime | None = None
    ended: datetime | None = None

    @property
    def expected(self) -> int:
        return self.came.total + self.missed_people.total

    @property
    def percent(self) -> float | None:
        """Of the sasaran, how many came; None without sasaran."""
        return 100 * self.came.total / self.expected if self.expected else None

    @property
    def duration(self) -> str:
        """From the first save to the last: "3 jam 25 menit"; empty where nothing was saved on the day."""
        if self.started is None or self.ended is None:
            return ""
        hours, minutes = divmod(int((self.ended - self.started) / timedelta(minutes=1)), 60)
        return f"{hours} jam {minutes} menit" if hours else f"{minutes} menit"


def summary_of(session: Session) -> Summary:
    """The summary of a session as it is now."""
    return summarise(load(session))


def summarise(day: Loaded) -> Summary:
    """The figures of a loaded day. Asks nothing more."""
    sasaran = [row for row in day.rows if row.lives_here]
    came, missed = _split(sasaran, lambda row: row.came)
    served = day.served
    moments = [save.at for save in day.saves if timezone.localtime(save.at).date() == day.session.date]
    return Summary(
        session=day.session,
        groups=list(_groups(came, missed)),
        came=_people("Datang", came),
        missed_people=_people("Belum datang", missed),
        new=_people("Baru pertama kali datang", [row for row in served if row.pk not in day.known]),
        guests=_people("Tamu dari Posyandu lain", [row for row in served if not row.lives_here]),
        outside=_people(
            "Dilayani di luar hari buka", [row for row in day.rows if row.visit and not row.came]
        ),
        served=len(served),
        findings=list(_findings(served)),
        referred=len({referral.resident_id for referral in day.referrals}),
        reasons=_reasons(day),
        services=list(_services(day)),
        doses=_counted(((dose.dose, dose.resident_id) for dose in day.doses), dose_label),
        topics=_counted(_topics(served), topic_label),
        missed=_missed(missed, day),
        workers=list(_workers(day.saves)),
        started=min(moments, default=None),
        ended=max(moments, default=None),
    )


def _split(
    rows: Iterable[Expected], test: Callable[[Expected], bool]
) -> tuple[list[Expected], list[Expected]]:
    yes: list[Expected] = []
    no: list[Expected] = []
    for row in rows:
        (yes if test(row) else no).append(row)
    return yes, no


def _people(label: str, rows: Collection[Expected], amount: str = "") -> People:
    male = sum(row.sex == Sex.MALE for row in rows)
    return People(label, male, len(rows) - male, amount)


def _groups(came: list[Expected], missed: list[Expected]) -> Iterator[GroupLine]:
    for group in TargetGroup:
        mine = [row for row in came if row.group is group], [row for row in missed if row.group is group]
        if any(mine):
            yield GroupLine(group.label, _people("Datang", mine[0]), _people("Belum datang", mine[1]))


def _findings(served: list[Expected]) -> Iterator[People]:
    for finding in FINDINGS:
        found = [row for row in served if row.visit and finding.holds(row.visit)]
        if found:
            yield _people(finding.label, found)


def _reasons(day: Loaded) -> list[tuple[str, int]]:
    """For how many people each reason was given; private ones are not in a paper that is handed around."""
    pairs = (
        (str(reason.get("code", "")), referral.resident_id)
        for referral in day.referrals
        for reason in referral.reasons
        if not reason.get("private")
    )
    return _counted(pairs, reason_label)


def _services(day: Loaded) -> Iterator[People]:
    by_person = {row.pk: row for row in day.rows}
    for kind in ServiceGiven.Kind:
        given = [service for service in day.services if service.kind == kind]
        people = [by_person[pk] for pk in {service.resident_id for service in given}]
        if people:
            unit = _HANDED_OUT.get(kind)
            amount = f"{sum(service.quantity for service in given)} {unit}" if unit else ""
            yield _people(kind.label, people, amount)


def _topics(served: list[Expected]) -> Iterator[tuple[str, Any]]:
    for row in served:
        for topic in row.visit.education_topics if row.visit else ():
            yield topic, row.pk


def _counted(pairs: Iterable[tuple[str, Any]], label: Callable[[str], str]) -> list[tuple[str, int]]:
    """How many different people stand beside each code, most first."""
    people: dict[str, set[Any]] = defaultdict(set)
    for code, person in pairs:
        people[label(code)].add(person)
    return sorted(
        ((words, len(found)) for words, found in people.items()), key=lambda each: (-each[1], each[0])
    )


def _missed(rows: list[Expected], day: Loaded) -> list[MissedBy]:
    """By kader and place; mothers and the youngest first, because they are visited first."""
    order = list(TargetGroup)
    found: dict[str, dict[str, list[Expected]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(rows, key=lambda row: (order.index(row.group), row.name_key)):
        home = row.resident.household_id
        kader = ", ".join(map(str, day.kader.get(home, []))) if home else ""
        place = PlaceRow(day.places[home]).label if home else "Alamat belum diisi"
        found[kader or NOBODY][place].append(row)
    return [
        MissedBy(kader, tuple(Missed(place, tuple(people)) for place, people in sorted(places.items())))
        for kader, places in sorted(found.items(), key=lambda each: (each[0] == NOBODY, each[0]))
    ]


def _workers(saves: Iterable[Save]) -> Iterator[Worker]:
    people: dict[str, dict[int, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for save in saves:
        if save.user is not None and save.step in STEPS:
            people[str(save.user)][save.step].add(save.resident_id)
    for name, steps in sorted(people.items()):
        yield Worker(name, tuple((step, len(steps[step])) for step in sorted(steps)))
