"""Planned days of Posyandu with what became of them: read for many Posyandu in the same four queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from django.db.models import Min, Q
from django.utils import timezone

from registry.models import Membership, Posyandu, User
from registry.permissions import Role
from registry.rules.wording import long_date
from visits.columns.column import STEPS
from visits.models import Duty, Schedule, ScheduleChange, Session
from visits.rules.calendar import Change, DayKind, Pattern, PlannedDay, planned_days

_WHY = "plans of Posyandu that the caller may see"
# Pages and forms know no day outside these years.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
# A Posyandu opens each month: who plans nothing for so long has no plan.
AHEAD_DAYS = 200


class DayState(StrEnum):
    """What became of a planned day, as people say it."""

    COMING = "Akan datang"
    TODAY = "Hari ini"
    OPEN = "Sedang buka"
    UNCLOSED = "Belum ditutup"
    CLOSED = "Selesai"
    MISSED = "Tidak dibuka"
    CANCELLED = "Dibatalkan"
    AWAY = "Dipindah"
    NO_PLAN = "Belum ada jadwal"

    @property
    def level(self) -> str:
        """How loud the state is shown."""
        return _LEVELS[self]


_LEVELS = {
    DayState.COMING: "info",
    DayState.TODAY: "info",
    DayState.OPEN: "info",
    DayState.UNCLOSED: "perhatian",
    DayState.CLOSED: "baik",
    DayState.MISSED: "perhatian",
    DayState.CANCELLED: "kosong",
    DayState.AWAY: "kosong",
    DayState.NO_PLAN: "perhatian",
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of one Posyandu: the plan, the session that was opened on it, and what that comes to.

    `plan` is None for a session on a day that nobody planned, `day` for a Posyandu without any day.
    """

    posyandu: Posyandu
    day: date | None
    plan: PlannedDay | None
    session: Session | None
    state: DayState

    @property
    def place(self) -> str:
        """Where it is, as the session says it, else the plan, else where the Posyandu usually opens."""
        said = (self.session.place if self.session else "") or (self.plan.place if self.plan else "")
        return said or self.posyandu.place

    @property
    def starts_at(self) -> time | None:
        """When it begins, where the plan says so."""
        return self.plan.starts_at if self.plan else None

    @property
    def is_open_day(self) -> bool:
        """Whether the Posyandu opens, or opened, on this day."""
        return self.session is not None or (self.plan is not None and self.plan.kind.is_open)

    @property
    def can_change(self) -> bool:
        """Whether the plan of this day may still be changed: once it was opened, it is history."""
        return self.session is None and self.plan is not None and self.plan.kind.is_open

    @property
    def note(self) -> str:
        """What differs from the usual, in words; empty for a day like any other."""
        if self.plan is None:
            return "di luar jadwal" if self.session else ""
        plan = self.plan
        words = {
            DayKind.REGULAR: "",
            DayKind.ELSEWHERE: "waktu atau tempat lain",
            DayKind.MOVED: f"pindahan dari {long_date(plan.planned)}",
            DayKind.EXTRA: "hari tambahan",
            DayKind.CANCELLED: "",
            DayKind.AWAY: f"menjadi {long_date(plan.moved_to)}",
        }[plan.kind]
        return ": ".join(part for part in (words, plan.reason) if part)


@dataclass(frozen=True)
class _Plans:
    """What is stored of some Posyandu, by their ids."""

    patterns: dict[int, list[Pattern]]
    changes: dict[int, list[Change]]
    sessions: dict[int, dict[date, Session]]


def rows_of(posyandu: Iterable[Posyandu], first: date, last: date, today: date) -> list[DayRow]:
    """The days of some Posyandu from one day to another, by day; those without any day stand last."""
    places = list(posyandu)
    plans = _plans(places, first, last)
    rows = [row for place in places for row in _rows_of_one(place, plans, first, last, today)]
    return sorted(rows, key=lambda row: (row.day or date.max, row.posyandu.unit.path))


def _rows_of_one(place: Posyandu, plans: _Plans, first: date, last: date, today: date) -> list[DayRow]:
    days = planned_days(plans.patterns[place.pk], plans.changes[place.pk], first, last)
    sessions = dict(plans.sessions[place.pk])
    rows = []
    for plan in days:
        session = sessions.pop(plan.day, None)
        rows.append(DayRow(place, plan.day, plan, session, _state(plan, session, today)))
    for day, session in sessions.items():
        rows.append(DayRow(place, day, None, session, _state(None, session, today)))
    return rows or [DayRow(place, None, None, None, DayState.NO_PLAN)]


def _state(plan: PlannedDay | None, session: Session | None, today: date) -> DayState:
    if session is not None:
        if session.is_closed:
            return DayState.CLOSED
        return DayState.OPEN if session.date >= today else DayState.UNCLOSED
    if plan is None:
        return DayState.NO_PLAN
    if not plan.kind.is_open:
        return DayState.AWAY if plan.kind is DayKind.AWAY else DayState.CANCELLED
    if plan.day == today:
        return DayState.TODAY
    return DayState.MISSED if plan.day < today else DayState.COMING


def day_of(posyandu: Posyandu, day: date, today: date) -> DayRow:
    """One day of one Posyandu; a day on which it does not open has the state NO_PLAN."""
    row = rows_of([posyandu], day, day, today)[0]
    return row if row.day else DayRow(posyandu, day, None, None, DayState.NO_PLAN)


