"""Fields about a person that several forms of the register share: digits, choices, links to other people, birth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone

from registry.forms.fields import day_field
from registry.models import Resident, User
from registry.rules.background import BirthDateKnown, Labelled
from registry.rules.birth_date import born_about, born_in_year
from registry.rules.names import search_key
from registry.rules.nik import DigitsError, normalise_digits

OLDEST_YEARS = 120
PHONE_DIGITS = (8, 15)
NOT_ASKED = "Belum ditanya"
# A link to a registered person, and the field in which the name is written.
LINKS = {"mother": "mother_name", "father": "father_name", "spouse": "spouse_name"}


def digits_field(label: str, **kwargs: Any) -> forms.CharField:
    """A number typed on a digit keyboard, with spaces and dots as people group it."""
    attrs = {"inputmode": "numeric", "autocomplete": "off"}
    return forms.CharField(
        label=label, required=False, max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs
    )


def text_field(label: str, most: int, **kwargs: Any) -> forms.CharField:
    """A short text that may stay empty."""
    too_long = f"Terlalu panjang: paling banyak {most} huruf."
    return forms.CharField(
        label=label, required=False, max_length=most, error_messages={"max_length": too_long}, **kwargs
    )


def area_field(label: str) -> forms.CharField:
    """RT or RW: a number, perhaps with a letter behind it, as 02 or 12A."""
    refusal = f"Tulis {label} dengan angka, misalnya 02."
    return text_field(
        label,
        5,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        validators=[RegexValidator(r"^\d{1,4}[A-Za-z]?$", refusal)],
    )


def whole_field(label: str, low: int, high: int, refusal: str) -> forms.IntegerField:
    """A whole number that may stay empty, with one refusal for everything outside its range."""
    messages = {"invalid": "Tulis dengan angka.", "min_value": refusal, "max_value": refusal}
    return forms.IntegerField(
        label=label, required=False, min_value=low, max_value=high, error_messages=messages
    )


def one_of(kind: type[Labelled], label: str) -> forms.ChoiceField:
    """One code of a form's list, or not asked."""
    return forms.ChoiceField(label=label, required=False, choices=[("", NOT_ASKED), *kind.choices()])


def some_of(kind: type[Labelled], label: str) -> forms.MultipleChoiceField:
    """Any number of codes of a form's list."""
    return forms.MultipleChoiceField(
        label=label, required=False, choices=kind.choices(), widget=forms.CheckboxSelectMultiple
    )


def person_link(label: str) -> forms.ModelChoiceField[Resident]:
    """A registered person, chosen by searching beside the name; its form says whom the user may choose."""
    return forms.ModelChoiceField(
        Resident.objects.none(),
        label=label,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": f"{label} ini tidak terdaftar di wilayah Anda."},
    )


def read_digits(text: str, faults: Callable[[str], tuple[str, ...]]) -> str:
    """The digits of what was typed; raises ValidationError with what `faults` finds wrong in them."""
    try:
        digits = normalise_digits(text)
    except DigitsError as error:
        raise ValidationError(str(error)) from error
    if digits and (messages := faults(digits)):
        raise ValidationError(list(messages))
    return digits


def read_phone(text: str) -> str:
    """A telephone number without what people write between its digits. Raises ValidationError."""
    phone = "".join(character for character in text if character not in " -.()")
    digits = phone.removeprefix("+")
    if phone and not (
        digits.isascii() and digits.isdigit() and PHONE_DIGITS[0] <= len(digits) <= PHONE_DIGITS[1]
    ):
        raise ValidationError("Nomor HP 8 sampai 15 angka, misalnya 081234567890.")
    return phone


class BirthFields(forms.Form):
    """When somebody was born: the day, or an age as it is told, or the year alone."""

    birth_date_known = forms.ChoiceField(
        label="Tanggal lahir diketahui?",
        required=False,
        choices=BirthDateKnown.choices(),
        initial=BirthDateKnown.EXACT.value,
        widget=forms.RadioSelect,
    )
    birth_date = day_field("Tanggal lahir", required=False)
    age_years = whole_field("Umur (tahun)", 0, OLDEST_YEARS, "Umur antara 0 dan 120 tahun.")
    age_months = whole_field("Bulan", 0, 11, "Bulan antara 0 dan 11.")
    birth_year = whole_field("Tahun lahir", 1900, 2200, "Tulis tahunnya dengan empat angka.")

    def settle_birth_date(self) -> None:
        """Put the birth date into the cleaned data, or its error beside the field that was asked."""
        data, today = self.cleaned_data, timezone.localdate()
        known = data.get("birth_date_known") or BirthDateKnown.EXACT.value
        data["birth_date_known"] = known
        asked: dict[str, str] = {
            BirthDateKnown.ESTIMATED: "age_years",
            BirthDateKnown.YEAR_ONLY: "birth_year",
        }
        beside = asked.get(known, "birth_date")
        if beside in self.errors:
            return
        born = self._born(known, today)
        data["birth_date"] = born
        if born is None:
            self.add_error(beside, "Isi tanggal lahir, umur, atau tahunnya.")
        elif born > today:
            self.add_error(beside, "Tanggal lahir belum terjadi. Periksa lagi tahunnya.")
        elif today.year - born.year > OLDEST_YEARS:
            self.add_error(beside, "Umur lebih dari 120 tahun. Periksa lagi tahunnya.")

    def _born(self, known: str, today: date) -> date | None:
        data = self.cleaned_data
        typed: date | None = data.get("birth_date")
        if known == BirthDateKnown.YEAR_ONLY:
            year = data.get("birth_year")
            return born_in_year(year, today) if year and year <= today.year else self._future_year(year)
        years, months = data.get("age_years"), data.get("age_months")
        if known == BirthDateKnown.ESTIMATED and (years is not None or months is not None):
            return born_about(years or 0, months or 0, today)
        return typed

    @staticmethod
    def _future_year(year: int | None) -> date | None:
        return date(year, 1, 1) if year else None


class LinkFields(forms.Form):
    """Mother, father and spouse: each a registered person, or just a name."""

    mother = person_link("Ibu")
    mother_name = text_field("Nama ibu", 120)
    father = person_link("Ayah")
    father_name = text_field("Nama ayah", 120)
    spouse = person_link("Suami/istri")
    spouse_name = text_field("Nama suami/istri", 120)

    def offer_people(self, user: User, linked: Resident | None = None) -> None:
        """Let anybody be chosen whom the user may see, and those who are linked already."""
        known = [getattr(linked, f"{name}_id") for name in LINKS] if linked else []
        people = Resident.objects.visible_to(user)
        kin = Resident.objects.unscoped("linked already").filter(pk__in=[pk for pk in known if pk])
        for name in LINKS:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = people | kin if any(known) else people

    def settle_links(self) -> None:
        """A link counts as long as the name beside it is still that person's; otherwise the name alone is kept."""
        for link, name in LINKS.items():
            person = self.cleaned_data.get(link)
            written = " ".join((self.cleaned_data.get(name) or "").split())
            if person is not None and search_key(written) != person.name_key:
                self.cleaned_data[link] = None
            self.cleaned_data[name] = written
            if link in self.errors:
                refusals = self.errors.as_data()[link]
                del self.errors[link]
                self.add_error(name, refusals)
