"""One form for every questionnaire: a question for each declared item, and what helps to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict

from registry.rules.wording import decimal as decimal_text
from registry.rules.wording import read_number
from visits.models import Screening, Visit
from visits.models.body import BodyCheck
from visits.rules.book import Rules
from visits.rules.lung import pack_years, smoking_answer
from visits.rules.questionnaire import NO, YES, Item, Questionnaire
from visits.rules.senses import SenseResult
from visits.rules.skilas import arm_is_thin, measured_answer
from visits.screenings.declared import KNOWN_OF_PERSON, PROBLEM

Form = Screening.Form
SMOKING = "merokok"
_WRONG = "Pilih salah satu jawaban yang ada."
_YEARS, _PER_DAY = "tahun_merokok", "batang_per_hari"
# Above anybody's life and any day's cigarettes; whatever is beyond is a slip.
_MOST = {_YEARS: 100, _PER_DAY: 100}
# Letters of an answer that fits beside another one.
_SIDE_BY_SIDE = 10
# What the database counts revisions with.
LARGEST = 2**31 - 1
CLOSED = "Hari ini sudah ditutup; tulis alasan memperbaiki."


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the page: its field, the interviewer's judgement, and when it is left out."""

    item: Item
    field: BoundField
    judgement: BoundField | None
    skip: str
    hint: str = ""

    @property
    def needs_item(self) -> str:
        """The field on whose answer this question hangs; empty when it is always asked."""
        return self.item.needed_if[0] if self.item.needed_if else ""

    @property
    def needs_answer(self) -> str:
        """The answer that makes it necessary; empty: while the other one has none."""
        return (self.item.needed_if[1] or "") if self.item.needed_if else ""

    @property
    def is_list(self) -> bool:
        """Whether the answers are too long to stand side by side on a phone."""
        return any(len(option.label) > _SIDE_BY_SIDE for option in self.item.options)

    @property
    def problem_answers(self) -> str:
        """The answers that suggest a problem, which the interviewer then judges."""
        return " ".join(option.code for option in self.item.options if option.score > 0)


class NumberText(forms.CharField):
    """A number with comma or point, from 0 to `most`."""

    def __init__(self, label: str, most: int) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(label=label, required=False, widget=forms.TextInput(attrs=attrs))
        self.most = most

    def clean(self, value: Any) -> Any:
        if not (text := str(value or "").strip()):
            return None
        try:
            number = read_number(text)
        except ValueError as error:
            raise ValidationError("Tulis dengan angka, misalnya 12.") from error
        if not 0 <= number <= self.most:
            raise ValidationError(f"Tulis 0 sampai {self.most}.")
        return number


