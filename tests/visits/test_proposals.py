"""A stored check proposes what its columns say, in the rules of its day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from registry.models import Membership, Resident, User
from registry.permissions import Role
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits.models import RuleOverride, Visit
from visits.proposals import by_heading, shown_to
from visits.results import result_of
from visits.rules.mental_health import srq20_answers
from visits.rules.nutrition import HeightForAge, WeightForHeight
from visits.rules.referral import propose_child
from visits.rules.weight_gain import GainStatus, WeightGain
from visits.screenings.storing import record_screening


@pytest.fixture
def colleague(village: Village) -> User:
    """A second kader at Melati."""
    user = User.objects.create(username="kader.melati.2", full_name="Tutik Handayani")
    Membership.objects.create(
        user=user, unit=village.melati.unit, role=Role.KADER, valid_from=date(2026, 1, 1)
    )
    return user


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


@pytest.mark.parametrize(
    ("born", "reading", "level", "codes"),
    [
        (date(2019, 3, 1), (105, 67), "baik", []),
        (date(2019, 3, 1), (106, 60), "rujuk", ["TD anak"]),
        (date(2014, 3, 1), (113, 60), "rujuk", ["TD anak"]),
        (date(2013, 3, 1), (122, 76), "perhatian", []),
        (date(2009, 3, 1), (129, 79), "perhatian", []),
        (date(2009, 3, 1), (130, 70), "rujuk", ["TD"]),
    ],
)
def test_a_pupils_pressure_is_as_loud_as_what_is_proposed(
    village: Village, born: date, reading: tuple[int, int], level: str, codes: list[str]
) -> None:
    boy = make_resident(village.melati, sex="L", born=born)
    visit = make_visit(boy, systolic=reading[0], diastolic=reading[1])

    assert (result_of(visit).level, [code for code, _ in told(visit)]) == (level, codes)


@pytest.mark.parametrize(
    ("weight", "word"), [("16.0", "sangat kurus"), ("19.0", "kurus"), ("29.0", "gemuk"), ("34.0", "obesitas")]
)
def test_body_mass_of_a_pupil_is_told_to_the_officer_and_sends_nobody_on(
    village: Village, weight: str, word: str
) -> None:
    visit = make_visit(
        make_resident(village.melati, born=date(2018, 3, 1)), weight_kg=weight, height_cm="124.0"
    )

    result = result_of(visit)
    assert (result.level, result.proposals) == ("perhatian", [])
    assert f": {word}." in result.findings[0].text


def asked(village: Village, yes: list[int]) -> Visit:
    """A visit of the kader on which she asked the SRQ-20; `yes` are the numbers answered Ya."""
    visit = make_visit(adult(village), by=village.kader, systolic=120, diastolic=80)
    record_screening(visit=visit, form="srq20", answers=srq20_answers(yes), user=village.kader)
    return Visit.objects.unscoped("a test").with_cards().get(pk=visit.pk)


@pytest.fixture
def told_of_dying(village: Village) -> Visit:
    """A visit whose answers to SRQ-20 call for help."""
    return asked(village, [1, 2, 3, 4, 5, 17])


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("kader", ["SRQ-20 nomor 17", "SRQ-20"]),
        ("bidan", ["SRQ-20 nomor 17", "SRQ-20"]),
        ("officer", ["SRQ-20 nomor 17", "SRQ-20"]),
        ("neighbour", ["SRQ-20"]),
        ("desa_officer", ["SRQ-20"]),
        ("dinkes", ["SRQ-20"]),
        ("admin", ["SRQ-20"]),
    ],
)
def test_private_reasons_are_for_the_recorder_the_bidan_and_the_puskesmas(
    village: Village, told_of_dying: Visit, who: str, codes: list[str]
) -> None:
    found = result_of(told_of_dying).proposals

    assert [each.code for each in shown_to(found, getattr(village, who), told_of_dying)] == codes


def test_another_kader_of_the_same_posyandu_reads_the_score_only(
    village: Village, colleague: User, told_of_dying: Visit
) -> None:
    found = result_of(told_of_dying).proposals

    assert [each.code for each in shown_to(found, colleague, told_of_dying)] == ["SRQ-20"]


def test_the_bidan_of_another_desa_reads_no_private_reason(village: Village, told_of_dying: Visit) -> None:
    bidan = User.objects.create(username="bidan.lain")
    Membership.objects.create(
        user=bidan, unit=village.other_desa, role=Role.BIDAN, valid_from=date(2026, 1, 1)
    )

    assert [each.code for each in shown_to(result_of(told_of_dying).proposals, bidan, told_of_dying)] == [
        "SRQ-20"
    ]


@pytest.mark.parametrize(
    ("who", "sees"), [("kader", True), ("bidan", True), ("officer", True), ("colleague", False)]
)
def test_page_and_api_show_private_reasons_to_the_same_people(
    village: Village,
    colleague: User,
    told_of_dying: Visit,
    client_of: Callable[[User], Client],
    who: str,
    *,
    sees: bool,
) -> None:
    client = client_of(colleague if who == "colleague" else getattr(village, who))
    page = client.get(told_of_dying.get_absolute_url()).content.decode()
    one = client.get(f"/api/v1/visits/{told_of_dying.pk}/").json()
    (row,) = client.get("/api/v1/visits/").json()["results"]

    assert ("mengakhiri hidup" in page, "nomor 17" in page) == (sees, sees)
    assert ("Skor SRQ-20 6." in page) is sees
    codes = ["SRQ-20 nomor 17", "SRQ-20"] if sees else ["SRQ-20"]
    assert [[each["code"] for each in answer["proposals"]] for answer in (one, row)] == [codes, codes]
    assert ("hidup" in str(one)) is sees


def test_to_other_kader_nothing_on_the_page_tells_that_there_is_a_private_reason(
    village: Village,
    colleague: User,
    client_of: Callable[[User], Client],
) -> None:
    pages = []
    # Sent on for the number of answers, or for the one answer alone.
    for yes in ([1, 2, 3, 4, 5, 6], [17]):
        visit = asked(village, yes)
        page = client_of(colleague).get(visit.get_absolute_url()).content.decode()
        pages.append(re.findall(r"usul-rujukan|is-rujuk|bidan", page.lower()))

    assert pages[0] == pages[1]


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
