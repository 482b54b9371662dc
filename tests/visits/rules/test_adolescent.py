"""HEEADSSS keeps problems, not answers; the SDQ turns five of its items round."""

from __future__ import annotations

from datetime import date

import pytest

from visits.rules.adolescent import (
    SdqCategory,
    SdqForm,
    assess_heeadsss,
    assess_sdq,
    classify_sdq,
    prompt_problem,
    proposed_problems,
    sdq_form,
)
from visits.rules.book import CURRENT, Book, Override
from visits.rules.questionnaire import NO, YES, AnswersRefused, read_questionnaire

DOMAINS = [
    "rumah",
    "pendidikan",
    "makan",
    "aktivitas",
    "obat",
    "seksual",
    "keamanan",
    "bunuh_diri",
]
ALL_WELL = dict.fromkeys(DOMAINS, False)


def test_the_eight_domains_stand_in_the_order_of_the_card() -> None:
    assert [item.code for item in read_questionnaire("heeadsss").items] == DOMAINS


def test_only_comfort_at_home_and_friends_are_good_when_answered_ya() -> None:
    problems = proposed_problems(dict.fromkeys(DOMAINS, YES))

    assert [domain for domain, is_problem in problems.items() if not is_problem] == ["rumah", "aktivitas"]
    assert proposed_problems(dict.fromkeys(DOMAINS, NO)) == {
        domain: not is_problem for domain, is_problem in problems.items()
    }


def test_a_question_nobody_answered_suggests_nothing() -> None:
    problems = proposed_problems({"rumah": None, "obat": "ditunda", "seksual": NO})

    assert [problems[domain] for domain in ("rumah", "obat", "seksual", "makan")] == [None, None, False, None]


def test_the_ambiguous_prompt_tells_the_interviewer_to_ask_on() -> None:
    assert read_questionnaire("heeadsss").item("makan").note == (
        "Ya belum tentu masalah: tanyakan apakah hal itu mengganggu makan atau perasaannya."
    )


def test_the_headings_of_the_last_two_columns_are_put_right() -> None:
    form = read_questionnaire("heeadsss")

    assert form.item("keamanan").label == "Masalah keamanan"
    assert form.item("bunuh_diri").label == "Keinginan bunuh diri/depresi"
    assert form.item("bunuh_diri").text == "Apakah kamu pernah merasa ingin bunuh diri?"


def test_the_wish_to_die_is_urgent_and_private() -> None:
    result = assess_heeadsss({"bunuh_diri": True})

    assert result
    assert (result.refer, result.urgent, result.private, result.complete) == (True, True, True, False)
    assert [(alert.item, alert.urgency) for alert in result.alerts] == [("bunuh_diri", "segera")]
    assert result.advice
    assert result.advice.startswith("Jangan tinggalkan sendiri.")


def test_another_problem_is_referred_without_hurry() -> None:
    result = assess_heeadsss(ALL_WELL | {"obat": True})

    assert result
    assert (result.problems, result.refer, result.urgent, result.private) == (("obat",), True, False, False)


def test_no_problem_is_only_said_after_all_eight_domains() -> None:
    some, every = assess_heeadsss({"rumah": False}), assess_heeadsss(ALL_WELL)

    assert some
    assert every
    assert (some.refer, some.advice) == (None, None)
    assert (every.refer, every.problems) == (False, ())
    assert assess_heeadsss({}) is None
    assert assess_heeadsss(dict.fromkeys(DOMAINS)) is None


def test_the_wish_to_die_is_referred_whatever_the_setting() -> None:
    day = date(2026, 11, 21)
    rules = Book([Override("heeadsss", "refer_from", 3, day)]).on(day)
    quiet = assess_heeadsss(ALL_WELL | {"obat": True}, rules=rules)
    alarm = assess_heeadsss(ALL_WELL | {"bunuh_diri": True}, rules=rules)

    assert [result and result.refer for result in (quiet, alarm)] == [False, True]


def test_unknown_domains_prompts_and_answers_are_refused() -> None:
    with pytest.raises(AnswersRefused, match="butir hobi tidak ada"):
        assess_heeadsss({"hobi": True})
    with pytest.raises(AnswersRefused, match="Apakah kamu lapar"):
        prompt_problem("Apakah kamu lapar?", YES)
    with pytest.raises(AnswersRefused, match="tidak dikenal"):
        prompt_problem("Apakah kamu pernah pacaran?", "malu")


