"""What a form says, and to whom: healthy people are sent nowhere, and a private answer reaches only few."""

from __future__ import annotations

from typing import Any

import pytest

from registry.models import User
from registry.rules.life_stage import Sex
from tests.conftest import Village
from tests.visits.screenings.people import filled, healthy, reloaded, srq, visit_of
from visits.models import Screening, Visit
from visits.rules.book import CURRENT
from visits.rules.referral import Proposal, propose_adult, propose_child, propose_school_age
from visits.screenings import (
    lines_for_card,
    may_read,
    outcome_of,
    screening_findings,
    screening_inputs,
    shown_to,
    storing,
)
from visits.screenings.judging import judged


def proposals_of(visit: Visit) -> list[Proposal]:
    """Of the screenings alone."""
    inputs, years = screening_inputs(visit, CURRENT), visit.resident.age_on(visit.date).years
    if visit.card_name == "child_check":
        return propose_child(**inputs)
    if visit.card_name == "school_age_check":
        return propose_school_age(sex=Sex(visit.resident.sex), age_years=years, **inputs)
    return propose_adult(age_years=years, **inputs)


def reasons(visit: Visit) -> list[str]:
    return [each.reason for each in proposals_of(reloaded(visit))]


@pytest.mark.parametrize(
    ("who", "forms"),
    [
        ("toddler", ["development"]),
        ("baby", ["development"]),
        ("teen", ["heeadsss"]),
        ("young", ["heeadsss", "srq20"]),
        ("smoker", ["srq20", "puma"]),
        ("elder", ["srq20", "puma", "aks", "skilas"]),
    ],
)
def test_healthy_answers_propose_nothing(village: Village, who: str, forms: list[str]) -> None:
    visit = visit_of(village, who)
    for form in forms:
        filled(visit, form, healthy(form, visit), village.kader)

    stored = reloaded(visit)
    assert [row.refers for row in stored.screenings.all()] == [False] * len(forms)
    assert proposals_of(stored) == []
    levels = {finding.level for finding in screening_findings(stored, storing.rules_of(visit))}
    assert levels == {"baik"}


@pytest.mark.parametrize(
    ("who", "form", "answers", "expected"),
    [
        ("toddler", "development", {"12-18bl.3": "tidak"}, ["Ceklis perkembangan tidak lengkap."]),
        ("teen", "heeadsss", {"rumah": "tidak", "obat": "ya"}, ["2 masalah pada HEEADSSS."]),
        ("teen", "heeadsss", {"bunuh_diri": "ya"}, ["HEEADSSS: ada pikiran bunuh diri."]),
        ("adult", "srq20", srq(1, 2, 3, 4, 5, 6), ["Skor SRQ-20 6."]),
        ("adult", "srq20", srq(17), ["SRQ-20 nomor 17 dijawab Ya: ada pikiran mengakhiri hidup."]),
        ("young", "srq20", srq(1, 2, 3, 4, 5, 6), ["Skor SRQ-20 6."]),
        ("elder", "aks", {"mandi": "0", "tangga": "1"}, ["Skor AKS 18: ketergantungan ringan."]),
        (
            "elder", "skilas", {"depresi_1": "ya", "mobilisasi": "ya"},
            ["SKILAS: keterbatasan mobilisasi, gejala depresi."],
        ),
        (
            "elder", "puma", {"merokok": ">30", "napas_pendek": "ya", "dahak": "ya"},
            ["Skor PUMA 6."],
        ),
    ],
)  # fmt: skip
def test_each_trigger_proposes_with_its_reason(
    village: Village, who: str, form: str, answers: dict[str, str], expected: list[str]
) -> None:
    visit = visit_of(village, who)
    filled(visit, form, {**healthy(form, visit), **answers}, village.kader)
    assert reasons(visit) == expected


def test_a_comfortable_home_is_no_problem_and_friends_are_none_either(village: Village) -> None:
    visit = visit_of(village, "teen")
    answers = dict.fromkeys(healthy("heeadsss", visit), "tidak") | {"rumah": "ya", "aktivitas": "ya"}
    row = filled(visit, "heeadsss", answers, village.kader)
    assert (row.score, row.refers) == (0, False)
    row = filled(visit, "heeadsss", answers | {"rumah": "tidak", "aktivitas": "tidak"}, village.kader)
    assert (row.score, row.refers) == (2, True)


def test_the_interviewer_judges_an_answer_that_need_not_be_a_problem(village: Village) -> None:
    visit = visit_of(village, "teen")
    answers = healthy("heeadsss", visit, makan="ya")
    assert filled(visit, "heeadsss", answers, village.kader).score == 1
    row = filled(visit, "heeadsss", {**answers, "masalah:makan": "tidak"}, village.kader)
    assert (row.score, row.refers, row.answers["makan"]) == (0, False, "ya")


def test_a_wish_to_die_is_never_judged_away(village: Village) -> None:
    visit = visit_of(village, "teen")
    with pytest.raises(ValueError, match="bunuh_diri"):
        filled(
            visit, "heeadsss",
            healthy("heeadsss", visit, bunuh_diri="ya", **{"masalah:bunuh_diri": "tidak"}), village.kader,
        )  # fmt: skip


def test_nor_would_it_be_if_such_a_judgement_were_stored(village: Village) -> None:
    visit = visit_of(village, "teen")
    answers = {"bunuh_diri": "ya", "masalah:bunuh_diri": "tidak"}
    found = judged("heeadsss", answers, visit.resident, visit.date, storing.rules_of(visit))
    assert (found.alarm, found.refers, found.score) == (True, True, 1)


