"""Filling in the immunisation page of the Buku KIA: any number of doses at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone

from registry.forms.fields import day_field
from registry.models import Resident, User
from visits.immunisations import AgeGroup, DoseRow, dose_groups
from visits.models import Immunisation
from visits.rules.book import Rules
from visits.services_given import DoseGiven, record_immunisations, refusal

Place = Immunisation.Place
_NO_PLACE = [("", "–")]


@dataclass(frozen=True)
class FilledRow:
    """A dose of the list with the fields that note it."""

    dose: DoseRow
    on: BoundField
    unknown: BoundField
    place: BoundField
    place_name: BoundField
    batch: BoundField

    @property
    def is_wrong(self) -> bool:
        return bool(self.on.errors)


class ImmunisationForm(forms.Form):
    """Five small fields for each dose of the schedule; `place` and `place_name` hold for those filled in now."""

    place = forms.ChoiceField(
        label="Diberikan di", required=False, choices=[*_NO_PLACE, *Place.choices], widget=forms.Select
    )
    place_name = forms.CharField(label="Nama tempat", required=False, max_length=120)

    def __init__(
        self, data: Any = None, *, resident: Resident, stored: Sequence[Immunisation], day: date, rules: Rules
    ) -> None:
        super().__init__(data)
        self.resident = resident
        self.stored = {row.dose: row for row in stored}
        self.groups: list[AgeGroup] = dose_groups(resident.birth_date, day, stored, rules=rules)
        for dose in self._doses():
            self._add_fields(dose)

    def rows(self) -> list[tuple[AgeGroup, list[FilledRow]]]:
        """The list with its fields, by age."""
        return [(group, [self._filled(dose) for dose in group.rows]) for group in self.groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        today = timezone.localdate()
        for dose in self._doses():
            given = self._given(dose)
            if given is None:
                continue
            wrong = refusal(given, birth_date=self.resident.birth_date, today=today)
            if wrong:
                self.add_error(f"on_{dose.code}", wrong)
            elif given.given_on is None and not cleaned.get(f"unknown_{dose.code}"):
                self.add_error(
                    f"on_{dose.code}",
                    f"{dose.label}: isi tanggalnya, atau pilih tanggal tidak tahu. Salah catat? Tekan Hapus.",
                )
        return cleaned

    def saved(self, user: User) -> list[Immunisation] | None:
        """The doses that are new or differ; None, with a sentence, when the service refuses."""
        given = [one for dose in self._doses() if (one := self._given(dose)) is not None]
        try:
            return record_immunisations(resident=self.resident, given=given, user=user)
        except ValidationError as error:
            self.add_error(None, error)
            return None

    def _doses(self) -> Iterator[DoseRow]:
        for group in self.groups:
            yield from group.rows

    def _add_fields(self, dose: DoseRow) -> None:
        row = dose.row
        days = day_field(f"Tanggal {dose.label}", required=False, initial=row.given_on if row else None)
        days.widget.attrs["max"] = timezone.localdate().isoformat()
        self.fields |= {
            f"on_{dose.code}": days,
            f"unknown_{dose.code}": forms.BooleanField(
                label="Sudah, tanggal tidak tahu", required=False, initial=bool(row and row.given_on is None)
            ),
            f"place_{dose.code}": forms.ChoiceField(
                label="Tempat",
                required=False,
                choices=[*_NO_PLACE, *Place.choices],
                initial=row.place if row else "",
            ),
            f"place_name_{dose.code}": forms.CharField(
                label="Nama tempat", required=False, max_length=120, initial=row.place_name if row else ""
            ),
            f"batch_{dose.code}": forms.CharField(
                label="Nomor batch", required=False, max_length=30, initial=row.batch if row else ""
            ),
        }

    def _filled(self, dose: DoseRow) -> FilledRow:
        names = ("on", "unknown", "place", "place_name", "batch")
        return FilledRow(dose, *(self[f"{name}_{dose.code}"] for name in names))

    def _given(self, dose: DoseRow) -> DoseGiven | None:
        """What the fields of a dose say; None where nobody filled them in, or they were not sent at all."""
        said, code = self.cleaned_data, dose.code
        on, unknown = said.get(f"on_{code}"), said.get(f"unknown_{code}")
        if f"on_{code}" in self.errors or f"on_{code}" not in self.data:
            return None
        if dose.row is None and not (on or unknown):
            return None
        place, place_name = said.get(f"place_{code}", ""), said.get(f"place_name_{code}", "")
        if dose.row is None and not (place or place_name):
            place, place_name = said.get("place", ""), said.get("place_name", "")
        return DoseGiven(code, on, place, place_name, said.get(f"batch_{code}", ""))
