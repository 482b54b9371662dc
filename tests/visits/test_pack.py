"""What a phone shows from the day's package is what the pages show of each person."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from bench.support.session import fill_session
from registry.models import Resident, User
from registry.rules.life_stage import LifeStage
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from tests.visits.packing import Pack, Shown, fetch, number, sections_of, seen_of
from tests.visits.screenings.people import filled, healthy
from visits import phone
from visits.due import due_of_many
from visits.entry import card_form
from visits.forms import CardForm
from visits.models import MotherState, Session, Visit
from visits.roster_needs import needs_of
from visits.rulebook import book_for
from visits.screenings import forms_for
from visits.services import cancel_visit

LogIn = Callable[[User], Client]


@pytest.fixture
def day(village: Village) -> Session:
    """150 people of Melati with a year behind them; some have come today."""
    return fill_session(number(village.melati), village.kader, OPENING_DAY)


def page_of(person: Resident) -> CardForm:
    """The entry page of somebody, as it is opened."""
    visits = Visit.objects.unscoped("a test").with_cards().prefetch_related("services")
    visit = visits.active().filter(resident=person, date=OPENING_DAY).first()
    return card_form(None, resident=person, day=OPENING_DAY, visit=visit)


def shown_on(form: CardForm) -> Shown:
    return [
        (
            section.step,
            [(row["field"].name, row["field"].label) for row in section.rows],
            [row["field"].name for row in section.folded],
        )
        for section in form.sections()
    ]


def ghosts_on(form: CardForm) -> set[str]:
    rows = [row for section in form.sections() for row in (*section.rows, *section.folded)]
    return {row["field"].name for row in rows if row["ghost"]}


def compare_with_page(pack: Pack, person: Pack, resident: Resident) -> None:
    """The person's questions, last visit and values, as on the page."""
    form = page_of(resident)
    profile, values = pack["profiles"][person["profile"]], person.get("visit", {}).get("values", {})
    assert sections_of(pack, profile, values) == shown_on(form)
    topics = form.fields["education_topics"].choices  # type: ignore[attr-defined]  # a choice field
    assert [(code, pack["topics"][code]) for code in profile["topics"]] == list(topics)
    assert (person.get("mother", ""), profile["mother"]) == (form.who.mother, form.who.mother)
    if "gestation_weeks" not in values:
        assert person.get("start", {}).get("gestation_weeks") == form.initial.get("gestation_weeks")
    if form.visit:
        assert seen_of(person, list(form.columns)) == seen_on(form)
    told, last = phone.entry_data(form), person.get("previous")
    assert told["card"] == profile["card"]
    assert told["person"]["gestation_days"] == person.get("gestation_days")
    assert told["previous_day"] == (last["day"] if last else None)
    measured = {name: value for name, value in (told["previous"] or {}).items() if value not in (None, "")}
    compared = last["values"] if last and last["compare"] else {}
    assert compared == measured
    assert bool(last and last["compare"]) == (told["previous"] is not None)
    assert {name for name in (last["values"] if last else ()) if name != "position"} == ghosts_on(form)
    points = person.get("growth", []) if profile["card"] == "child" else []
    weighings = [{"day": row[0], "kg": row[1]} for row in points if row[1] is not None]
    assert weighings == told["weighings"]


def seen_on(form: CardForm) -> Pack:
    found: Pack = json.loads(form["seen"].value())
    return found


def test_everybody_of_a_day_is_asked_what_the_page_asks(
    village: Village, day: Session, client_of: LogIn
) -> None:
    pack = fetch(client_of(village.kader), day)
    people = Resident.objects.unscoped("a test").in_bulk()
    assert len(pack["people"]) == 150
    for person in pack["people"]:
        resident = next(one for pk, one in people.items() if str(pk) == person["id"])
        compare_with_page(pack, person, resident)
    stages = {person["stage"] for person in pack["people"]}
    assert stages == {stage.value for stage in LifeStage}
    mothers = {person.get("mother", "") for person in pack["people"]}
    assert mothers >= {"", MotherState.PREGNANT, MotherState.BREASTFEEDING}
    came = sum("visit" in person for person in pack["people"])
    assert 20 < came < 150