def test_open_questions_say_nothing_and_six_yes_are_enough(village: Village) -> None:
    visit = visit_of(village, "adult")
    few = dict.fromkeys(list(srq())[:5], "ya")
    row = filled(visit, "srq20", few, village.kader)
    assert (row.complete, row.score, row.refers) == (False, None, None)
    assert reasons(visit) == []
    row = filled(visit, "srq20", {**few, "gemetar": "ya"}, village.kader)
    assert (row.complete, row.score, row.refers) == (False, 6, True)


def test_a_failed_test_is_a_problem_and_an_impossible_one_too(village: Village) -> None:
    visit = visit_of(village, "elder")
    whole = healthy("skilas", visit, pendengaran_2=None)
    assert filled(visit, "skilas", whole, village.kader).complete is True
    row = filled(visit, "skilas", {**whole, "pendengaran_1": None, "pendengaran_2": "ya"}, village.kader)
    assert (row.complete, row.refers, row.parts["pendengaran"]) == (True, True, True)
    # Whoever has an eye complaint needs no finger test.
    row = filled(visit, "skilas", {**whole, "penglihatan_1": "ya", "penglihatan_2": None}, village.kader)
    assert (row.complete, row.parts["penglihatan"]) == (True, True)
    row = filled(visit, "skilas", {**whole, "penglihatan_2": None}, village.kader)
    assert (row.complete, row.parts["penglihatan"]) == (False, None)


def test_berat_and_category_b_are_two_things(village: Village) -> None:
    visit = visit_of(village, "elder")
    heavy = dict.fromkeys(healthy("aks", visit), "0") | {"bab": "2", "bak": "2", "makan": "2"}
    row = filled(visit, "aks", heavy, village.kader)
    assert (row.score, row.level, row.parts["category"]) == (6, "B", "C")


def readers(village: Village, row: Screening) -> list[str]:
    home = village.melati.unit
    people: list[User] = [village.kader, village.neighbour, village.bidan, village.officer, village.dinkes]
    return [user.username for user in people if may_read(row, user, home)]


def test_who_reads_private_answers(village: Village) -> None:
    visit, teen = visit_of(village, "adult"), visit_of(village, "teen")
    asked = filled(visit, "srq20", srq(17), village.kader)
    alone = filled(teen, "heeadsss", healthy("heeadsss", teen), village.kader, by_self=True)
    assert readers(village, asked) == ["kader.melati", "bidan", "puskesmas"]
    assert readers(village, alone) == ["bidan", "puskesmas"]


def told(visit: Visit, user: User) -> list[tuple[str, str]]:
    stored = reloaded(visit)
    return [(each.urgency.value, each.reason) for each in shown_to(proposals_of(stored), stored, user)]


def test_to_a_kader_every_reason_of_a_private_form_looks_alike(village: Village) -> None:
    """A thought of dying under the limit, above it, and many complaints: one and the same line."""
    seen: list[Any] = []
    words: set[object] = set()
    for numbers in ((17,), (1, 2, 3, 4, 5, 6), (1, 2, 3, 4, 5, 6, 17)):
        visit = visit_of(village, "adult")
        row = filled(visit, "srq20", srq(*numbers), village.kader, by_self=True)
        seen.append(told(visit, village.kader))
        rules = storing.rules_of(visit)
        words.add(outcome_of(row, rules, in_full=False))
        words.add(tuple(lines_for_card(row, rules)))
        words.add(tuple(finding.text for finding in screening_findings(reloaded(visit), rules)))
    assert seen == [[("segera", "SRQ-20: perlu berbicara dengan petugas kesehatan.")]] * 3
    assert len(words) == 3


def test_the_midwife_is_told_of_the_thought_of_dying(village: Village) -> None:
    visit = visit_of(village, "adult")
    row = filled(visit, "srq20", srq(17), village.kader, by_self=True)
    assert told(visit, village.bidan) == [
        ("segera", "SRQ-20 nomor 17 dijawab Ya: ada pikiran mengakhiri hidup.")
    ]
    outcome = outcome_of(row, storing.rules_of(visit), in_full=True)
    assert (outcome.is_alarm, outcome.figure) == (True, "Skor 1 dari 20")
    assert outcome.text.startswith("Jangan tinggalkan sendiri.")


def test_the_kader_who_asked_knows_what_she_heard(village: Village) -> None:
    visit = visit_of(village, "adult")
    filled(visit, "srq20", srq(17), village.kader)
    assert told(visit, village.kader) == [
        ("segera", "SRQ-20 nomor 17 dijawab Ya: ada pikiran mengakhiri hidup.")
    ]


def test_the_card_prints_results_and_no_private_points(village: Village) -> None:
    visit = visit_of(village, "elder")
    rules = storing.rules_of(visit)
    lines = [
        line
        for form, answers in {
            "srq20": srq(17),
            "aks": healthy("aks", visit, mandi="0"),
            "puma": healthy("puma", visit),
            "skilas": healthy("skilas", visit, depresi_1="ya"),
        }.items()
        for line in lines_for_card(filled(visit, form, answers, village.kader), rules)
    ]
    assert lines == [
        "SRQ-20 (2023): Perlu dirujuk",
        "AKS (2023): Skor 19 dari 20, ketergantungan ringan (R), kategori B",
        "PUMA (2023): Skor 2 dari 9",
        "SKILAS (2023): Gejala depresi",
        "Penurunan kognitif: Tidak",
        "Keterbatasan mobilisasi: Tidak",
        "Malnutrisi: Tidak",
        "Gangguan penglihatan: Tidak",
        "Gangguan pendengaran: Tidak",
        "Gejala depresi: Ya",
    ]
