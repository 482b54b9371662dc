"""Entering target populations: a box for each unit, or a table pasted from a spreadsheet."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry import services
from registry.models import Denominator, OrgUnit, Source, User
from registry.rules.target_groups import TargetGroup

MOST_PEOPLE = 300_000_000
MOST_LINES = 2_000
MOST_REPORTED = 5
_SEPARATOR = re.compile(r"\t|;|\s{2,}")
_THOUSANDS = re.compile(r"\d{1,3}([.\s]\d{3})+|\d+")
FIRST_YEAR = 2020


def whole_number(text: str) -> int:
    """A number of people as people type it, "1.234" or "1234". Raises ValueError."""
    plain = text.strip()
    if not _THOUSANDS.fullmatch(plain):
        raise ValueError(text)
    number = int(re.sub(r"[.\s]", "", plain))
    if number > MOST_PEOPLE:
        raise ValueError(text)
    return number


class PeopleField(forms.CharField):
    """A number of people, with or without points between thousands; empty = nothing is said."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(required=False, max_length=12, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        try:
            return whole_number(text) if text else None
        except ValueError as error:
            raise ValidationError("Tulis jumlah orang dengan angka, misalnya 1.234.") from error


class ScopeForm(forms.Form):
    """Which figures: year, group and source."""

    year = forms.IntegerField(
        label="Tahun", min_value=FIRST_YEAR, error_messages={"required": "Isi tahunnya."}
    )
    group = forms.ChoiceField(label="Kelompok", choices=[(group.value, group.label) for group in TargetGroup])
    source = forms.ChoiceField(
        label="Sumber", choices=[(one.value, one.label) for one in Source if one != Source.REGISTER]
    )

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year + 1:
            raise ValidationError("Paling jauh untuk tahun depan.")
        return year


class EnterForm(ScopeForm):
    """The figures of a unit and of those directly below it; `pasted` reaches all units below."""

    document = forms.CharField(
        label="Dokumen", required=False, max_length=200, help_text="Misalnya nomor surat atau nama berkas."
    )
    pasted = forms.CharField(
        label="Tempel dari Excel",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Satu baris satu unit: kode atau nama, lalu jumlahnya. Berlaku untuk semua tingkat di bawahnya.",
    )

    def __init__(self, *args: Any, unit: OrgUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.units = [unit, *unit.children.filter(is_active=True).select_related("region").order_by("name")]
        stored = self._stored()
        for one in self.units:
            self.fields[f"u{one.pk}"] = PeopleField(label=one.full_name, initial=stored.get(one.pk))

    @property
    def unit_fields(self) -> list[forms.BoundField]:
        return [self[f"u{one.pk}"] for one in self.units]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        people = {one: data[f"u{one.pk}"] for one in self.units if data.get(f"u{one.pk}") is not None}
        pasted = self._pasted(data.get("pasted", ""))
        if not people and not pasted and not self.errors:
            raise ValidationError("Isi sedikitnya satu angka.")
        data["people"] = people | pasted
        return data

    def save(self, user: User) -> list[Denominator]:
        """Store what is new; the rows that were."""
        data = self.cleaned_data
        return services.record_denominators(
            year=data["year"],
            group=TargetGroup(data["group"]),
            source=Source(data["source"]),
            people=data["people"],
            document=data["document"],
            user=user,
        )

    def _stored(self) -> dict[int, int]:
        values = self.data if self.is_bound else self.initial
        try:
            return services.newest_denominators(
                year=int(values.get("year", "")),
                group=TargetGroup(values.get("group", "")),
                source=Source(values.get("source", "")),
                unit_ids=[one.pk for one in self.units],
            )
        except ValueError:
            return {}

    def _pasted(self, text: str) -> dict[OrgUnit, int]:
        lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if not lines:
            return {}
        if len(lines) > MOST_LINES:
            self.add_error("pasted", f"Paling banyak {MOST_LINES} baris sekali tempel.")
            return {}
        known = self._by_code_and_name()
        found: dict[OrgUnit, int] = {}
        wrong: list[str] = []
        for number, line in lines:
            *names, last = [part.strip() for part in _SEPARATOR.split(line) if part.strip()]
            matches = next((known[name.casefold()] for name in names if name.casefold() in known), [])
            try:
                people = whole_number(last)
            except ValueError:
                wrong.append(f"Baris {number}: “{last[:40]}” bukan jumlah orang.")
                continue
            if len(matches) == 1:
                found[matches[0]] = people
            else:
                why = (
                    "lebih dari satu unit bernama itu, pakai kodenya" if matches else "unitnya tidak dikenal"
                )
                wrong.append(f"Baris {number}: {why} (“{line[:60]}”).")
        for message in wrong[:MOST_REPORTED]:
            self.add_error("pasted", message)
        if len(wrong) > MOST_REPORTED:
            self.add_error("pasted", f"Dan {len(wrong) - MOST_REPORTED} baris lain.")
        return found

    def _by_code_and_name(self) -> dict[str, list[OrgUnit]]:
        known: dict[str, list[OrgUnit]] = {}
        for one in OrgUnit.objects.at_or_below(self.unit).filter(is_active=True).select_related("region"):
            for name in {one.code.casefold(), one.name.casefold(), one.full_name.casefold()}:
                known.setdefault(name, []).append(one)
        return known


class ChooseForm(ScopeForm):
    """Which source the year's reports use for a group; asked twice, because it cannot be changed."""

    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    source = forms.ChoiceField(label="Sumber", choices=Source)