def next_days(posyandu: Iterable[Posyandu], today: date, count: int = 5) -> list[DayRow]:
    """The next days on which some Posyandu open, today's first; those that were opened already are left out."""
    rows = rows_of(posyandu, today, min(today + timedelta(days=AHEAD_DAYS), LAST_DAY), today)
    return [row for row in rows if row.state in (DayState.TODAY, DayState.COMING)][:count]


def current_schedule(posyandu: Posyandu, day: date) -> Schedule | None:
    """The pattern as it was entered that holds on a day, or the next one that will."""
    rows = Schedule.objects.unscoped(_WHY).filter(posyandu=posyandu)
    return rows.exclude(valid_until__lt=day).order_by("valid_from").first()


def pattern_words(posyandu: Posyandu, schedule: Schedule | None) -> str:
    """The pattern as it is spoken: "Senin pekan kedua"; empty where there is none."""
    if schedule is not None:
        return str(schedule)
    return f"setiap tanggal {posyandu.open_day}" if posyandu.open_day else ""


def _plans(places: list[Posyandu], first: date, last: date) -> _Plans:
    patterns: dict[int, list[Pattern]] = defaultdict(list)
    changes: dict[int, list[Change]] = defaultdict(list)
    sessions: dict[int, dict[date, Session]] = defaultdict(dict)
    ids = [place.pk for place in places]
    for row in Schedule.objects.unscoped(_WHY).filter(posyandu__in=ids).order_by("valid_from"):
        patterns[row.posyandu_id].append(_pattern(row))
    opened = dict(
        Session.objects.unscoped(_WHY)
        .filter(posyandu__in=ids)
        .order_by()
        .values_list("posyandu")
        .annotate(first=Min("date"))
    )
    for place in places:
        since = opened.get(place.pk, timezone.localdate().replace(day=1))
        patterns[place.pk] += _from_register(place, patterns[place.pk], since)
    span = Q(planned__range=(first, last)) | Q(moved_to__range=(first, last))
    for change in ScheduleChange.objects.unscoped(_WHY).filter(span, posyandu__in=ids).order_by("pk"):
        changes[change.posyandu_id].append(
            Change(change.planned, change.moved_to, change.starts_at, change.place, change.reason)
        )
    for session in Session.objects.unscoped(_WHY).filter(posyandu__in=ids, date__range=(first, last)):
        sessions[session.posyandu_id][session.date] = session
    return _Plans(patterns, changes, sessions)


def _pattern(row: Schedule) -> Pattern:
    return Pattern(
        row.day_of_month, row.week, row.weekday, row.starts_at, row.place, row.valid_from, row.valid_until
    )


def _from_register(place: Posyandu, entered: list[Pattern], since: date) -> list[Pattern]:
    """The day that the register of Posyandu names holds until a pattern was entered here.

    It says nothing about the time before the first session (none yet: before this month), which nobody knows about.
    """
    if place.open_day is None:
        return []
    until = min((one.valid_from for one in entered), default=None)
    ends = until - timedelta(days=1) if until else None
    return [Pattern(place.open_day, place=place.place, valid_from=since, valid_until=ends)]


# Who is at the table.


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who may serve at a step of a Posyandu."""

    user: User
    role: str

    @property
    def label(self) -> str:
        """The name, with the role where it is not that of most."""
        return str(self.user) if self.role == Role.KADER else f"{self.user} ({Role(self.role).label.lower()})"


def staff_at(posyandu: Posyandu, day: date) -> list[Helper]:
    """The kader and midwives who work at a Posyandu on a day, kader first, by name."""
    path = posyandu.unit.path
    above = [path[: end + 1] for end, character in enumerate(path) if character == "/" and end]
    found: dict[int, Helper] = {}
    memberships = Membership.objects.on(day).filter(
        role__in=(Role.KADER, Role.BIDAN), unit__path__in=above, user__is_active=True
    )
    for one in memberships.select_related("user").order_by("-role", "user__full_name", "user__username"):
        found.setdefault(one.user_id, Helper(one.user, one.role))
    return list(found.values())


def duties_on(posyandu: Posyandu, day: date) -> dict[int, list[User]]:
    """Who serves at each step on a day, by name; steps without anybody are there too."""
    found: dict[int, list[User]] = {step: [] for step in STEPS}
    rows = Duty.objects.unscoped(_WHY).filter(posyandu=posyandu, date=day).select_related("user")
    for row in rows.order_by("user__full_name", "user__username"):
        found[row.step].append(row.user)
    return found


def last_duties(posyandu: Posyandu, day: date) -> tuple[date | None, dict[int, list[User]]]:
    """The newest day before this one on which somebody was named, and who served then."""
    rows = Duty.objects.unscoped(_WHY).filter(posyandu=posyandu, date__lt=day)
    newest = rows.order_by("-date").values_list("date", flat=True).first()
    return newest, duties_on(posyandu, newest) if newest else {}


def summary_words(rows: Collection[DayRow]) -> str:
    """How some days stand in one line: "12 hari buka: 7 selesai, 1 tidak dibuka, 4 akan datang"."""
    counted: dict[DayState, int] = defaultdict(int)
    for row in rows:
        counted[row.state] += 1
    days = sum(row.is_open_day for row in rows)
    parts = [f"{counted[state]} {state.value.lower()}" for state in DayState if counted[state]]
    return f"{days} hari buka: {', '.join(parts)}" if parts else ""
