"""Filling in the immunisation page of the Buku KIA: any number of doses at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone

from registry.forms.fields import day_field
from registry.forms.figures import AskingForm
from registry.models import Resident, User
from visits.immunisations import AgeGroup, DoseRow, dose_groups, tetanus_group, warnings_of
from visits.models import Immunisation
from visits.rules.book import Rules
from visits.services_given import DAY_CLOSED, DoseGiven, closed_to, record_immunisations, refusal
from visits.tetanus import needs_tetanus, tetanus_of

Place = Immunisation.Place
Site = Immunisation.Site
_NONE = [("", "–")]
# The fields of one dose, as the page names them before its code.
FIELDS = ("on", "unknown", "here", "place", "place_name", "batch", "site", "given_by")
_SCHEDULE_YEARS = 6


@dataclass(frozen=True)
class FilledRow:
    """A dose of the list with the fields that note it."""

    dose: DoseRow
    on: BoundField
    unknown: BoundField
    here: BoundField
    place: BoundField
    place_name: BoundField
    batch: BoundField
    site: BoundField
    given_by: BoundField

    @property
    def is_wrong(self) -> bool:
        return bool(self.on.errors)

    @property
    def has_more(self) -> bool:
        """Whether one of the rarer fields is filled."""
        return any(field.value() for field in (self.batch, self.place_name, self.site, self.given_by))


class ImmunisationForm(AskingForm):
    """Some small fields for each dose; `place`, `place_name` and `given_by` hold for those filled in now.

    A dose given too early is asked about once, with the day from which it counts.
    """

    place = forms.ChoiceField(
        label="Diberikan di", required=False, choices=[*_NONE, *Place.choices], widget=forms.Select
    )
    place_name = forms.CharField(label="Nama tempat", required=False, max_length=120)
    given_by = forms.CharField(
        label="Diberikan oleh", required=False, max_length=120, help_text="Nama bidan atau perawat."
    )

    def __init__(
        self,
        data: Any = None,
        *,
        resident: Resident,
        stored: Sequence[Immunisation],
        day: date,
        rules: Rules,
        user: User,
    ) -> None:
        super().__init__(data)
        self.resident, self.rules, self.day, self.user = resident, rules, day, user
        self.stored = {row.dose: row for row in stored}
        self.groups: list[AgeGroup] = groups_of(resident, stored, day, rules)
        for dose in self._doses():
            self._add_fields(dose)

    def rows(self) -> list[tuple[AgeGroup, list[FilledRow]]]:
        """The list with its fields, by age."""
        return [(group, [self._filled(dose) for dose in group.rows]) for group in self.groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        today = timezone.localdate()
        for code in closed_to(self.user, self.resident, self._all_given()):
            self.add_error(f"here_{code}", DAY_CLOSED)
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
        self.ask(cleaned)
        return cleaned

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        days = {code: row.given_on for code, row in self.stored.items()}
        typed = {given.code: given for given in self._all_given()}
        days |= {code: given.given_on for code, given in typed.items()}
        changed = [code for code, given in typed.items() if self._stored_day(code) != given.given_on]
        return {
            f"on_{code}": " ".join(warnings_of(code, days, self.resident.birth_date, self.rules))
            for code in changed
        }

    def saved(self) -> list[Immunisation] | None:
        """The doses that are new or differ; None, with a sentence, when the service refuses."""
        try:
            return record_immunisations(resident=self.resident, given=self._all_given(), user=self.user)
        except ValidationError as error:
            self.add_error(None, error)
            return None

    def _all_given(self) -> list[DoseGiven]:
        return [given for dose in self._doses() if (given := self._given(dose)) is not None]

    def _stored_day(self, code: str) -> date | None:
        return self.stored[code].given_on if code in self.stored else None

    def _doses(self) -> Iterator[DoseRow]:
        for group in self.groups:
            yield from group.rows

    def _add_fields(self, dose: DoseRow) -> None:
        row, code = dose.row, dose.code
        days = day_field(f"Tanggal {dose.label}", required=False, initial=row.given_on if row else None)
        days.widget.attrs["max"] = timezone.localdate().isoformat()
        here = f"Dari persediaan {self.resident.posyandu}" if row else "Diberikan di sini hari ini"
        self.fields |= {
            f"on_{code}": days,
            f"unknown_{code}": _tick("Sudah, tanggal tidak tahu", row is not None and row.given_on is None),
            f"here_{code}": _tick(here, row is not None and row.posyandu_id is not None),
            f"place_{code}": _choice("Tempat", Place.choices, row.place if row else ""),
            f"place_name_{code}": _text("Nama tempat", 120, row.place_name if row else ""),
            f"batch_{code}": _text("Nomor batch", 30, row.batch if row else ""),
            f"site_{code}": _choice("Tempat suntikan", Site.choices, row.site if row else ""),
            f"given_by_{code}": _text("Diberikan oleh", 120, row.given_by if row else ""),
        }

    def _filled(self, dose: DoseRow) -> FilledRow:
        return FilledRow(dose, *(self[f"{name}_{dose.code}"] for name in FIELDS))

    def _given(self, dose: DoseRow) -> DoseGiven | None:
        """What the fields of a dose say; None where nobody filled them in, or they were not sent at all."""
        said, code = self.cleaned_data, dose.code
        on, unknown, here = (said.get(f"{name}_{code}") for name in ("on", "unknown", "here"))
        sent = f"on_{code}" in self.data or f"here_{code}" in self.data
        if f"on_{code}" in self.errors or not sent:
            return None
        if dose.row is None and not (on or unknown or here):
            return None
        if here and dose.row is None and not unknown:
            on = on or self.day
        details = {name: said.get(f"{name}_{code}", "") for name in FIELDS[3:]}
        if dose.row is None:
            details |= self._of_all(details, is_here=bool(here))
        return DoseGiven(code, on, posyandu=self._stock(dose) if here else None, **details)

    def _of_all(self, details: dict[str, str], *, is_here: bool) -> dict[str, str]:
        """What was said for all that are filled in now, where the dose itself says nothing."""
        said = self.cleaned_data
        found = {} if details["given_by"] else {"given_by": said.get("given_by", "")}
        if is_here:
            return found | {"place": details["place"] or Place.POSYANDU.value}
        if details["place"] or details["place_name"]:
            return found
        return found | {name: said.get(name, "") for name in ("place", "place_name")}

    def _stock(self, dose: DoseRow) -> int:
        """Whose stock it came from; a dose of before a move stays that of the Posyandu then."""
        stored: int | None = dose.row.posyandu_id if dose.row else None
        return stored or int(self.resident.posyandu_id)


def groups_of(resident: Resident, stored: Sequence[Immunisation], day: date, rules: Rules) -> list[AgeGroup]:
    """The schedule of a child; of a woman her Td doses, and of older people what was noted of them as children."""
    groups = dose_groups(resident.birth_date, day, stored, rules=rules)
    if resident.age_on(day).years >= _SCHEDULE_YEARS:
        groups = [AgeGroup(group.title, given) for group in groups if (given := _given_rows(group))]
    if needs_tetanus(resident, day) or any(row.dose.startswith("Td") for row in stored):
        groups.insert(0, tetanus_group(stored, tetanus_of(stored, day, rules=rules)))
    return groups


def values_of(given: DoseGiven) -> dict[str, str]:
    """A dose as the hidden fields that bring it back."""
    _, on, *details, posyandu = astuple(given)
    values = dict(zip(("place", "place_name", "batch", "site", "given_by"), details, strict=True))
    values |= {"here": "on" if posyandu else "", "unknown": "" if on else "on"}
    return {
        f"{name}_{given.code}": value
        for name, value in ({"on": on.isoformat() if on else ""} | values).items()
    }


def _given_rows(group: AgeGroup) -> tuple[DoseRow, ...]:
    return tuple(row for row in group.rows if row.row is not None)


def _tick(label: str, initial: bool) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=initial)


def _text(label: str, longest: int, initial: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest, initial=initial)


def _choice(label: str, choices: Sequence[tuple[str, str]], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[*_NONE, *choices], initial=initial)