class ScreeningForm(forms.Form):
    """The questions of a form, beginning with the `stored` answers; `alone` leaves out what an interviewer judges."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST)
    reason = forms.CharField(label="Alasan memperbaiki", max_length=200, required=False)

    # What somebody else stored meanwhile, to be compared with what was filled in here.
    conflict: Mapping[str, Any] | None = None

    def __init__(
        self,
        data: Any = None,
        *,
        form: str,
        questionnaire: Questionnaire,
        visit: Visit,
        rules: Rules,
        stored: Mapping[str, str | None] | None = None,
        revision: int = 0,
        alone: bool = False,
        closed: bool = False,
    ) -> None:
        self.hints: dict[str, str] = {}
        begin = {**self._measured(form, visit, rules), **(stored or {})}
        super().__init__(data, initial={**begin, "revision": revision})
        self.form, self.rules, self.questionnaire = form, rules, questionnaire
        self.items = [item for item in questionnaire.items if item.code not in KNOWN_OF_PERSON]
        for item in self.items:
            self.fields[item.code] = self._field(item)
            if form == Form.HEEADSSS and item.alert is None and not alone:
                self.fields[PROBLEM + item.code] = _choice(
                    "Menurut Ibu/Bapak", [(YES, "Ada masalah"), (NO, "Tidak ada masalah")]
                )
        if form == Form.PUMA:
            self.fields[_YEARS] = NumberText("Lama merokok", _MOST[_YEARS])
            self.fields[_PER_DAY] = NumberText("Rata-rata sehari", _MOST[_PER_DAY])
        if closed:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = CLOSED
        else:
            del self.fields["reason"]

    def see(self, revision: int) -> None:
        """From now on the sender has seen this revision: saving again is a choice."""
        self.data = (
            {**self.data.dict(), "revision": str(revision)} if isinstance(self.data, QueryDict) else self.data
        )

    def questions(self) -> list[Question]:
        """The questions in the order of the form."""
        waiting_for = {
            item.needed_if[0] for item in self.items if item.needed_if and item.needed_if[1] is None
        }
        return [
            Question(
                item,
                self[item.code],
                self[PROBLEM + item.code] if PROBLEM + item.code in self.fields else None,
                "Tidak dapat dilakukan" if item.code in waiting_for else "Lewati",
                self.hints.get(item.code, ""),
            )
            for item in self.items
        ]

    def smoking_fields(self) -> list[BoundField]:
        """The two figures that the pack-years are calculated from; none on other forms."""
        return [self[name] for name in (_YEARS, _PER_DAY) if name in self.fields]

    def answers(self) -> dict[str, str | None]:
        """Code of each answer by item; None where nobody answered."""
        given = self.cleaned_data
        found: dict[str, str | None] = {item.code: given.get(item.code) or None for item in self.items}
        for item in self.items:
            own = given.get(PROBLEM + item.code)
            if own and found[item.code] is not None:
                found[PROBLEM + item.code] = own
        if self.form == Form.PUMA:
            found[SMOKING] = self._smoking() or found[SMOKING]
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(self.answers().values()):
            self.add_error(None, "Belum ada yang dijawab. Pilih jawaban, atau tunda lembar ini.")
        return data

    def _smoking(self) -> str | None:
        years, per_day = self.cleaned_data.get(_YEARS), self.cleaned_data.get(_PER_DAY)
        smoked = pack_years(years, per_day, rules=self.rules)
        return smoking_answer(smoked, per_day, rules=self.rules)

    def _field(self, item: Item) -> forms.ChoiceField:
        choices = [(option.code, option.label) for option in item.options]
        if self.form == Form.AKS:
            choices = [(option.code, f"{option.label} ({option.score})") for option in item.options]
        if self.form == Form.SKILAS and item.postponable:
            wording = self.questionnaire.wording
            choices.append((wording["postponed"], wording["postponed_label"]))
        return _choice(f"{item.number}. {item.text}", choices)

    def _measured(self, form: str, visit: Visit, rules: Rules) -> dict[str, str | None]:
        """Answers that today's measures give; the person who asks may still choose another."""
        card = visit.card
        if form != Form.SKILAS or not isinstance(card, BodyCheck):
            return {}
        found: dict[str, str | None] = {}
        thin = measured_answer(arm_is_thin(card.muac_cm, rules=rules))
        if thin is not None:
            found["malnutrisi_3"] = thin
            arm = decimal_text(card.muac_cm or Decimal(0), 1)
            self.hints["malnutrisi_3"] = f"Dari pengukuran hari ini: LiLA {arm} cm."
        tests = {
            "penglihatan_2": ("Tes hitung jari", card.eye_right, card.eye_left),
            "pendengaran_1": ("Tes berbisik", card.ear_right, card.ear_left),
        }
        for code, (words, right, left) in tests.items():
            if right and left:
                disturbed = SenseResult.DISTURBED.value in (right, left)
                found[code] = YES if disturbed else NO
                self.hints[code] = f"{words} hari ini: kanan {right.lower()}, kiri {left.lower()}."
        return found


class PostponeForm(forms.Form):
    """Why a form is put off."""

    REASONS = (
        "Sedang sakit atau nyeri",
        "Keadaan darurat",
        "Belum siap bercerita",
        "Tidak ada tempat tertutup",
        "Waktunya tidak cukup",
        "Tidak bersedia",
    )
    because = forms.ChoiceField(
        label="Mengapa ditunda?",
        choices=[(text, text) for text in REASONS],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Pilih salah satu alasan."},
    )
    other = forms.CharField(label="Alasan lain", max_length=200, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST)
    reason = forms.CharField(label="Alasan memperbaiki", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["because"] = (data.get("other") or data.get("because") or "").strip()
        if not self.errors and not data["because"]:
            self.add_error("because", "Pilih atau tulis alasannya.")
        return data


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect(attrs={"autocomplete": "off"}), required=False
    )
    field.error_messages["invalid_choice"] = _WRONG
    return field
