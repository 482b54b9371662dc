"""The four questions that everybody is asked every month."""

from __future__ import annotations

from datetime import date

import pytest

from visits.rules.book import Book, Override
from visits.rules.questionnaire import NO, YES, AnswersRefused
from visits.rules.tuberculosis import screen_tuberculosis, tuberculosis_answers

NOTHING = tuberculosis_answers(cough=False, fever=False, weight=False, contact=False)
DAY = date(2026, 11, 21)


def test_nobody_asked_means_no_result() -> None:
    assert screen_tuberculosis({}) is None
    unasked = tuberculosis_answers(cough=None, fever=None, weight=None, contact=None)
    assert screen_tuberculosis(unasked) is None


def test_one_symptom_is_suspected_but_not_yet_referred() -> None:
    result = screen_tuberculosis(NOTHING | {"batuk": YES})

    assert result
    assert (result.count, result.suspected, result.card_refers, result.refer) == (1, True, False, False)
    assert result.advice == "Ada satu gejala TBC. Beri tahu petugas; tanyakan lagi bulan depan."


def test_close_contact_alone_is_referred_though_the_card_does_not() -> None:
    result = screen_tuberculosis(NOTHING | {"kontak_erat": YES})

    assert result
    assert (result.card_refers, result.suspected, result.refer) == (False, False, True)
    assert result.advice == "Serumah atau dekat dengan pasien TBC. Rujuk ke Puskesmas meski tanpa gejala."


def test_two_symptoms_are_referred() -> None:
    result = screen_tuberculosis(NOTHING | {"batuk": YES, "demam_2mgg": YES})

    assert result
    assert (result.card_refers, result.contact, result.refer) == (True, False, True)


def test_all_four_no_is_quiet() -> None:
    result = screen_tuberculosis(NOTHING)

    assert result
    assert (result.count, result.complete, result.refer) == (0, True, False)
    assert result.advice == "Tidak ada gejala TBC. Buka jendela setiap hari."


@pytest.mark.parametrize(
    ("answers", "flags"),
    [
        ({"batuk": NO}, (None, None, None, None)),
        ({"batuk": YES}, (None, True, None, None)),
        ({"batuk": YES, "demam_2mgg": YES}, (True, True, None, True)),
        ({"batuk": NO, "demam_2mgg": NO, "bb_tidak_naik_2bl": NO}, (None, False, None, None)),
        ({"kontak_erat": YES}, (None, None, True, True)),
    ],
)
def test_half_a_form_says_only_what_is_certain(
    answers: dict[str, str], flags: tuple[bool | None, ...]
) -> None:
    result = screen_tuberculosis(answers)

    assert result
    assert (result.card_refers, result.suspected, result.contact, result.refer) == flags
    assert not result.complete


def test_an_unknown_answer_is_refused() -> None:
    with pytest.raises(AnswersRefused, match="butir 1"):
        screen_tuberculosis({"batuk": "kadang"})
    with pytest.raises(AnswersRefused, match="tidak dapat ditunda"):
        screen_tuberculosis({"batuk": "ditunda"})


def test_a_kabupaten_may_refer_from_one_symptom() -> None:
    rules = Book([Override("tuberculosis", "refer_from", 1, DAY)]).on(DAY)
    result = screen_tuberculosis(NOTHING | {"batuk": YES}, rules=rules)

    assert result
    assert result.card_refers


def test_a_kabupaten_may_leave_contacts_to_the_puskesmas() -> None:
    rules = Book([Override("tuberculosis", "contact_refers", "tidak", DAY)]).on(DAY)
    result = screen_tuberculosis(NOTHING | {"kontak_erat": YES}, rules=rules)

    assert result
    assert (result.contact, result.refer) == (True, False)


def test_settings_outside_their_range_are_refused() -> None:
    with pytest.raises(ValueError, match="paling besar 4"):
        Book([Override("tuberculosis", "refer_from", 5, DAY)])
    with pytest.raises(ValueError, match="pilih salah satu"):
        Book([Override("tuberculosis", "contact_refers", "mungkin", DAY)])
