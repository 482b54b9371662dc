"""Which forms belong to whom, and when each is asked again."""

from __future__ import annotations

from datetime import date

import pytest

from registry.models import Resident
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from tests.visits.screenings.people import BORN, filled, healthy, srq, visit_of
from visits.models import Visit
from visits.screenings import FormState, forms_for, forms_of, storing


def states(resident: Resident, day: date = OPENING_DAY) -> dict[str, str]:
    rules = storing.rules_of(Visit(posyandu=resident.posyandu, date=day))
    return {one.form: one.state.value for one in forms_for(resident, day, rules)}


def state_of(visit: Visit, form: str) -> FormState:
    found = forms_for(visit.resident, visit.date, storing.rules_of(visit))
    return next(one for one in found if one.form == form)


@pytest.mark.parametrize(
    ("born", "forms"),
    [
        (date(2026, 9, 14), []),  # 28 days
        (date(2026, 9, 13), ["development"]),
        (date(2020, 10, 13), ["development"]),  # 71 months
        (date(2020, 10, 12), []),
        (date(2016, 10, 13), []),
        (date(2016, 10, 12), ["heeadsss"]),  # 10 years
        (date(2008, 10, 12), ["heeadsss", "srq20"]),  # 18 years
        (date(2007, 10, 12), ["srq20"]),
        (date(1986, 10, 12), ["srq20", "puma"]),  # 40 years
        (date(1966, 10, 12), ["srq20", "puma", "aks", "skilas"]),  # 60 years
        (date(2026, 10, 13), []),  # not yet born
    ],
)
def test_a_person_gets_the_forms_of_the_age(village: Village, born: date, forms: list[str]) -> None:
    rules = storing.rules_of(Visit(posyandu=village.melati, date=OPENING_DAY))
    assert forms_of(born, OPENING_DAY, rules) == forms


def test_what_was_never_asked_is_due(village: Village) -> None:
    person = make_resident(village.melati, born=BORN["elder"])
    assert states(person) == {"srq20": "due", "puma": "due", "aks": "due", "skilas": "due"}


def test_a_form_is_asked_again_after_a_year(village: Village) -> None:
    person = make_resident(village.melati, born=BORN["adult"])
    before = make_visit(person, date(2025, 10, 20))
    filled(before, "srq20", srq(), village.kader)

    now = forms_for(person, OPENING_DAY, storing.rules_of(before))[0]
    assert (now.state, now.next_on, now.is_open) == ("not_yet", date(2026, 10, 20), False)
    assert states(person, date(2026, 10, 20)) == {"srq20": "due"}


def test_todays_form_is_done_unfinished_or_put_off(village: Village) -> None:
    visit = visit_of(village, "elder")
    filled(visit, "srq20", {"tidur": "ya"}, village.kader)
    filled(visit, "aks", healthy("aks", visit), village.kader)
    storing.postpone_screening(visit=visit, form="skilas", because="Sedang nyeri", user=village.kader)
    assert states(visit.resident) == {
        "srq20": "unfinished",
        "puma": "due",
        "aks": "done",
        "skilas": "postponed",
    }


def test_what_was_put_off_is_due_next_time(village: Village) -> None:
    visit = visit_of(village, "adult")
    storing.postpone_screening(visit=visit, form="srq20", because="Sedang nyeri", user=village.kader)
    assert states(visit.resident, date(2026, 11, 9)) == {"srq20": "due"}


def test_a_cancelled_visit_asked_nothing(village: Village) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(), village.kader)
    Visit.objects.unscoped("in a test").filter(pk=visit.pk).update(
        cancelled_at=visit.recorded_at, cancel_reason="Salah orang"
    )
    assert states(visit.resident, date(2026, 11, 9)) == {"srq20": "due"}


def test_a_checklist_rests_until_the_next_sheet_once_all_is_reached(village: Village) -> None:
    visit = visit_of(village, "toddler")
    filled(visit, "development", healthy("development", visit), village.kader)
    today = state_of(visit, "development")
    assert (today.state, today.last) == ("done", None)
    assert states(visit.resident, date(2026, 11, 9)) == {"development": "not_yet"}
    assert states(visit.resident, date(2027, 1, 1)) == {"development": "due"}


def test_a_checklist_with_something_missing_is_asked_every_time(village: Village) -> None:
    visit = visit_of(village, "toddler")
    filled(visit, "development", healthy("development", visit, **{"12-18bl.3": "tidak"}), village.kader)
    assert states(visit.resident, date(2026, 11, 9)) == {"development": "due"}
