"""The people of a session with all that their pages need: who they are, what is asked, what was, what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.models import Household, Resident, User
from registry.models.people import ADULT_YEARS
from registry.permissions import Action
from registry.rules.background import BirthDateKnown
from visits import entry, guests
from visits.assess import gestation_days
from visits.columns import Who
from visits.due import Due, due_of_many
from visits.episodes import NOBODY
from visits.forms import CARD_FORMS
from visits.models import Immunisation, MotherState, Session, Visit
from visits.pack import past, questionnaires
from visits.pack.past import Past
from visits.pack.questions import Profile, Profiles, profile_of
from visits.pack.today import Today, today_of, visit_content
from visits.publication import published_for
from visits.roster import Place, places_at
from visits.roster_needs import DEWORMING, SCREENING, VACCINE, VITAMIN_A
from visits.rulebook import Shelf
from visits.rules.book import Rules

_WHY = "of people whom the caller may record"
Values = dict[str, Any]
_SHOWN = (
    "name",
    "name_key",
    "sex",
    "birth_date",
    "birth_date_known",
    "posyandu",
    "household",
    "gestation_weeks",
    "mother_name",
    "mother__name",
)
_KINDS = {
    "Imunisasi ": VACCINE,
    "Vitamin A": VITAMIN_A,
    "Obat cacing": DEWORMING,
    "Pemeriksaan tahunan": SCREENING,
}


@dataclass(frozen=True)
class Known:
    """What is known of all of them, by person."""

    session: Session
    of_forms: entry.Known
    due: Mapping[UUID, list[Due]]
    past: Mapping[UUID, Past]
    doses: Mapping[UUID, dict[str, date | None]]
    forms: questionnaires.Rows
    neighbourhoods: Mapping[UUID | None, str]
    today: Today

    @property
    def books(self) -> Shelf:
        """The rules of every Posyandu, opened once."""
        return self.of_forms.books

    def rules_for(self, person: Resident) -> Rules:
        """The rules of the person's own Posyandu on the day."""
        return self.books.book_for(person.posyandu_id).on(self.session.date)


def people_of(session: Session, user: User, books: Shelf, profiles: Profiles) -> list[Values]:
    """Everybody of the session whom the user may record, by name; a constant number of queries."""
    places = {place.pk: place for place in places_at(session)}
    people = recordable(session, user, places)
    visits = {}
    for person in people:
        if (visit := places[person.pk].visit) is not None:
            visit.resident = person
            visits[person.pk] = visit
    known = _known(session, people, list(visits.values()), books)
    return [_person(person, places[person.pk], known, profiles) for person in people]


def recordable(session: Session, user: User, ids: Collection[UUID]) -> list[Resident]:
    """Those of the people whom the user may record: in her scope, and while the session is open its guests too."""
    own = Resident.objects.visible_to(user, Action.RECORD)
    people = own if session.is_closed else guests.recordable(user, session)
    rows = people.filter(pk__in=list(ids)).select_related("mother").only(*_SHOWN)
    return list(rows.order_by("name_key", "pk"))


def _known(session: Session, people: list[Resident], visits: list[Visit], books: Shelf) -> Known:
    day, ids = session.date, [person.pk for person in people]
    doses: dict[UUID, dict[str, date | None]] = defaultdict(dict)
    noted = Immunisation.objects.unscoped(_WHY).filter(resident__in=ids).order_by("given_on", "dose")
    for pk, code, on in noted.values_list("resident", "dose", "given_on"):
        doses[pk][code] = on
    homes = Household.objects.unscoped(_WHY).filter(pk__in={person.household_id for person in people})
    return Known(
        session=session,
        of_forms=entry.known_by(people, day, books),
        due=due_of_many(people, day),
        past=past.past_of(ids, day),
        doses=doses,
        forms=questionnaires.filled_forms(ids, day),
        neighbourhoods=dict(homes.values_list("pk", "rt")),
        today=today_of(session, visits),
    )


def _person(person: Resident, place: Place, known: Known, profiles: Profiles) -> Values:
    day = known.session.date
    who = entry.known_on(person, day, place.visit, known.of_forms)
    profile = profile_of(who)
    always: Values = {
        "id": str(person.pk),
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.birth_date.isoformat(),
        "stage": person.life_stage_on(day).value,
        "group": place.group.value,
        "profile": profiles.place_of(profile),
    }
    return always | {name: value for name, value in _more(person, place, who, profile, known) if _says(value)}


def _more(
    person: Resident, place: Place, who: Who, profile: Profile, known: Known
) -> Iterator[tuple[str, Any]]:
    """What is sent only where there is something to say."""
    yield "birth_date_known", _unless(person.birth_date_known, BirthDateKnown.EXACT)
    if who.years < ADULT_YEARS:
        yield "mother_name", _first_word(person.known_mother)
        yield "mother_id", str(person.mother_id or "")
    yield "rt", known.neighbourhoods.get(person.household_id)
    yield "mother", who.mother
    yield "mark", place.mark
    yield "gestation_days", gestation_days(person)
    yield "guest", not place.lives_here
    yield "rules", _own_rules(person, known)
    yield "start", _start(person, who, known)
    yield from _before(person, who, profile, known)
    yield "due", [_due(each) for each in known.due.get(person.pk, ())]
    rules = known.rules_for(person)
    yield "forms", questionnaires.states_of(person, known.session.date, rules, known.forms)
    yield "cancelled", known.today.cancelled.get(person.pk)
    if place.visit is not None:
        yield "visit", visit_content(place.visit, known.session, known.today, known.books)


def _before(person: Resident, who: Who, profile: Profile, known: Known) -> Iterator[tuple[str, Any]]:
    """What was measured and given before."""
    found = known.past.get(person.pk, Past())
    measured = [name for name in profile.names if name in CARD_FORMS[who.card].RANGES]
    yield "previous", past.previous_content(found, who.card, measured, known.session.date)
    yield "growth", past.growth_content(found, who.card)
    yield "pressure", past.pressure_content(found, who.card)
    doses = known.doses.get(person.pk, {})
    yield "doses", {code: on.isoformat() if on else None for code, on in doses.items()}


def _says(value: Any) -> bool:
    """Whether a value says anything: 0 does."""
    return value is not None and value is not False and value not in ("", [], {})


def _unless(value: str, usual: str) -> str:
    return "" if value == usual else value


def _start(person: Resident, who: Who, known: Known) -> Values:
    """What stands in a field before anybody has filled it."""
    if who.mother != MotherState.PREGNANT:
        return {}
    weeks = known.of_forms.episodes.get(person.pk, NOBODY).weeks_on(known.session.date)
    return {} if weeks is None else {"gestation_weeks": weeks}


def _own_rules(person: Resident, known: Known) -> str:
    """Where the rules of a guest from another kabupaten are; empty where they are those of the session."""
    if person.posyandu_id == known.session.posyandu_id:
        return ""
    here = known.books.overrides_for(known.session.posyandu_id)
    if known.books.overrides_for(person.posyandu_id) == here:
        return ""
    return published_for(person.posyandu_id).url


def _due(due: Due) -> list[str]:
    kind = next((kind for start, kind in _KINDS.items() if due.title.startswith(start)), "")
    return [kind, due.title, due.when, due.level]


def _first_word(name: str) -> str:
    """The first name, by which a child is told from a namesake; titles are no name."""
    words: Iterable[str] = name.split()
    return next((word for word in words if len(word) > 2 and not word.endswith(".")), name)
