"""Hari Ini: open the day, find a person, weigh, see the result, correct, cancel."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registry.ids import new_id
from registry.models import Resident
from registry.rules.life_stage import add_months
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits.models import ChildCheck, Session, Visit, VisitRevision
from visits.results import result_of
from visits.sheet import person_of, words_of

Browser = Callable[..., Client]


def entry_url(session: Session, resident: Resident) -> str:
    return reverse("visit_entry", args=[session.pk, resident.pk])


def typed(**measures: Any) -> dict[str, Any]:
    return {"visit_id": str(new_id()), "position": "telentang"} | measures


def test_weighing_with_a_comma_shows_the_result_in_words(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, "Aisyah")
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    session = make_session(village.melati)
    answer = client_of(village.kader).post(
        entry_url(session, girl), typed(weight_kg="9,4", height_cm="75,7"), follow=True
    )

    check = Visit.objects.get(date=OPENING_DAY).child_check
    assert (check.weight_kg, check.height_cm, check.gain_status) == (Decimal("9.40"), Decimal("75.7"), "N")
    assert "Berat naik 300 g dari bulan lalu. Baik." in answer.content.decode()
    assert Visit.objects.get(date=OPENING_DAY).session == session


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("weight_kg", "94", "Maksud Ibu 9,4?"),
        ("weight_kg", "abc", "Tulis dengan angka, misalnya 9,4."),
        ("weight_kg", "9,456", "paling banyak 2 angka"),
        ("height_cm", "757", "Maksud Ibu 75,7?"),
        ("head_cm", "4", "Lingkar kepala 4 cm tidak mungkin. Maksud Ibu 40?"),
        ("muac_cm", "142", "Tampaknya dalam mm: maksud Ibu 14,2 cm?"),
        ("muac_cm", "4000", "LiLA harus antara 6 dan 35 cm."),
        ("position", "miring", "Pilih dari daftar"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_keeps_the_rest(
    village: Village, client_of: Browser, field: str, value: str, words: str
) -> None:
    girl = make_resident(village.melati)
    session = make_session(village.melati)
    answer = client_of(village.kader).post(entry_url(session, girl), typed(muac_cm="14,2") | {field: value})

    assert answer.status_code == 200
    assert any(words in message for message in answer.context["form"].errors[field])
    assert f'value="{value}"' in answer.content.decode() or field == "position"
    assert not Visit.objects.exists()


def test_an_unlikely_value_is_asked_about_once_and_kept_when_saved_again(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1", height_cm="75.0")
    session = make_session(village.melati)
    kader, values = client_of(village.kader), typed(weight_kg="6,5", height_cm="75,7")

    asked = kader.post(entry_url(session, girl), values)
    assert "Bila sudah benar, tekan Simpan sekali lagi." in asked.content.decode()
    assert not Visit.objects.filter(date=OPENING_DAY).exists()
    kader.post(entry_url(session, girl), values | {"sure": asked.context["form"]["sure"].value()})
    assert Visit.objects.get(date=OPENING_DAY).child_check.weight_kg == Decimal("6.50")


def test_another_unlikely_value_is_asked_about_again(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    session = make_session(village.melati)
    kader, values = client_of(village.kader), typed(weight_kg="6,5")
    asked = kader.post(entry_url(session, girl), values)
    kader.post(
        entry_url(session, girl), values | {"weight_kg": "5,5", "sure": asked.context["form"]["sure"].value()}
    )

    assert not Visit.objects.filter(date=OPENING_DAY).exists()


def test_an_adult_is_asked_both_numbers_of_the_blood_pressure(village: Village, client_of: Browser) -> None:
    man = make_resident(village.melati, sex="L", born=date(1960, 1, 1))
    session = make_session(village.melati)
    kader = client_of(village.kader)
    one = kader.post(entry_url(session, man), typed(systolic="140"))
    swapped = kader.post(entry_url(session, man), typed(systolic="80", diastolic="120"))

    assert "diastolic" in one.context["form"].errors or "systolic" in one.context["form"].errors
    assert "Maksud Ibu 120/80?" in swapped.content.decode()
    assert not Visit.objects.exists()


def test_high_blood_pressure_is_referred_in_red_with_a_word(village: Village, client_of: Browser) -> None:
    man = make_resident(village.melati, sex="L", born=date(1960, 1, 1))
    session = make_session(village.melati)
    page = client_of(village.kader).post(
        entry_url(session, man),
        typed(systolic="150", diastolic="90", weight_kg="64", height_cm="160"),
        follow=True,
    )

    assert "Tekanan darah 150/90: tinggi. Rujuk." in page.content.decode()
    assert "is-rujuk" in page.content.decode()


@pytest.mark.parametrize(
    ("years", "asked", "folded"),
    [
        (6, [], []),
        (7, [], ["systolic", "diastolic"]),
        (14, [], ["systolic", "diastolic"]),
        (15, ["waist_cm", "systolic", "diastolic"], []),
    ],
)
def test_a_schoolchild_is_asked_by_its_age_and_pressure_is_folded_away(
    village: Village, client_of: Browser, years: int, asked: list[str], folded: list[str]
) -> None:
    child = make_resident(village.melati, born=add_months(OPENING_DAY, -12 * years))
    session = make_session(village.melati)

    page = client_of(village.kader).get(entry_url(session, child))

    section = next(each for each in page.context["form"].sections() if each.step == 2)
    assert [row["field"].name for row in section.rows] == ["weight_kg", "height_cm", *asked]
    assert [row["field"].name for row in section.folded] == folded
    assert ("Kolom lain, bila ada" in page.content.decode()) is bool(folded)


def test_a_folded_pressure_is_judged_by_the_limits_of_the_age(village: Village, client_of: Browser) -> None:
    child = make_resident(village.melati, sex="L", born=add_months(OPENING_DAY, -12 * 9))
    session = make_session(village.melati)
    kader = client_of(village.kader)

    one = kader.post(entry_url(session, child), typed(systolic="110"))
    # What was typed is never folded away.
    measures = next(each for each in one.context["form"].sections() if each.step == 2)
    assert "systolic" in [row["field"].name for row in measures.rows]

    kader.post(entry_url(session, child), typed(systolic="110", diastolic="60", weight_kg="26"))
    stored = Visit.objects.unscoped("a test").with_cards().get(resident=child)
    assert [each.code for each in result_of(stored).proposals] == ["TD anak"]


def test_last_months_values_stand_beside_the_fields(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    page = client_of(village.kader).get(entry_url(make_session(village.melati), girl))

    assert "bulan lalu 9,1" in page.content.decode()


def test_correcting_from_the_roster_changes_the_same_visit(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    session = make_session(village.melati)
    kader = client_of(village.kader)
    kader.post(entry_url(session, girl), typed(weight_kg="9,4"))
    form = kader.get(entry_url(session, girl)).context["form"]
    kader.post(
        entry_url(session, girl),
        {"visit_id": form["visit_id"].value(), "revision": form["revision"].value(), "weight_kg": "9,6"},
    )

    assert ChildCheck.objects.get().weight_kg == Decimal("9.60")
    page = kader.get(Visit.objects.get().get_absolute_url()).content.decode()
    assert "Sebelum diubah" in page
    assert "Berat 9,4 kg" in page


def test_a_second_phone_that_saves_over_the_first_is_told(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    session = make_session(village.melati)
    kader = client_of(village.kader)
    kader.post(entry_url(session, girl), typed(weight_kg="9,4"))
    answer = kader.post(entry_url(session, girl), typed(weight_kg="9,6"))

    assert answer.status_code == 200
    error = answer.context["form"].errors["weight_kg"][0]
    assert error.startswith("Tersimpan 9,4 oleh Sri Wahyuni pukul ")
    assert ChildCheck.objects.get().weight_kg == Decimal("9.40")


def test_a_foreign_visit_id_is_not_there(village: Village, client_of: Browser) -> None:
    theirs = make_visit(make_resident(village.mawar), weight_kg="9.0")
    girl = make_resident(village.melati)
    answer = client_of(village.kader).post(
        entry_url(make_session(village.melati), girl), typed(weight_kg="9,4") | {"visit_id": str(theirs.pk)}
    )

    assert answer.status_code == 404


def test_cancelling_needs_a_reason_and_shows_it_afterwards(village: Village, client_of: Browser) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    kader, url = client_of(village.kader), reverse("visit_cancel", args=[visit.pk])
    refused = kader.post(url, {"reason": ""})
    assert "Tulis alasannya" in refused.content.decode()
    kader.post(url, {"reason": "salah orang"})

    visit.refresh_from_db()
    assert visit.cancelled_at is not None
    assert "salah orang" in kader.get(visit.get_absolute_url()).content.decode()
    assert VisitRevision.objects.get().change == "batal"


def test_a_cancelled_visit_stays_in_the_persons_history_without_a_result(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati)
    visit = make_visit(girl, weight_kg="9.4")
    kader = client_of(village.kader)
    kader.post(reverse("visit_cancel", args=[visit.pk]), {"reason": "salah orang"})

    page = kader.get(girl.get_absolute_url()).content.decode()
    assert "Dibatalkan" in page


def test_somebody_born_after_the_day_cannot_be_measured_on_it(village: Village, client_of: Browser) -> None:
    baby = make_resident(village.melati, born=date(2026, 11, 1), since=date(2026, 11, 1))
    answer = client_of(village.kader).get(entry_url(make_session(village.melati), baby), follow=True)

    assert any("belum lahir" in str(message) for message in answer.context["messages"])


@pytest.mark.parametrize("who", ["dinkes", "desa_officer", "admin"])
def test_names_stop_at_the_puskesmas(village: Village, client_of: Browser, who: str) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    browser = client_of(getattr(village, who))

    for url in (
        visit.get_absolute_url(),
        visit.resident.get_absolute_url(),
        reverse("resident_list"),
        reverse("today"),
    ):
        assert browser.get(url).status_code == 403


def test_the_bidan_and_the_puskesmas_see_their_whole_area(village: Village, client_of: Browser) -> None:
    ours = make_visit(make_resident(village.melati), weight_kg="9.4")
    theirs = make_visit(make_resident(village.mawar), weight_kg="9.4")

    assert client_of(village.bidan).get(ours.get_absolute_url()).status_code == 200
    assert client_of(village.bidan).get(theirs.get_absolute_url()).status_code == 404
    assert client_of(village.officer).get(theirs.get_absolute_url()).status_code == 200


def test_a_persons_page_needs_as_many_queries_for_three_visits_as_for_one(
    village: Village, client_of: Browser, django_assert_num_queries: Callable[..., Any]
) -> None:
    kader, girl = client_of(village.kader), make_resident(village.melati)
    make_visit(girl, date(2026, 8, 12), weight_kg="9.0")
    kader.get(girl.get_absolute_url())
    with django_assert_num_queries(29):
        kader.get(girl.get_absolute_url())
    for month in (9, 10):
        make_visit(girl, date(2026, month, 12), weight_kg="9.2")
    with django_assert_num_queries(29):
        kader.get(girl.get_absolute_url())


def test_saving_nothing_asks_whether_the_person_only_came(village: Village, client_of: Browser) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    kader, values = client_of(village.kader), typed()
    asked = kader.post(entry_url(session, girl), values)
    assert "hanya hadir yang dicatat" in asked.content.decode()
    assert not Visit.objects.exists()

    kader.post(entry_url(session, girl), values | {"sure": asked.context["form"]["sure"].value()})
    assert Visit.objects.get().summary == "Hadir, belum diukur"


def test_who_saves_over_a_newer_value_sees_both_and_may_decide(village: Village, client_of: Browser) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    kader = client_of(village.kader)
    kader.post(entry_url(session, girl), typed(weight_kg="9,4"))
    visit = Visit.objects.get()
    mine = {"visit_id": str(visit.pk), "revision": "1", "weight_kg": "9,6"}
    client_of(village.bidan).post(entry_url(session, girl), mine | {"weight_kg": "9,5"})

    asked = kader.post(entry_url(session, girl), mine)
    (told,) = asked.context["form"].errors["weight_kg"]
    assert re.sub(r"pukul \d\d\.\d\d", "pukul ..", told) == (
        "Tersimpan 9,5 oleh Ratna Dewi pukul ..; Anda menulis 9,6."
    )
    kader.post(entry_url(session, girl), mine | {"revision": asked.context["form"]["revision"].value()})
    assert ChildCheck.objects.get().weight_kg == Decimal("9.60")


def test_a_page_that_names_no_revision_overwrites_nothing(village: Village, client_of: Browser) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    url = reverse("visit_edit", args=[visit.pk])
    client_of(village.kader).post(url, {"visit_id": str(visit.pk), "weight_kg": "9,6"})

    assert ChildCheck.objects.get().weight_kg == Decimal("9.40")


def test_the_result_proposes_whom_to_see_and_why(village: Village, client_of: Browser) -> None:
    man = make_resident(village.melati, sex="L", born=date(1960, 1, 1))
    visit = make_visit(man, systolic=185, diastolic=112)
    page = client_of(village.kader).get(visit.get_absolute_url()).content.decode()

    assert "Usul rujukan" in page
    assert "185/112" in page.split("Usul rujukan")[1]


def test_a_value_kept_after_a_question_is_noted(village: Village, client_of: Browser) -> None:
    girl, session = make_resident(village.melati), make_session(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    kader, values = client_of(village.kader), typed(weight_kg="6,5")
    asked = kader.post(entry_url(session, girl), values)
    page = kader.post(
        entry_url(session, girl), values | {"sure": asked.context["form"]["sure"].value()}, follow=True
    )

    assert Visit.objects.get(date=OPENING_DAY).remeasured == ["weight_kg"]
    assert "sudah ditanyakan dan tetap begitu" in page.content.decode()


def test_large_gains_are_written_with_a_point(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    visit = make_visit(girl, weight_kg="7.4")

    assert "Berat turun 1.700 g" in client_of(village.kader).get(visit.get_absolute_url()).content.decode()


def test_who_saved_what_is_told_in_the_words_of_the_card(village: Village) -> None:
    child = make_resident(village.melati, "Bagus", sex="L")
    visit = make_visit(child, by=village.kader, weight_kg="9.4", height_cm="75", position="telentang")
    save = visit.saves.get()
    assert "Panjang atau tinggi badan" in words_of(save, person_of(visit))
    assert "_" not in words_of(save, person_of(visit))
