"""What a phone offers besides the columns is what the pages of the server offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from registry.models import Resident, User
from registry.rules.life_stage import Sex, add_months
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from tests.visits.packing import fetch
from visits.forms.services_given import ServiceForm
from visits.models import ServiceGiven
from visits.pack import package
from visits.pack.choices import choices
from visits.referrals import refer
from visits.referrals.reasons import version_of
from visits.rules.book import CURRENT
from visits.services_given import kinds_for, unit_of

LogIn = Callable[[User], Client]
_YEARS = range(81)


def offered(sex: str, years: int) -> list[str]:
    """The kinds as a phone picks them."""
    found = []
    for kind, told in choices()["services"].items():
        first, last = told["years"]
        if first <= years <= last and (sex == Sex.FEMALE or not told.get("women")):
            found.append(kind)
    return found


@pytest.mark.parametrize("sex", list(Sex))
def test_everybody_is_offered_the_services_of_their_page(sex: Sex) -> None:
    for years in _YEARS:
        person = Resident(sex=sex, birth_date=add_months(OPENING_DAY, -12 * years))
        assert offered(sex, years) == kinds_for(person, OPENING_DAY)


@pytest.mark.parametrize("kind", list(ServiceGiven.Kind))
def test_a_service_asks_for_what_its_form_asks_for(kind: ServiceGiven.Kind) -> None:
    person = Resident(sex=Sex.FEMALE, birth_date=OPENING_DAY)
    form = ServiceForm(resident=person, kind=kind, day=OPENING_DAY, rules=CURRENT)
    told, fields = choices()["services"][kind], form.fields
    detail = told.get("detail")
    assert ("detail" in fields) == (detail is not None)
    assert ("quantity" in fields) == ("unit" in told or "units" in told)
    assert told["label"] == kind.label
    if detail:
        asked: Any = fields["detail"]
        assert detail["label"] == asked.label
        assert detail.get("choices", []) == [list(each) for each in getattr(asked, "choices", [])]
    if "quantity" in fields:
        assert told["usual"] == form.initial["quantity"]
        assert told.get("unit", "") == unit_of(kind)
    places: Any = fields["place"]
    words = [words for value, words in places.choices if value]
    assert [row[1] for row in choices()["service_places"]] == words


def test_the_choices_come_with_the_package_and_change_its_mark(
    village: Village, client_of: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session(village.melati, OPENING_DAY, by=village.kader)
    client = client_of(village.kader)
    assert fetch(client, session)["choices"] == choices()
    before = package.etag_of(session, village.kader)
    package._declared.cache_clear()
    monkeypatch.setattr(package, "choices", lambda: choices() | {"most": 90})
    after = package.etag_of(session, village.kader)
    package._declared.cache_clear()
    assert after != before


def test_a_letter_comes_with_the_mark_by_which_it_is_changed(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati, OPENING_DAY, by=village.kader)
    man = make_resident(village.melati, sex="L", born=add_months(OPENING_DAY, -700))
    visit = make_visit(man, OPENING_DAY, by=village.kader, systolic=190, diastolic=120)
    letter = refer(visit=visit, user=village.kader, own_reason="Tampak sangat pucat.")
    (person,) = fetch(client_of(village.kader), session)["people"]
    assert person["visit"]["letter"]["seen"] == version_of(letter)
    before = package.etag_of(session, village.kader)
    refer(visit=visit, user=village.kader, own_reason="Tampak sangat pucat.", note="Puasa dulu.")
    assert package.etag_of(session, village.kader) != before
