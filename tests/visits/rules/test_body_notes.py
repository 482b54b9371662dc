"""Small print beside the sentences: the class of a pressure and the second opinion on the body mass."""

from __future__ import annotations

from decimal import Decimal

from visits.rules.advice import note_body

REMARK = "Hamil: IMT dan lingkar perut tidak dinilai; tekanan darah dengan batas ibu hamil."


def test_the_class_of_a_pressure_stands_beside_the_letter_of_the_card() -> None:
    assert note_body(age_years=40, systolic=150, diastolic=85) == [
        "Kelas tekanan darah 150/85: hipertensi derajat 1, sistolik terisolasi."
    ]
    assert note_body(age_years=18, systolic=165, diastolic=95) == [
        "Kelas tekanan darah 165/95: hipertensi derajat 2."
    ]


def test_the_limits_of_asia_and_the_pacific_are_a_note() -> None:
    assert note_body(age_years=40, bmi=Decimal("24.0")) == ["IMT 24 menurut batas Asia-Pasifik: BB lebih."]


def test_what_was_not_measured_and_who_is_not_grown_has_no_note() -> None:
    assert note_body(age_years=40) == []
    assert note_body(age_years=40, systolic=150) == []
    assert note_body(age_years=17, bmi=Decimal("24.0"), systolic=150, diastolic=85) == []


def test_a_pregnant_woman_reads_why_nothing_is_said_about_her_body() -> None:
    assert note_body(age_years=30, bmi=Decimal("29.1"), pregnant=True) == [REMARK]
    assert note_body(age_years=30, systolic=120, diastolic=80, pregnant=True) == [REMARK]
    assert note_body(age_years=30, pregnant=True) == []
