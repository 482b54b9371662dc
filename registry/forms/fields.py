"""Fields that several forms of the register share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The phone's own date picker; it wants ISO whatever the language is."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """A date by picker, or typed as 12-10-2026 or 12/10/2026 where there is no picker."""
    return forms.DateField(
        label=label,
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"invalid": "Tulis tanggal seperti 12/10/2026.", "required": "Isi tanggalnya."},
        **kwargs,
    )


def birth_measure(label: str, refusal: str, places: int, low: str, high: str) -> forms.DecimalField:
    """A measure at birth, with one refusal for everything outside its range."""
    return forms.DecimalField(
        label=label,
        required=False,
        localize=True,
        decimal_places=places,
        min_value=Decimal(low),
        max_value=Decimal(high),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": "Tulis dengan angka, misalnya 3,2.",
            "min_value": refusal,
            "max_value": refusal,
            "max_decimal_places": f"Tulis paling banyak {places} angka di belakang koma.",
        },
    )
