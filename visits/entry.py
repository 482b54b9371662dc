"""What somebody needs to fill a person's visit: the form of the card or of one step, and what the phone is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.models import Resident
from visits.columns import Who, who_is
from visits.due_screenings import Done, done_by
from visits.episodes import NOBODY, Episodes, episodes_of
from visits.fields import CARD_MODELS
from visits.forms import CARD_FORMS, CardForm
from visits.models import MotherState, Visit
from visits.roster import previous_visit
from visits.rulebook import Shelf, shelf
from visits.rules.eligibility import due_screenings


def person_on(resident: Resident, day: date, visit: Visit | None) -> Who:
    """The person as the columns ask: which card, which side of the mothers' card, which screenings are due."""
    return known_on(resident, day, visit, known_by([resident], day))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of several people on a day, looked up once for all of them."""

    episodes: Mapping[UUID, Episodes]
    done: Mapping[UUID, Done]
    books: Shelf


def known_by(people: Sequence[Resident], day: date, books: Shelf | None = None) -> Known:
    """What `known_on` needs of these people; `books` that are open already."""
    return Known(episodes_of(people), done_by([person.pk for person in people], day), books or shelf())


def known_on(resident: Resident, day: date, visit: Visit | None, known: Known) -> Who:
    """As `person_on`, for one of many people."""
    rules = known.books.book_for(resident.posyandu_id).on(day)
    mother = known.episodes.get(resident.pk, NOBODY).state_on(day)
    done = known.done.get(resident.pk, Done())
    # What was tested today stays on the page.
    earlier = {what: on for what, on in done.screened.items() if on < day}
    due = due_screenings(resident.age_on(day).years, earlier, day, at_risk=done.at_risk, rules=rules)
    who = who_is(resident, day, mother=mother, due=frozenset(due), rules=rules)
    card = visit.card if visit else None
    if card is None or isinstance(card, CARD_MODELS[who.card]):
        return who
    # Recorded on another card, before a birth date was corrected: it is filled on as it was begun.
    name = next(name for name, model in CARD_MODELS.items() if isinstance(card, model))
    return who_is(resident, day, mother=mother, due=frozenset(due), rules=rules, card=name)


def card_form(
    data: Mapping[str, Any] | None,
    *,
    resident: Resident,
    day: date,
    visit: Visit | None,
    step: int | None = None,
) -> CardForm:
    """The form of one step, or of the whole card (None), filled with what is stored."""
    who = person_on(resident, day, visit)
    before = previous_visit(resident, day)
    form = CARD_FORMS[who.card](
        data,
        resident=resident,
        day=day,
        visit=visit,
        previous=before.card if before else None,
        who=who,
        step=step,
    )
    if "gestation_weeks" in form.fields and form.initial.get("gestation_weeks") is None:
        form.initial["gestation_weeks"] = _weeks(resident, day, who)
    return form


def _weeks(resident: Resident, day: date, who: Who) -> int | None:
    """Weeks by the pregnancy's own dates, to be kept or put right."""
    if who.mother != MotherState.PREGNANT:
        return None
    return episodes_of([resident]).get(resident.pk, NOBODY).weeks_on(day)
