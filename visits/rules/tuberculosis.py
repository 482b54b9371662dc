"""Tuberculosis screening of every visit (TBC-01).

Sources: the four questions of the Posyandu cards 2023 (referral from two Ya); KMK HK.01.07/MENKES/2015/2023 (suspected
from one symptom; close contact is referred without symptoms).
"""

from __future__ import annotations

from dataclasses import dataclass

from visits.rules.book import CURRENT, Row, Rules
from visits.rules.questionnaire import NO, YES, Answers, reaches, read_questionnaire

_SYMPTOMS, _CONTACT = "gejala", "kontak"


@dataclass(frozen=True, slots=True)
class TuberculosisScreening:
    """`card_refers` is the card's own rule (and the recap's), `refer` the proposal: that rule or a close contact.

    A flag is None while an answer is missing that could still raise it.
    """

    count: int
    complete: bool
    card_refers: bool | None
    suspected: bool | None
    contact: bool | None
    refer: bool | None
    advice: str | None


def screen_tuberculosis(answers: Answers, *, rules: Rules = CURRENT) -> TuberculosisScreening | None:
    """The four answers, any age (TBC-01); None when none was given. AnswersRefused for undeclared answers."""
    rows = rules.rows("tuberculosis")
    form = read_questionnaire("tuberculosis", rules=rules)
    score = form.score(answers)
    if not score.answered:
        return None
    symptoms = score.by_group[_SYMPTOMS]
    contact_item = next(item.code for item in form.items if item.group == _CONTACT)
    only_contact_missing = set(score.missing) <= {contact_item}
    card_refers = reaches(score.total, rows["refer_from"], complete=score.complete)
    suspected = reaches(symptoms, rows["suspected_from"], complete=only_contact_missing)
    contact = None if answers.get(contact_item) is None else answers[contact_item] == YES
    by_contact = contact if rows["contact_refers"] == YES else False
    refer = _either(card_refers, by_contact)
    advice = _advice(rows["advice"], card_refers, contact=bool(by_contact), suspected=suspected, refer=refer)
    return TuberculosisScreening(score.total, score.complete, card_refers, suspected, contact, refer, advice)


def tuberculosis_answers(
    *,
    cough: bool | None,
    fever: bool | None,
    weight: bool | None,
    contact: bool | None,
    rules: Rules = CURRENT,
) -> dict[str, str | None]:
    """The four columns of a card as answers: batuk, demam 2 minggu, BB 2 bulan, kontak erat (TBC-01)."""
    values = (cough, fever, weight, contact)
    words = (None if value is None else YES if value else NO for value in values)
    codes = (item.code for item in read_questionnaire("tuberculosis", rules=rules).items)
    return dict(zip(codes, words, strict=True))


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


def _advice(
    words: Row, card_refers: bool | None, *, contact: bool, suspected: bool | None, refer: bool | None
) -> str | None:
    if card_refers:
        return str(words["refer"])
    if contact:
        return str(words["contact"])
    if suspected:
        return str(words["suspected"])
    return None if refer is None else str(words["none"])
