"""Figures typed by hand, and the question "Apakah benar?" that an unlikely one raises once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from registry.rules.births import read_birth_weight
from registry.rules.wording import read_number

ONCE_MORE = "Bila sudah benar, tekan Simpan sekali lagi."


class FigureField(forms.DecimalField):
    """A measure with comma or point and perhaps its unit: "51,5 kg"."""

    def __init__(
        self, *, label: str, low: str, high: str, refusal: str, places: int = 1, **kwargs: Any
    ) -> None:
        super().__init__(
            label=label,
            required=False,
            localize=True,
            decimal_places=places,
            min_value=Decimal(low),
            max_value=Decimal(high),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "min_value": refusal,
                "max_value": refusal,
                "max_decimal_places": f"Tulis paling banyak {places} angka di belakang koma.",
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return self.read(str(value))
        except ValueError as error:
            raise ValidationError("Tulis dengan angka, misalnya 51,5.") from error

    def read(self, text: str) -> Decimal:
        return read_number(text)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class BirthWeightField(FigureField):
    """A birth weight in kg; whoever types grams is understood."""

    def __init__(self) -> None:
        super().__init__(
            label="Berat lahir",
            low="0.4",
            high="7",
            places=2,
            refusal="Berat lahir antara 400 gram (0,4 kg) dan 7 kg. Tulis 2900 atau 2,9.",
            help_text="Boleh gram (2900) atau kg (2,9).",
        )

    def read(self, text: str) -> Decimal:
        return read_birth_weight(text)


def whole_field(label: str, low: int, high: int, refusal: str, **kwargs: Any) -> forms.IntegerField:
    """A count with the digit keyboard; empty where it was not asked."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
        error_messages={"invalid": "Tulis angka bulat.", "min_value": refusal, "max_value": refusal},
        **kwargs,
    )


class AskingForm(forms.Form):
    """Asks once about what is unlikely; the same values sent again are taken."""

    sure = forms.CharField(widget=forms.HiddenInput, required=False)

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        """What is unlikely, by field."""
        raise NotImplementedError

    def ask(self, data: dict[str, Any]) -> None:
        """Hold unlikely values back until they are sent a second time."""
        asked = {
            name: text for name, text in self.questions(data).items() if text and name not in self.errors
        }
        token = "|".join(f"{name}={data.get(name)}" for name in sorted(asked))
        if asked and data.get("sure") != token:
            for name, text in asked.items():
                self.add_error(name if name in self.fields else None, f"{text} {ONCE_MORE}")
            self.data = {**self.data.dict(), self.add_prefix("sure"): token}  # type: ignore[attr-defined]  # a QueryDict

    def refuse(self, error: ValidationError) -> None:
        """Put what a service refused beside its fields."""
        found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, texts in found.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)