def test_what_is_due_is_what_waits_for_each_on_the_list(
    village: Village, day: Session, client_of: LogIn
) -> None:
    pack = fetch(client_of(village.kader), day)
    people = list(Resident.objects.unscoped("a test"))
    due, needs = due_of_many(people, OPENING_DAY), needs_of(people, OPENING_DAY)
    rules = book_for(village.melati.pk).on(OPENING_DAY)
    rows = {person["id"]: person for person in pack["people"]}
    assert len(rows) == len(people)
    for one in people:
        person = rows[str(one.pk)]
        told = person.get("due", [])
        assert [row[1:] for row in told] == [[each.title, each.when, each.level] for each in due[one.pk]]
        assert {row[0] for row in told} - {""} == {need.kind for need in needs.get(one.pk, ())}
        states = {each.form: each.state.value for each in forms_for(one, OPENING_DAY, rules)}
        sent = {key.partition(":")[0]: state for key, state in person.get("forms", {}).items()}
        assert sent == {form: state for form, state in states.items() if state != "not_yet"}
        assert set(person.get("forms", ())) <= set(pack["forms"])


def test_a_visit_on_another_card_is_filled_on_as_it_was_begun(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    person = make_resident(village.melati, born=date(2010, 6, 1))
    make_visit(person, weight_kg="48")
    person.birth_date = date(1990, 6, 1)
    person.save()
    pack = fetch(client_of(village.kader), session)
    (row,) = pack["people"]
    assert pack["profiles"][row["profile"]]["card"] == "school_age"
    compare_with_page(pack, row, person)


def test_what_another_card_measured_is_shown_and_not_compared(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    # A child's card until her sixth birthday, which was last week.
    girl = make_resident(village.melati, born=date(2020, 10, 5))
    make_visit(girl, date(2026, 9, 12), weight_kg="18", height_cm="110")
    pack = fetch(client_of(village.kader), session)
    (row,) = pack["people"]
    assert row["previous"] == {
        "day": "2026-09-12",
        "values": {"weight_kg": "18", "height_cm": "110"},
        "compare": False,
    }
    compare_with_page(pack, row, girl)


def test_the_points_of_the_charts_are_sent_with_their_days(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    child = make_resident(village.melati, "Aisyah", born=date(2025, 7, 1))
    make_visit(child, date(2026, 8, 10), weight_kg="9.10", height_cm="74", position="telentang", head_cm="45")
    make_visit(child, date(2026, 9, 14), weight_kg="9.40")
    woman = make_resident(village.melati, "Sarmi", born=date(1970, 1, 1))
    make_visit(woman, date(2026, 9, 14), systolic=150, diastolic=95, weight_kg="61")
    found = {row["name"]: row for row in fetch(client_of(village.kader), session)["people"]}
    assert found["Aisyah"]["growth"] == [
        ["2026-08-10", "9.1", "74", "telentang", "45"],
        ["2026-09-14", "9.4"],
    ]
    assert found["Sarmi"]["pressure"] == [["2026-09-14", 150, 95]]
    assert ("pressure" in found["Aisyah"], "growth" in found["Sarmi"]) == (False, False)


def test_values_of_the_package_are_merged_as_what_was_seen(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    child = make_resident(village.melati, born=date(2025, 7, 1))
    make_visit(child, by=village.kader, weight_kg="9.40", oedema=False, sick=False, education_topics=["phbs"])
    kader = client_of(village.kader)
    visit = fetch(kader, session)["people"][0]["visit"]
    assert visit["values"] == {"weight_kg": "9.4", "sick": False, "education_topics": ["phbs"]}
    assert (visit["steps"], visit["saved_by"], visit["revision"]) == ([1, 2, 4, 5], "Sri Wahyuni", 1)
    sent = {
        "resident": str(child.pk),
        "date": OPENING_DAY.isoformat(),
        "revision": 0,
        "measures": {"weight_kg": "9.5", "sick": True, "education_topics": ["asi"]},
        "seen": visit["values"],
    }
    answer = kader.put(f"/api/v1/visits/{visit['id']}/", sent, content_type="application/json")
    assert (answer.status_code, answer.json().get("revision")) == (200, 2), answer.content


def test_a_visit_that_was_cancelled_is_named(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    cancel_visit(visit=visit, user=village.kader, reason="Salah orang")
    (row,) = fetch(client_of(village.kader), session)["people"]
    assert ("visit" in row, row["cancelled"]) == (False, [{"id": str(visit.pk), "reason": "Salah orang"}])


def test_a_form_that_was_filled_today_is_done(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    elder = make_resident(village.melati, born=date(1956, 3, 4))
    visit = make_visit(elder, by=village.kader, weight_kg="58")
    filled(visit, "aks", healthy("aks", visit), village.kader)
    (row,) = fetch(client_of(village.kader), session)["people"]
    assert (row["forms"]["aks"], row["forms"]["skilas"]) == ("done", "due")
