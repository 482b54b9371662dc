"""Questionnaires declared as data: items, their answers and scores, what may wait, and what is an alarm.

Sources: the Posyandu cards 2023 and the forms of KMK HK.01.07/MENKES/2015/2023; each table names its own. Answers are
kept by item code as the code of the chosen answer, in the words of the declaration ("ya", "2", "20-30").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from visits.rules.book import CURRENT, Row, Rules

# What was answered: item code -> code of the answer; None where nobody answered.
Answers = Mapping[str, str | None]

YES, NO = "ya", "tidak"


class AnswersRefused(ValueError):
    """Answers that the declaration does not know; `problems` says of which item and why, in Indonesian."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that an item knows."""

    code: str
    label: str
    score: int


@dataclass(frozen=True, slots=True)
class Alert:
    """An answer that needs somebody at once; `private` ones are shown only to those who may see them."""

    item: str
    answer: str
    urgency: str
    private: bool


class Alarming:
    """The result of a questionnaire whose `alerts` somebody must act on, whatever its score (SRQ-01, REMAJA-01)."""

    __slots__ = ()
    alerts: tuple[Alert, ...]

    @property
    def urgent(self) -> bool:
        """Whether somebody must act today: a thought of ending one's life, the wish to die (SRQ-01, REMAJA-01)."""
        return bool(self.alerts)

    @property
    def private(self) -> bool:
        """Whether the reason may be shown only to those who may see it (SRQ-01, REMAJA-01)."""
        return any(alert.private for alert in self.alerts)


@dataclass(frozen=True, slots=True)
class Item:
    """One question; `needed_if` names the item and the answer (None: no answer) that make it necessary."""

    code: str
    number: int
    text: str
    options: tuple[Option, ...]
    group: str | None = None
    label: str | None = None
    note: str | None = None
    postponable: bool = False
    needed_if: tuple[str, str | None] | None = None
    alert: Alert | None = None

    def option(self, answer: str) -> Option | None:
        """The declared answer of this code; None when there is none."""
        return next((option for option in self.options if option.code == answer), None)


