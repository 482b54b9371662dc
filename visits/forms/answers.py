"""Form fields of the cards: numbers as they are typed, Ya and Tidak, choices, and the topics that were told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from registry.rules.wording import read_number
from visits.columns import Column, Kind, Who, topic_choices

_MOST_RADIOS = 4
YES, NO = "ya", "tidak"
# No measure of any card comes near, and arithmetic with what is larger would only fail.
_TOO_LARGE = 10**7


class MeasureField(forms.DecimalField):
    """A number with comma or point. What it may be is judged with the whole card, which knows the person."""

    def __init__(self, *, label: str, decimal_places: int) -> None:
        digits = "numeric" if decimal_places == 0 else "decimal"
        super().__init__(
            label=label,
            required=False,
            localize=True,
            decimal_places=decimal_places,
            widget=forms.TextInput(attrs={"inputmode": digits, "autocomplete": "off"}),
            error_messages={
                "max_decimal_places": f"Tulis paling banyak {decimal_places} angka di belakang koma."
            },
        )

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            number = read_number(str(value))
        except ValueError as error:
            raise ValidationError("Tulis dengan angka, misalnya 9,4.") from error
        if abs(number) >= _TOO_LARGE:
            raise ValidationError("Angka ini terlalu besar. Periksa komanya.")
        is_whole_field = not self.decimal_places and number == number.to_integral_value()
        return int(number) if is_whole_field else number

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def validate(self, value: Any) -> None:
        if isinstance(value, Decimal):
            super().validate(value)

    def run_validators(self, value: Any) -> None:
        # A fraction where none belongs may be another unit (5,6 mmol/L): the card says so.
        if isinstance(value, Decimal) and self.decimal_places:
            super().run_validators(value)


class CountField(MeasureField):
    """A number of tablets, capsules, portions or weeks, from 0 to the most that can be."""

    def __init__(self, *, label: str, most: int, unit: str) -> None:
        super().__init__(label=label, decimal_places=0)
        self.most, self.unit = most, unit

    def validate(self, value: Any) -> None:
        if value is None:
            return
        if not isinstance(value, int):
            raise ValidationError("Tulis angka bulat, tanpa koma.")
        if not 0 <= value <= self.most:
            raise ValidationError(f"Isi 0 sampai {self.most} {self.unit}.")


class AnswerField(forms.ChoiceField):
    """Ya or Tidak, in the words of the column; None where nobody answered."""

    def __init__(self, *, label: str, yes: str, no: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=False,
            choices=[(YES, yes), (NO, no)],
            widget=forms.RadioSelect,
            help_text=help_text,
            error_messages={"invalid_choice": f"Pilih {yes} atau {no}."},
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value

    def to_python(self, value: Any) -> Any:
        text = str(value).strip().lower() if value is not None else ""
        return {"": "", "true": YES, "false": NO}.get(text, text)

    def clean(self, value: Any) -> bool | None:
        return {YES: True, NO: False}.get(super().clean(value))


class TopicsField(forms.MultipleChoiceField):
    """Codes of the topics of education, in the order of the list."""

    def __init__(self, *, label: str, choices: list[tuple[str, str]]) -> None:
        super().__init__(
            label=label,
            required=False,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": "Materi ini tidak ada di daftar.",
                "invalid_list": "Pilih dari daftar.",
            },
        )


def form_field(column: Column, who: Who) -> forms.Field:
    """The form field of a column for a person."""
    label = column.label_for(who)
    match column.kind:
        case Kind.DECIMAL:
            return MeasureField(label=label, decimal_places=column.places)
        case Kind.WHOLE if column.most:
            return CountField(label=label, most=column.most, unit=column.unit)
        case Kind.WHOLE:
            return MeasureField(label=label, decimal_places=0)
        case Kind.ANSWER:
            return AnswerField(label=label, yes=column.yes, no=column.no, help_text=column.help)
        case Kind.TICK:
            return forms.BooleanField(label=label, required=False)
        case Kind.CHOICE:
            return _choice(column, label)
        case Kind.TOPICS:
            return TopicsField(label=label, choices=topic_choices(who))
        case Kind.TEXT:
            return forms.CharField(
                label=label,
                required=False,
                max_length=column.most,
                error_messages={"max_length": f"Paling panjang {column.most} huruf."},
            )


def _choice(column: Column, label: str) -> forms.ChoiceField:
    few = len(column.choices) <= _MOST_RADIOS
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=column.choices if few else [("", "–"), *column.choices],
        widget=forms.RadioSelect if few else forms.Select,
        error_messages={"invalid_choice": "Pilih dari daftar."},
    )
