"""Which forms belong to a person on a day, and where each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.models import Resident
from registry.rules.life_stage import add_months
from visits.models import Screening, Visit
from visits.rules.book import Rules
from visits.rules.development import ChecklistResult, checklist_sheet
from visits.screenings.declared import forms_of, months_between, title_of

Form = Screening.Form


class State(StrEnum):
    """Where a form stands on a day."""

    DUE = "due"
    DONE = "done"
    UNFINISHED = "unfinished"
    POSTPONED = "postponed"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class FormState:
    """A form of a person on a day. `today` was filled on that day's visit, `last` is the newest finished one before."""

    form: str
    title: str
    state: State
    today: Screening | None
    last: Screening | None
    next_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether somebody should still ask it on this day."""
        return self.state in (State.DUE, State.UNFINISHED)

    @property
    def is_private(self) -> bool:
        """Whether the person may be left alone with it."""
        return self.form in Screening.PRIVATE


def forms_for(resident: Resident, day: date, rules: Rules) -> list[FormState]:
    """Each form that belongs to the person on this day with its state, in one query."""
    forms = forms_of(resident.birth_date, day, rules)
    if not forms:
        return []
    rows = (
        Screening.objects.unscoped("of a person the caller may see")
        .filter(visit__resident=resident, visit__cancelled_at__isnull=True, visit__date__lte=day)
        .select_related("visit", "asked_by")
        .order_by("-visit__date")
    )
    return states_from(list(rows), resident, day, rules)


def states_from(rows: Sequence[Screening], resident: Resident, day: date, rules: Rules) -> list[FormState]:
    """The same where the caller has read the person's forms until the day with their visits, the newest first."""
    forms = forms_of(resident.birth_date, day, rules)
    return [_state(form, [row for row in rows if row.form == form], resident, day, rules) for form in forms]


def _state(form: str, rows: Sequence[Screening], resident: Resident, day: date, rules: Rules) -> FormState:
    today = next((row for row in rows if row.visit.date == day), None)
    last = next((row for row in rows if row.complete and row.visit.date < day), None)
    if today is not None:
        state = _of_today(today)
        next_on = None
    else:
        next_on = _again_on(form, last, resident, day, rules)
        state = State.DUE if next_on is None or next_on <= day else State.NOT_YET
    return FormState(form, title_of(form), state, today, last, next_on if state is State.NOT_YET else None)


def _of_today(today: Screening) -> State:
    if today.is_postponed:
        return State.POSTPONED
    return State.DONE if today.complete else State.UNFINISHED


def _again_on(form: str, last: Screening | None, resident: Resident, day: date, rules: Rules) -> date | None:
    """The day from which it is asked again; None = now.

    A checklist belongs to one sheet: it is asked once, and again until everything on it is reached (KEMBANG-01).
    """
    if last is None:
        return None
    if form != Form.DEVELOPMENT:
        return add_months(last.visit.date, months_between(form, rules))
    sheet = checklist_sheet(resident.birth_date, day, rules=rules)
    if sheet is None or last.parts.get("sheet") != sheet.code or last.level != ChecklistResult.COMPLETE:
        return None
    rows = rules.rows("development")["sheets"]
    to_month = next(int(row["to_month"]) for row in rows if row["sheet"] == sheet.code)
    return add_months(resident.birth_date, to_month + 1)


def open_forms(visit: Visit, rules: Rules) -> list[FormState]:
    """The forms that are still to be asked on this visit."""
    return [one for one in forms_for(visit.resident, visit.date, rules) if one.is_open]
