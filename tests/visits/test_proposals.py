"""A stored check proposes what its columns say, in the rules of its day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from registry.models import Resident
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits.models import RuleOverride, Visit
from visits.proposals import by_heading
from visits.results import result_of
from visits.rules.nutrition import HeightForAge, WeightForHeight
from visits.rules.referral import propose_child
from visits.rules.weight_gain import GainStatus, WeightGain


def told(visit: Visit) -> list[tuple[str, str]]:
    stored = Visit.objects.unscoped("a test").with_cards().get(pk=visit.pk)
    return [(proposal.code, proposal.reason) for proposal in result_of(stored).proposals]


def adult(village: Village) -> Resident:
    return make_resident(village.melati, born=date(1970, 1, 1))


def test_a_thin_girl_who_lost_weight_is_sent_on_for_each_reason(village: Village) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, date(2026, 8, 10), weight_kg="7.4")
    make_visit(girl, date(2026, 9, 14), weight_kg="7.2")
    visit = make_visit(girl, weight_kg="6.5", height_cm="75.7", muac_cm="11.3")

    assert [code for code, _ in told(visit)] == ["BB/TB", "LiLA", "2T", "BGM"]
    assert told(visit)[2][1] == "Berat badan tidak naik 2 bulan berturut-turut (turun 700 g)."


def test_past_the_age_of_weight_for_height_a_thin_girl_is_still_sent_on(village: Village) -> None:
    girl = make_resident(village.melati, born=OPENING_DAY - timedelta(days=1857))
    visit = make_visit(girl, weight_kg="13.2", height_cm="109.0")

    assert told(visit) == [("IMT/U", "IMT menurut umur: Gizi buruk (z IMT/U -3,68).")]
    result = result_of(visit)
    assert (result.word, result.findings[0].text) == (
        "Rujuk",
        "IMT menurut umur: gizi buruk. Rujuk hari ini.",
    )


def test_while_weight_for_height_speaks_the_body_mass_is_silent(village: Village) -> None:
    girl = make_resident(village.melati, born=OPENING_DAY - timedelta(days=1856))
    visit = make_visit(girl, weight_kg="13.2", height_cm="109.0")

    assert [code for code, _ in told(visit)] == ["BB/TB"]
    assert "bmi_for_age" not in {finding.field for finding in result_of(visit).findings}


def test_a_boy_of_seven_is_judged_by_the_limits_of_his_age(village: Village) -> None:
    boy = make_resident(village.melati, sex="L", born=date(2019, 3, 1))

    assert told(make_visit(boy, date(2026, 9, 14), systolic=105, diastolic=67)) == []
    assert told(make_visit(boy, systolic=106, diastolic=60)) == [
        ("TD anak", "Tekanan darah 106/60 di atas batas untuk umurnya: perlu evaluasi tekanan darah.")
    ]


def test_reasons_that_go_the_same_way_stand_together() -> None:
    found = propose_child(
        gain=WeightGain(GainStatus.NOT_GAINED, None, 300, None, close_warning=False),
        weight_for_age_z=Decimal("-3.4"),
        height_for_age=HeightForAge.STUNTED,
        weight_for_height=WeightForHeight.SEVERELY_WASTED,
    )

    assert by_heading(found) == {
        "Puskesmas, segera": ["Berat menurut tinggi: Gizi buruk."],
        "Pustu": ["Berat badan tidak naik."],
        "Puskesmas": ["Berat badan di bawah garis merah (z BB/U -3,4).", "Tinggi menurut umur: Pendek."],
    }


def test_a_healthy_girl_and_one_who_only_came_stay(village: Village) -> None:
    assert told(make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="75.7")) == []
    assert told(make_visit(make_resident(village.melati))) == []


def test_an_adult_and_a_pupil_are_sent_on_by_their_own_limits(village: Village) -> None:
    pupil = make_resident(village.melati, born=date(2010, 1, 1))

    assert told(make_visit(adult(village), systolic=135, diastolic=80, glucose_mg_dl=230)) == [
        ("gula darah", "Gula darah 230 mg/dL: tinggi.")
    ]
    assert told(make_visit(pupil, systolic=135, diastolic=80)) == [("TD", "Tekanan darah 135/80: tinggi.")]


def test_a_decision_of_the_kabupaten_counts_for_proposals_too(village: Village) -> None:
    RuleOverride.objects.create(
        unit=village.kabupaten,
        setting="blood_pressure.high_systolic",
        value="135",
        valid_from=OPENING_DAY,
        reason="SK",
    )
    person = adult(village)

    assert told(make_visit(person, date(2026, 9, 14), systolic=136, diastolic=80)) == []
    assert told(make_visit(person, systolic=136, diastolic=80)) == [("TD", "Tekanan darah 136/80: tinggi.")]