@dataclass(frozen=True, slots=True)
class Score:
    """Points of what was answered so far; `missing` are the necessary items without an answer, postponed ones too."""

    total: int
    answered: int
    missing: tuple[str, ...]
    complete: bool
    postponed: tuple[str, ...] = ()
    by_group: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A form of one version: what is asked, in which order, and how it is read out."""

    code: str
    version: str
    title: str
    instruction: str
    postpone_when: str | None
    items: tuple[Item, ...]
    wording: Row

    def item(self, code: str) -> Item:
        """The item of this code. Raises LookupError when there is none."""
        for item in self.items:
            if item.code == code:
                return item
        raise LookupError(f"{self.code} has no item {code}")

    def problems(self, answers: Answers) -> tuple[str, ...]:
        """What the declaration does not allow in these answers, one sentence each; empty when all is well."""
        known = {item.code for item in self.items}
        unknown = [
            self.wording["refusals"]["unknown_item"].format(item=code, form=self.title)
            for code in answers
            if code not in known
        ]
        wrong = [self._refusal(item, answers.get(item.code)) for item in self.items]
        return (*unknown, *(sentence for sentence in wrong if sentence))

    def check(self, answers: Answers) -> None:
        """Nothing when all is declared. Raises AnswersRefused when an item or an answer is not."""
        problems = self.problems(answers)
        if problems:
            raise AnswersRefused(problems)

    def score(self, answers: Answers) -> Score:
        """The sum so far and what it lacks. Raises AnswersRefused for answers outside the declaration."""
        self.check(answers)
        chosen = {item: self._chosen(item, answers) for item in self.items}
        missing = tuple(
            item.code for item, option in chosen.items() if option is None and self._is_needed(item, answers)
        )
        groups = dict.fromkeys((item.group for item in self.items if item.group), 0)
        for item, option in chosen.items():
            if item.group and option:
                groups[item.group] += option.score
        return Score(
            total=sum(option.score for option in chosen.values() if option),
            answered=sum(option is not None for option in chosen.values()),
            missing=missing,
            complete=not missing,
            postponed=tuple(item.code for item in self.items if self._waits(answers.get(item.code))),
            by_group=groups,
        )

    def alerts(self, answers: Answers) -> tuple[Alert, ...]:
        """The alarms that these answers raise, whatever the score."""
        raised = (item.alert for item in self.items)
        return tuple(alert for alert in raised if alert and answers.get(alert.item) == alert.answer)

    def answers_of(self, values: Sequence[int | str | None]) -> dict[str, str | None]:
        """Answers given as a plain row (codes, also as a number) in the order of the form.

        Raises AnswersRefused when the row has another length.
        """
        if len(values) != len(self.items):
            form = self.wording["refusals"]["all_needed"].format(form=self.title, count=len(self.items))
            raise AnswersRefused([form])
        return {
            item.code: None if value is None else str(value)
            for item, value in zip(self.items, values, strict=True)
        }

    def _chosen(self, item: Item, answers: Answers) -> Option | None:
        answer = answers.get(item.code)
        return None if answer is None else item.option(answer)

    def _is_needed(self, item: Item, answers: Answers) -> bool:
        if item.needed_if is None:
            return True
        other, answer = item.needed_if
        # Until the other item is answered nobody knows, so it is still needed.
        return answers.get(other) in (None, answer) or self._waits(answers.get(other))

    def _waits(self, answer: str | None) -> bool:
        return answer is not None and answer == self.wording["postponed"]

    def _refusal(self, item: Item, answer: str | None) -> str | None:
        if answer is None or item.option(answer):
            return None
        words = self.wording["refusals"]
        if self._waits(answer):
            return None if item.postponable else str(words["cannot_wait"].format(number=item.number))
        codes = [option.code for option in item.options]
        if all(code.isdigit() for code in codes):
            return str(words["outside"].format(number=item.number, low=codes[0], high=codes[-1]))
        return str(words["unknown_answer"].format(number=item.number, answer=answer))


def read_questionnaire(table: str, form: str | None = None, *, rules: Rules = CURRENT) -> Questionnaire:
    """The questionnaire of a table in its edition of the day; `form` chooses among wordings (SDQ: anak, pengasuh).

    Source: named in the table. LookupError for an unknown table, a table without questionnaire, or a wording that an
    item lacks.
    """
    known = rules.once(_questionnaires)
    if (table, form) not in known:
        declared = rules.rows(table)["questionnaire"]
        known[table, form] = _made(declared, form, rules.rows("questionnaires"))
    return known[table, form]


def level_at(levels: Sequence[Row], total: int) -> Row:
    """The level of a score: levels stand highest first and hold from their number on. Source: the table of the levels.

    Raises ValueError under the lowest.
    """
    for level in levels:
        if total >= level["from"]:
            return level
    raise ValueError(f"No level for a score of {total}")


def reaches(count: int, limit: int, *, complete: bool) -> bool | None:
    """True when the number reaches the limit, False when it no longer can, None while answers are missing.

    Source: the reading of this project; a missing answer is never taken for a no.
    """
    if count >= limit:
        return True
    return False if complete else None


def _questionnaires(_rules: Rules) -> dict[tuple[str, str | None], Questionnaire]:
    return {}


def _made(declared: Row, form: str | None, wording: Row) -> Questionnaire:
    scales = {
        name: tuple(Option(option["code"], option["label"], option["score"]) for option in options)
        for name, options in declared["scales"].items()
    }
    return Questionnaire(
        code=declared["code"],
        version=declared["version"],
        title=declared["title"],
        instruction=declared["instruction"],
        postpone_when=declared.get("postpone_when"),
        items=tuple(
            _item(row, scales[row["scale"]], form, may_wait=declared["postponable"])
            for row in declared["items"]
        ),
        wording=wording,
    )


def _item(row: Row, options: tuple[Option, ...], form: str | None, *, may_wait: bool) -> Item:
    needed, alert = row.get("needed_if"), row.get("alert")
    return Item(
        code=row["code"],
        number=row["number"],
        text=row["text"] if isinstance(row["text"], str) else row["text"][form],
        options=options,
        group=row.get("group"),
        label=row.get("label"),
        note=row.get("note"),
        postponable=row.get("postponable", may_wait),
        needed_if=(needed["item"], needed["answer"]) if needed else None,
        alert=Alert(row["code"], alert["answer"], alert["urgency"], alert["private"]) if alert else None,
    )
