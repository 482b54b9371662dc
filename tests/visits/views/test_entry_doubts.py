"""The question "Apakah benar?" on the entry page: the whole card is looked at, a kept answer is remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registry.ids import new_id
from registry.models import Resident, User
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits.models import RuleOverride, Session, Visit

Browser = Callable[[User], Client]


def typed(**measures: Any) -> dict[str, Any]:
    return {"visit_id": str(new_id()), "position": "telentang"} | measures


def entry_url(session: Session, resident: Resident) -> str:
    return reverse("visit_entry", args=[session.pk, resident.pk])


@pytest.fixture
def man(village: Village) -> Resident:
    return make_resident(village.melati, sex="L", born=date(1960, 1, 1))


def test_swapped_weight_and_height_are_one_message(village: Village, client_of: Browser) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    answer = client_of(village.kader).post(entry_url(session, girl), typed(weight_kg="75,7", height_cm="9,4"))

    assert answer.context["form"].errors == {
        "weight_kg": ["Berat dan tinggi tampaknya tertukar. Maksud Ibu berat 9,4 kg dan tinggi 75,7 cm?"]
    }


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("glucose_mg_dl", "5,6", "Tampaknya dalam mmol/L: maksud Ibu 100,8 mg/dL?"),
        ("glucose_mg_dl", "100,5", "Tulis angka bulat, tanpa koma."),
        ("weight_kg", "610", "Maksud Ibu 61?"),
        ("height_cm", "1,6", "Tampaknya dalam meter: maksud Ibu 160 cm?"),
        ("waist_cm", "300", "Lingkar perut harus antara 40 dan 200 cm."),
    ],
)
def test_an_adults_slip_is_answered_with_what_was_meant(
    man: Resident, village: Village, client_of: Browser, field: str, value: str, words: str
) -> None:
    answer = client_of(village.kader).post(
        entry_url(make_session(village.melati), man), typed(**{field: value})
    )

    assert any(words in message for message in answer.context["form"].errors[field])
    assert not Visit.objects.exists()


def test_an_adult_is_compared_with_the_visit_before(
    man: Resident, village: Village, client_of: Browser
) -> None:
    make_visit(man, date(2026, 7, 14), weight_kg="60", height_cm="165")
    answer = client_of(village.kader).post(
        entry_url(make_session(village.melati), man), typed(weight_kg="80", height_cm="165")
    )

    assert "Berat naik 20 kg dari sebelumnya (60 kg)" in answer.content.decode()


def test_a_kept_answer_is_remembered_as_measured_again(village: Village, client_of: Browser) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    kader, values = client_of(village.kader), typed(weight_kg="6,5", head_cm="45")
    asked = kader.post(entry_url(session, girl), values)
    kader.post(entry_url(session, girl), values | {"sure": asked.context["form"]["sure"].value()})

    assert Visit.objects.get(date=OPENING_DAY).remeasured == ["weight_kg"]


def test_a_value_typed_anew_loses_the_note(village: Village, client_of: Browser) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    kader, values = client_of(village.kader), typed(weight_kg="6,5")
    asked = kader.post(entry_url(session, girl), values)
    kader.post(entry_url(session, girl), values | {"sure": asked.context["form"]["sure"].value()})
    visit = Visit.objects.get(date=OPENING_DAY)
    edit = reverse("visit_edit", args=[visit.pk])
    kader.post(edit, values | {"visit_id": str(visit.pk), "revision": "1", "weight_kg": "9,5"})

    visit.refresh_from_db()
    assert (visit.remeasured, visit.revision) == ([], 2)
    assert visit.revisions.get().values["remeasured"] == ["weight_kg"]


def test_a_wrong_birth_date_is_asked_about_at_the_top(village: Village, client_of: Browser) -> None:
    baby, session = make_resident(village.melati, born=date(2026, 8, 13)), make_session(village.melati)
    answer = client_of(village.kader).post(entry_url(session, baby), typed(weight_kg="9,4", height_cm="75,7"))

    assert "Lahir 13 Agustus 2026: sudah benar?" in answer.context["form"].non_field_errors()[0]


def test_what_is_asked_follows_the_decision_of_the_kabupaten(village: Village, client_of: Browser) -> None:
    RuleOverride.objects.create(
        unit=village.kabupaten,
        setting="plausibility.weight_change",
        value="0.40",
        valid_from=date(2026, 1, 1),
    )
    girl, session = make_resident(village.melati), make_session(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    client_of(village.kader).post(entry_url(session, girl), typed(weight_kg="6,5"))

    assert Visit.objects.filter(date=OPENING_DAY).exists()
