"""What every declared questionnaire keeps to, and how answers are checked, counted and put off."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.book import CURRENT, read_table, table_names
from visits.rules.questionnaire import (
    NO,
    YES,
    AnswersRefused,
    Item,
    Questionnaire,
    level_at,
    reaches,
    read_questionnaire,
)

FORMS = {
    "srq20": (None, 20),
    "phq4": (None, 4),
    "gds4": (None, 4),
    "sdq": ("anak", 25),
    "heeadsss": (None, 8),
    "puma": (None, 7),
    "tuberculosis": (None, 4),
    "aks": (None, 10),
    "skilas": (None, 12),
    "frailty": (None, 5),
}


def form_of(table: str) -> Questionnaire:
    return read_questionnaire(table, FORMS[table][0])


def zeros(table: str) -> dict[str, str | None]:
    """Every item answered with the answer that counts least."""
    return {item.code: min(item.options, key=by_score).code for item in form_of(table).items}


def by_score(option: Any) -> int:
    score: int = option.score
    return score


@pytest.mark.parametrize("table", FORMS)
def test_a_form_has_all_its_items_each_with_a_code_and_a_number_of_its_own(table: str) -> None:
    items = form_of(table).items

    assert len(items) == FORMS[table][1]
    assert len({item.code for item in items}) == len({item.number for item in items}) == len(items)


@pytest.mark.parametrize("table", FORMS)
def test_a_form_says_what_it_is_and_asks_in_whole_sentences(table: str) -> None:
    form = form_of(table)

    assert [form.code, form.version, form.title, form.instruction].count("") == 0
    assert all(len(item.text) > 3 and item.text == item.text.strip() for item in form.items)


@pytest.mark.parametrize("table", FORMS)
def test_an_answer_is_known_once_and_every_item_can_be_answered(table: str) -> None:
    for item in form_of(table).items:
        codes = [option.code for option in item.options]
        assert len(codes) == len(set(codes)) > 1


@pytest.mark.parametrize("table", FORMS)
def test_conditions_and_alarms_name_items_and_answers_of_the_form(table: str) -> None:
    form = form_of(table)
    named: list[tuple[str, str | None]] = [item.needed_if for item in form.items if item.needed_if]
    named += [(item.alert.item, item.alert.answer) for item in form.items if item.alert]

    assert all(answer is None or form.item(code).option(answer) for code, answer in named)
    assert {item.alert.urgency for item in form.items if item.alert} <= {"biasa", "segera", "gawat"}


@pytest.mark.parametrize(
    "misprint",
    ["tubuhnu", "Beridiri", "dengn", "mm/Hg", "mg/dL", "Self Image", "<= 23", "> 6"],
)
def test_misprints_of_the_paper_are_not_copied(misprint: str) -> None:
    sentences = [item.text for table in FORMS for item in form_of(table).items]
    sentences += [item.label for table in FORMS for item in form_of(table).items if item.label]

    assert [sentence for sentence in sentences if misprint in sentence] == []


def test_no_questionnaire_of_the_tables_is_left_out_here() -> None:
    declared = {
        table
        for table in table_names()
        if "scales" in read_table(table)["editions"][0]["rows"].get("questionnaire", {})
    }

    assert declared == set(FORMS)


def test_an_empty_form_lacks_everything() -> None:
    score = form_of("srq20").score({})

    assert (score.total, score.answered, len(score.missing), score.complete) == (0, 0, 20, False)


def test_a_full_form_is_complete_and_its_answers_are_added() -> None:
    score = form_of("phq4").score({"gad1": "3", "gad2": "0", "phq1": "2", "phq2": "1"})

    assert (score.total, score.answered, score.missing, score.complete) == (6, 4, (), True)
    assert score.by_group == {"cemas": 3, "depresi": 3}


def test_what_was_put_off_is_missing_but_known_as_put_off() -> None:
    score = form_of("phq4").score({"gad1": "3", "gad2": "ditunda", "phq1": None})

    assert score.missing == ("gad2", "phq1", "phq2")
    assert score.postponed == ("gad2",)
    assert score.answered == 1


def test_some_forms_cannot_wait() -> None:
    assert form_of("aks").problems({"bak": "ditunda"}) == ("butir 2 tidak dapat ditunda",)


@pytest.mark.parametrize(
    ("table", "answers", "problem"),
    [
        ("aks", {"bab": "3"}, "butir 1 di luar 0-2"),
        ("aks", {"bab": "-1"}, "butir 1 di luar 0-2"),
        ("aks", {"mandi": "2"}, "butir 10 di luar 0-1"),
        ("srq20", {"tidur": "mungkin"}, 'butir 3: jawaban "mungkin" tidak dikenal'),
        ("srq20", {"tidur": "Ya"}, 'butir 3: jawaban "Ya" tidak dikenal'),
        ("srq20", {"umur": "ya"}, "butir umur tidak ada di lembar SRQ-20"),
    ],
)
def test_answers_outside_the_declaration_are_refused(
    table: str, answers: dict[str, str], problem: str
) -> None:
    with pytest.raises(AnswersRefused) as refused:
        form_of(table).score(answers)

    assert refused.value.problems == (problem,)
    assert str(refused.value) == problem


def test_all_that_is_wrong_is_said_at_once() -> None:
    problems = form_of("aks").problems({"bab": "9", "tidak_ada": "1", "mandi": "2"})

    assert problems == (
        "butir tidak_ada tidak ada di lembar AKS",
        "butir 1 di luar 0-2",
        "butir 10 di luar 0-1",
    )


def test_a_row_of_scores_needs_as_many_as_the_form_has_items() -> None:
    assert form_of("gds4").answers_of(["ya", None, "tidak", "ya"])["bosan"] is None
    with pytest.raises(AnswersRefused, match="lembar AKS berisi 10 butir"):
        form_of("aks").answers_of([2, 2, 1])


def test_an_item_that_hangs_on_another_is_needed_until_the_other_says_no() -> None:
    answers = zeros("skilas") | {"penglihatan_1": YES, "penglihatan_2": None}

    assert form_of("skilas").score(answers).complete
    for unsure in (NO, None, "ditunda"):
        score = form_of("skilas").score(answers | {"penglihatan_1": unsure})
        assert "penglihatan_2" in score.missing


def test_unknown_items_tables_and_wordings_are_not_found() -> None:
    with pytest.raises(LookupError):
        form_of("aks").item("lari")
    with pytest.raises(LookupError):
        read_questionnaire("body_mass")
    with pytest.raises(LookupError):
        read_questionnaire("sdq")


def test_a_form_is_put_together_once() -> None:
    assert read_questionnaire("srq20") is read_questionnaire("srq20", rules=CURRENT)
    assert read_questionnaire("sdq", "anak") is not read_questionnaire("sdq", "pengasuh")


def test_a_level_holds_from_its_number_on() -> None:
    levels = ({"from": 3, "name": "high"}, {"from": 1, "name": "low"})

    assert [level_at(levels, total)["name"] for total in (1, 2, 3, 40)] == ["low", "low", "high", "high"]
    with pytest.raises(ValueError, match="score of 0"):
        level_at(levels, 0)


def test_a_limit_is_reached_missed_or_still_open() -> None:
    answers = [reaches(count, 2, complete=complete) for count in (1, 2) for complete in (True, False)]

    assert answers == [False, None, True, True]


@given(st.data())
def test_the_sum_never_leaves_the_range_of_the_form(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(FORMS)))
    form = form_of(table)
    answers = {item.code: data.draw(any_answer(item)) for item in form.items}
    score = form.score(answers)

    assert 0 <= score.total <= sum(max(option.score for option in item.options) for item in form.items)
    assert score.answered + sum(answer is None for answer in answers.values()) == len(form.items)
    assert score.complete == (not score.missing)


def any_answer(item: Item) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *(option.code for option in item.options)])
