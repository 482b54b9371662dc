"""Who is sent on: every reason of the cards, with the value that raised it, how soon and where to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.rules.life_stage import Sex
from visits.rules import book
from visits.rules.anaemia import AnaemiaClass
from visits.rules.book import CURRENT
from visits.rules.danger_signs import SignList, noted_signs
from visits.rules.maternal_referral import MaternalReason
from visits.rules.nutrition import BmiForAge, HeadCircumference, HeightForAge, Muac, WeightForHeight
from visits.rules.referral import (
    Destination,
    Elderly,
    Proposal,
    Reason,
    Senses,
    Tuberculosis,
    Urgency,
    propose_adult,
    propose_at_home,
    propose_child,
    propose_mother,
    propose_school_age,
    shown_to,
)
from visits.rules.senses import SenseResult
from visits.rules.weight_gain import GainStatus, WeightGain


def told(proposals: list[Proposal]) -> list[tuple[str, str]]:
    return [(proposal.code, proposal.reason) for proposal in proposals]


def not_gained(grams: int | None) -> WeightGain:
    return WeightGain(GainStatus.NOT_GAINED, grams, 300, None, close_warning=False)


def test_healthy_people_and_unmeasured_ones_stay() -> None:
    assert (
        propose_child() == propose_school_age(sex=Sex.MALE, age_years=12) == propose_adult(age_years=40) == []
    )
    assert propose_mother() == propose_at_home([]) == []
    assert propose_child(
        gain=WeightGain(GainStatus.GAINED, 400, 300, None, close_warning=False),
        weight_for_age_z=Decimal("-1.2"),
        weight_for_height=WeightForHeight.NORMAL,
        height_for_age=HeightForAge.TALL,
        head=HeadCircumference.NORMAL,
        muac=Muac.WASTED,
        development_complete=True,
        tuberculosis=Tuberculosis(1, close_contact=False),
    ) == []  # fmt: skip


def test_each_reason_of_the_child_card_names_its_value() -> None:
    found = propose_child(
        gain=not_gained(100),
        weight_for_age_z=Decimal("-3.40"),
        weight_for_height=WeightForHeight.WASTED,
        weight_for_height_z=Decimal("-2.50"),
        height_for_age=HeightForAge.STUNTED,
        height_for_age_z=Decimal("-2.10"),
        head=HeadCircumference.BELOW_NORMAL,
        head_cm=Decimal("41.5"),
        development_complete=False,
        tuberculosis=Tuberculosis(2),
    )

    assert told(found) == [
        ("BB/TB", "Berat menurut tinggi: Gizi kurang (z BB/TB -2,5)."),
        ("T", "Berat badan tidak naik (naik 100 g, paling sedikit 300 g)."),
        ("BGM", "Berat badan di bawah garis merah (z BB/U -3,4)."),
        ("TB/U", "Tinggi menurut umur: Pendek (z TB/U -2,1)."),
        ("LK/U", "Lingkar kepala 41,5 cm: kurang dari normal."),
        ("TBC", "2 tanda TBC."),
        ("ceklis", "Ceklis perkembangan tidak lengkap."),
    ]
    assert {proposal.urgency for proposal in found} == {Urgency.ORDINARY}


@pytest.mark.parametrize(
    ("grams", "run", "code", "text"),
    [
        (-200, 1, "T", "Berat badan tidak naik (turun 200 g)."),
        (-8800, 1, "T", "Berat badan tidak naik (turun 8.800 g)."),
        (None, 1, "T", "Berat badan tidak naik."),
        (0, 2, "2T", "Berat badan tidak naik 2 bulan berturut-turut (naik 0 g, paling sedikit 300 g)."),
    ],
)
def test_a_weight_that_does_not_rise_is_one_proposal(
    grams: int | None, run: int, code: str, text: str
) -> None:
    assert told(propose_child(gain=not_gained(grams), not_gained_run=run)) == [(code, text)]


def test_severe_wasting_goes_the_same_day_and_stands_first() -> None:
    found = propose_child(
        height_for_age=HeightForAge.STUNTED,
        weight_for_height=WeightForHeight.SEVERELY_WASTED,
        muac=Muac.SEVERELY_WASTED,
        muac_cm=Decimal("11.2"),
    )

    assert [(proposal.code, proposal.urgency.value, proposal.destination.value) for proposal in found] == [
        ("BB/TB", "segera", "Puskesmas"),
        ("LiLA", "segera", "Puskesmas"),
        ("TB/U", "biasa", "Puskesmas"),
    ]
    assert found[1].reason == "LiLA 11,2 cm merah: Gizi buruk."


@pytest.mark.parametrize(
    ("category", "urgency"),
    [
        (BmiForAge.SEVERELY_THIN, Urgency.SOON),
        (BmiForAge.THIN, Urgency.ORDINARY),
        (BmiForAge.OVERWEIGHT, Urgency.ORDINARY),
        (BmiForAge.OBESE, Urgency.ORDINARY),
    ],
)
def test_past_the_age_of_weight_for_height_the_body_mass_sends_on(
    category: BmiForAge, urgency: Urgency
) -> None:
    assert propose_child(bmi_for_age=category, bmi_for_age_z=Decimal("-3.20")) == [
        Proposal("IMT/U", f"IMT menurut umur: {category} (z IMT/U -3,2).", urgency, Destination.PUSKESMAS, "ANT-07")
    ]  # fmt: skip
    assert propose_child(bmi_for_age=BmiForAge.NORMAL) == []
    assert [each.code for each in propose_child(bmi_for_age=category, oedema=True)] == [Reason.OEDEMA]


@pytest.mark.parametrize(
    ("sex", "years", "reading", "codes"),
    [
        (Sex.MALE, 7, (105, 67), []),
        (Sex.MALE, 7, (106, 60), ["TD anak"]),
        (Sex.FEMALE, 9, (107, 71), ["TD anak"]),
        (Sex.MALE, 9, (107, 60), ["TD anak"]),
        (Sex.MALE, 7, (130, 70), ["TD"]),
        (Sex.MALE, 6, (125, 75), []),
        (Sex.MALE, 13, (125, 75), []),
    ],
)
def test_a_childs_pressure_is_judged_by_the_limits_of_its_age(
    sex: Sex, years: int, reading: tuple[int, int], codes: list[str]
) -> None:
    found = propose_school_age(sex=sex, age_years=years, systolic=reading[0], diastolic=reading[1])

    assert [proposal.code for proposal in found] == codes


def test_a_childs_pressure_goes_to_the_puskesmas_for_evaluation() -> None:
    assert propose_school_age(sex=Sex.MALE, age_years=7, systolic=106, diastolic=60) == [
        Proposal(
            "TD anak",
            "Tekanan darah 106/60 di atas batas untuk umurnya: perlu evaluasi tekanan darah.",
            Urgency.ORDINARY,
            Destination.PUSKESMAS,
            "TD-04",
        )
    ]


def test_oedema_speaks_instead_of_the_weight() -> None:
    found = propose_child(
        oedema=True, weight_for_height=WeightForHeight.SEVERELY_WASTED, weight_for_age_z=None
    )

    assert [(proposal.code, proposal.urgency) for proposal in found] == [(Reason.OEDEMA, Urgency.SOON)]


def test_a_child_above_the_orange_line_is_looked_at() -> None:
    assert told(propose_child(weight_for_age_z=Decimal("1.01"))) == [
        ("di atas garis oranye", "Berat badan di atas garis oranye (z BB/U 1,01).")
    ]


def test_close_contact_is_sent_on_without_symptoms() -> None:
    assert told(propose_child(tuberculosis=Tuberculosis(1, close_contact=True))) == [
        ("kontak TBC", "Kontak erat dengan pasien TBC.")
    ]


def test_danger_signs_go_to_the_hospital_when_life_is_at_stake() -> None:
    newborn = noted_signs(SignList.NEWBORN, ["demam", "kejang"])
    feverish = noted_signs(SignList.NEWBORN, ["demam"])

    assert propose_at_home(newborn) == [
        Proposal("tanda bahaya", "Tanda bahaya: Demam; Kejang.", Urgency.EMERGENCY, Destination.HOSPITAL, "HML-08")
    ]  # fmt: skip
    assert [(each.urgency, each.destination) for each in propose_child(signs=feverish)] == [
        (Urgency.SOON, Destination.PUSKESMAS)
    ]


def test_an_adult_card_with_everything() -> None:
    found = propose_adult(
        age_years=70,
        systolic=150,
        diastolic=95,
        glucose_mg_dl=230,
        tuberculosis=Tuberculosis(2),
        puma_score=6,
        srq_score=6,
        senses=Senses(
            right_eye=SenseResult.DISTURBED, left_eye=SenseResult.DISTURBED, left_ear=SenseResult.DISTURBED
        ),
        elderly=Elderly(19, "Ketergantungan ringan", ["kognitif", "depresi"]),
    )

    assert told(found) == [
        ("TD", "Tekanan darah 150/95: tinggi."),
        ("gula darah", "Gula darah 230 mg/dL: tinggi."),
        ("TBC", "2 tanda TBC."),
        ("PUMA", "Skor PUMA 6."),
        ("SRQ-20", "Skor SRQ-20 6."),
        ("mata", "Tes hitung jari: gangguan kanan dan kiri."),
        ("telinga", "Tes berbisik: gangguan kiri."),
        ("AKS", "Skor AKS 19: ketergantungan ringan."),
        ("SKILAS", "SKILAS: penurunan kognitif, gejala depresi."),
    ]


def test_just_under_every_limit_nobody_is_sent_on() -> None:
    assert propose_adult(
        age_years=70, systolic=139, diastolic=89, glucose_mg_dl=199, tuberculosis=Tuberculosis(1), puma_score=5,
        srq_score=5, senses=Senses(right_eye=SenseResult.NORMAL), elderly=Elderly(20, "Mandiri", []),
    ) == []  # fmt: skip


def test_a_very_high_pressure_goes_the_same_day() -> None:
    found = propose_adult(age_years=50, systolic=185, diastolic=100)

    assert [(proposal.code, proposal.urgency) for proposal in found] == [("TD sangat tinggi", Urgency.SOON)]


def test_item_17_is_urgent_and_private_whatever_the_score() -> None:
    found = propose_adult(age_years=30, srq_score=1, srq_suicide=True)

    assert [(proposal.code, proposal.urgency, proposal.private) for proposal in found] == [
        ("SRQ-20 nomor 17", Urgency.SOON, True)
    ]
    assert shown_to(found, sees_private=False) == []
    assert shown_to(found, sees_private=True) == found


def test_the_wish_to_die_of_a_pupil_does_not_show_through_the_count() -> None:
    alone = propose_school_age(sex=Sex.MALE, age_years=16, heeadsss_problems=1, heeadsss_suicide=True)
    with_others = propose_school_age(sex=Sex.MALE, age_years=16, heeadsss_problems=3, heeadsss_suicide=True)

    assert [proposal.code for proposal in alone] == ["HEEADSSS bunuh diri"]
    assert told(shown_to(with_others, sees_private=False)) == [("HEEADSSS", "2 masalah pada HEEADSSS.")]


def test_a_pupils_pressure_and_blood_are_judged_by_the_age() -> None:
    found = propose_school_age(
        sex=Sex.FEMALE,
        age_years=16,
        systolic=132,
        diastolic=70,
        glucose_mg_dl=210,
        anaemia=AnaemiaClass.SEVERE,
        haemoglobin_g_dl=Decimal("7.4"),
        senses=Senses(right_ear=SenseResult.DISTURBED),
    )

    assert told(found) == [
        ("anemia", "Anemia berat (Hb 7,4 g/dL)."),
        ("TD", "Tekanan darah 132/70: tinggi."),
        ("gula darah", "Gula darah 210 mg/dL: tinggi."),
        ("telinga", "Tes berbisik: gangguan kanan."),
    ]
    assert (
        propose_school_age(sex=Sex.MALE, age_years=18, systolic=132, diastolic=70, anaemia=AnaemiaClass.NONE)
        == []
    )


def test_a_mothers_emergency_goes_to_the_hospital() -> None:
    found = propose_mother(muac_cm=Decimal("23.0"), systolic=170, diastolic=110)

    assert [(proposal.code, proposal.urgency, proposal.destination) for proposal in found] == [
        (MaternalReason.PRESSURE_AT_ONCE, Urgency.EMERGENCY, Destination.HOSPITAL),
        (MaternalReason.ARM, Urgency.ORDINARY, Destination.PUSKESMAS),
    ]


def test_every_reason_has_its_row_and_every_row_a_known_urgency_and_destination() -> None:
    for edition in book.read_table("referral")["editions"]:
        rows = edition["rows"]
        assert set(rows["reasons"]) == {reason.value for reason in Reason}
        assert {Urgency(row["urgency"]) for row in rows["reasons"].values()} <= set(Urgency)
        assert {Destination(row["destination"]) for row in rows["reasons"].values()} <= set(Destination)
    assert [code for code, row in CURRENT.rows("referral")["reasons"].items() if row.get("private")] == [
        "SRQ-20 nomor 17",
        "HEEADSSS bunuh diri",
    ]


def test_a_pupil_of_18_years_is_asked_srq_20_and_sent_on_by_it() -> None:
    found = propose_school_age(sex=Sex.FEMALE, age_years=18, srq_score=6, srq_suicide=True)

    assert [(each.code, each.private) for each in found] == [("SRQ-20 nomor 17", True), ("SRQ-20", False)]
    assert propose_school_age(sex=Sex.FEMALE, age_years=18, srq_score=5, srq_suicide=False) == []


def test_swollen_feet_leave_no_line_of_the_weight_to_speak() -> None:
    found = propose_child(oedema=True, weight_for_age_z=Decimal("1.5"))

    assert [each.code for each in found] == ["edema"]
