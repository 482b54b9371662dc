"""Somebody registered on the phone gets the questions that the page would ask: for every age and both sexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from registry.models import Resident, User
from registry.rules.life_stage import Sex, latest_birth_with_months
from tests.conftest import OPENING_DAY, Village, make_resident, make_session
from tests.visits.packing import default_for, fetch, sections_of
from visits.columns import columns_for, topic_choices, who_is
from visits.entry import card_form
from visits.pack.questionnaires import forms_at
from visits.pack.questions import Newcomers, newcomers
from visits.rules.book import Book
from visits.rules.eligibility import due_screenings

LogIn = Callable[[User], Client]
MONTHS = range(1201)
# A month with capsules and tablets, and a day that stands for the later ones of longer months.
DAYS = (date(2026, 8, 12), date(2027, 2, 28))


def births_at(months: int, day: date) -> Iterator[date]:
    """The first and the last birth date of somebody of so many completed months."""
    last = min(latest_birth_with_months(months, day), day)
    yield last
    yield latest_birth_with_months(months + 1, day) + timedelta(days=1)


def found_for(rows: tuple[Newcomers, ...], sex: Sex, born: date) -> Newcomers:
    (found,) = [
        row
        for row in rows
        if row.sex is sex and born <= row.last and (row.first is None or row.first <= born)
    ]
    return found


def check(rows: tuple[Newcomers, ...], sex: Sex, born: date, day: date) -> None:
    rules = Book().on(day)
    person = Resident(sex=sex.value, birth_date=born)
    years = person.age_on(day).years
    due = frozenset(due_screenings(years, {}, day, rules=rules))
    who = who_is(person, day, due=due, rules=rules)
    found = found_for(rows, sex, born)
    columns = columns_for(who)
    assert found.profile.names == [each.name for each in sorted(columns, key=lambda each: each.step)], born
    assert found.profile.names == [
        each.name for each in sorted(columns_for(who_is(person, day)), key=lambda each: each.step)
    ]
    assert set(found.profile.folded) == {each.name for each in columns if not each.asked(who)}, born
    labels = dict(found.profile.labels)
    assert {
        each.name: each.label_for(who) for each in columns if each.label_for(who) != each.label
    } == labels, born
    assert list(found.profile.topics) == [code for code, _ in topic_choices(who)]
    assert found.forms == forms_at(born, day, rules)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("sex", list(Sex))
def test_every_age_gets_its_own_questions(day: date, sex: Sex) -> None:
    rows = newcomers(day, Book().on(day))
    for months in MONTHS:
        for born in births_at(months, day):
            check(rows, sex, born, day)
    for days in range(100):
        check(rows, sex, day - timedelta(days=days), day)


@pytest.mark.parametrize(
    "born",
    [
        date(2026, 10, 12),
        date(2026, 9, 14),
        date(2026, 9, 13),
        date(2025, 7, 1),
        date(2020, 10, 12),
        date(2014, 1, 1),
        date(2008, 10, 13),
        date(1990, 2, 28),
        date(1940, 2, 28),
    ],
    ids=str,
)
def test_a_newcomer_has_the_card_of_the_page(born: date, village: Village, client_of: LogIn) -> None:
    pack = fetch(client_of(village.kader), make_session(village.melati))
    for sex in Sex:
        profile = pack["profiles"][default_for(pack, sex, born)["profile"]]
        person = make_resident(village.melati, sex=sex.value, born=born)
        form = card_form(None, resident=person, day=OPENING_DAY, visit=None)
        assert sections_of(pack, profile, {}) == [
            (
                section.step,
                [(row["field"].name, row["field"].label) for row in section.rows],
                [row["field"].name for row in section.folded],
            )
            for section in form.sections()
        ]


def test_every_form_of_a_newcomer_comes_with_its_questions(village: Village, client_of: LogIn) -> None:
    pack = fetch(client_of(village.kader), make_session(village.melati))
    assert {key for row in pack["defaults"] for key in row["forms"]} == set(pack["forms"])
    assert {"srq20", "puma", "heeadsss", "aks", "skilas", "development:9-12bl"} <= set(pack["forms"])
    assert (len(pack["forms"]["srq20"]["items"]), pack["forms"]["srq20"]["private"]) == (20, True)
    # What the register knows is not asked.
    assert {"usia", "jenis_kelamin"} & {item["code"] for item in pack["forms"]["puma"]["items"]} == set()
    assert pack["forms"]["development:9-12bl"]["title"] == "Checklist 9 - 12 bulan"