@pytest.mark.parametrize(
    ("age_years", "form"),
    [(3, None), (4, SdqForm.CARER), (10, SdqForm.CARER), (11, SdqForm.SELF), (18, SdqForm.SELF), (19, None)],
)
def test_who_fills_in_the_sdq_follows_the_age(age_years: int, form: SdqForm | None) -> None:
    assert sdq_form(age_years) is form


def test_a_kabupaten_may_ask_the_parents_of_eleven_year_olds() -> None:
    day = date(2026, 11, 21)
    rules = Book([Override("sdq", "self_from", 12, day)]).on(day)

    assert [sdq_form(age, rules=rules) for age in (11, 12)] == [SdqForm.CARER, SdqForm.SELF]


def test_both_wordings_ask_the_same_25_items() -> None:
    own, others = read_questionnaire("sdq", SdqForm.SELF), read_questionnaire("sdq", SdqForm.CARER)

    assert [item.code for item in own.items] == [item.code for item in others.items]
    number = own.item("teman").number
    assert own.item("teman").text == f"Pernyataan nomor {number} pada lembar SDQ anak"
    assert others.item("teman").text == f"Pernyataan nomor {number} pada lembar SDQ pengasuh"


def test_the_items_of_each_scale_are_those_of_the_scoring_key() -> None:
    numbers = {
        scale: [item.number for item in read_questionnaire("sdq", "anak").items if item.group == scale]
        for scale in CURRENT.rows("sdq")["group_labels"]
    }

    assert numbers == {
        "E": [3, 8, 13, 16, 24],
        "C": [5, 7, 12, 18, 22],
        "H": [2, 10, 15, 21, 25],
        "P": [6, 11, 14, 19, 23],
        "Pr": [1, 4, 9, 17, 20],
    }


def test_five_items_are_turned_round() -> None:
    turned = []
    for item in read_questionnaire("sdq", "anak").items:
        never = item.option("0")
        assert never
        if never.score == 2:
            turned.append(item.number)

    assert turned == [7, 11, 14, 21, 25]


@pytest.mark.parametrize(
    ("total", "own", "carer"),
    [
        (0, SdqCategory.NORMAL, SdqCategory.NORMAL),
        (13, SdqCategory.NORMAL, SdqCategory.NORMAL),
        (14, SdqCategory.NORMAL, SdqCategory.BORDERLINE),
        (15, SdqCategory.NORMAL, SdqCategory.BORDERLINE),
        (16, SdqCategory.BORDERLINE, SdqCategory.BORDERLINE),
        (17, SdqCategory.BORDERLINE, SdqCategory.ABNORMAL),
        (20, SdqCategory.ABNORMAL, SdqCategory.ABNORMAL),
        (40, SdqCategory.ABNORMAL, SdqCategory.ABNORMAL),
    ],
)
def test_sdq_limits_depend_on_who_answers(total: int, own: SdqCategory, carer: SdqCategory) -> None:
    assert [classify_sdq(total, form) for form in SdqForm] == [own, carer]


def test_strengths_do_not_count_as_difficulties() -> None:
    items = read_questionnaire("sdq", "anak").items
    best = {item.code: max(item.options, key=lambda option: -option.score).code for item in items}
    strong = best | {item.code: "2" for item in items if item.group == "Pr"}
    result = assess_sdq(strong, SdqForm.SELF)

    assert result
    assert (result.total, result.scales["Pr"], result.category) == (0, 10, SdqCategory.NORMAL)
    assert result.advice == "Hasil baik. Dukung terus kegiatan dan pertemanannya."


def test_an_unfinished_sdq_has_no_result() -> None:
    assert assess_sdq({"peduli": "1"}, SdqForm.SELF) is None
    assert classify_sdq(None, SdqForm.SELF) is None


def test_every_label_of_the_sdq_is_a_known_class() -> None:
    rows = CURRENT.rows("sdq")

    assert set(rows["levels"]) == set(SdqForm)
    assert set(rows["advice"]) == set(SdqCategory)
    for levels in rows["levels"].values():
        assert [level["category"] for level in levels] == list(SdqCategory)[::-1]
