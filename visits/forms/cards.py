"""One form for each card: reads what a tired hand types, refuses the impossible, asks about the unlikely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from registry.ids import new_id
from registry.models import Resident
from registry.rules.life_stage import Sex, add_months
from registry.rules.wording import read_number, short_date
from visits.models import AdultCheck, ChildCheck, PositionChoice, SchoolAgeCheck, Visit
from visits.rulebook import book_for
from visits.rules.book import Rules
from visits.rules.doubts import BodyMeasures, ChildMeasures, Doubt, Severity, doubt_body, doubt_child
from visits.rules.growth import FIRST_STANDING_DAY, Position
from visits.rules.plausibility import ADULT_RANGES, CHILD_RANGES, SCHOOL_RANGES, Range

Card = ChildCheck | SchoolAgeCheck | AdultCheck
WAIST_AND_PRESSURE_FROM_YEARS = 15
# Limits of the blood pressure by age begin here (TD-04).
PRESSURE_FROM_YEARS = 7
RECENT_DAYS = 45
RELOAD = "Muat ulang halaman ini, lalu tulis sekali lagi."


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


class CardForm(forms.ModelForm[Any]):
    """Base of the cards. `sure` carries the values a person has confirmed after being asked."""

    RANGES: ClassVar[Mapping[str, Range]]
    PLACES: ClassVar[Mapping[str, tuple[str, int]]]
    # Fields that are written only where somebody measures them; the page folds them away.
    folded: Sequence[str] = ()

    # What is unlikely or impossible about the values as they were typed.
    doubted: Sequence[Doubt] = ()
    # Fields whose unlikely value the person kept after being asked.
    confirmed: Sequence[str] = ()
    # A preview shows its questions beside the result instead of holding values back.
    asks = True

    visit_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": RELOAD, "required": RELOAD}
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sure = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        resident: Resident,
        day: date,
        visit: Visit | None,
        previous: Card | None = None,
        **kwargs: Any,
    ) -> None:
        card = visit.card if visit else None
        kwargs["instance"] = card if isinstance(card, self._meta.model) else None
        kwargs["initial"] = {
            "visit_id": visit.pk if visit else new_id(),
            "revision": visit.revision if visit else None,
        }
        super().__init__(*args, **kwargs)
        self.resident, self.day, self.previous = resident, day, previous
        self.age = resident.age_on(day)
        for name, (label, places) in self.PLACES.items():
            self.fields[name] = MeasureField(label=label, decimal_places=places)
        self.order_fields(list(self._meta.fields or []))

    def measured_rows(self) -> list[dict[str, Any]]:
        """For the page: each measure with its unit and last time's value as a ghost."""
        return self._rows(name for name in self.PLACES if name not in self.folded)

    def folded_rows(self) -> list[dict[str, Any]]:
        """The measures that are folded away, as `measured_rows`."""
        return self._rows(self.folded)

    @property
    def is_unfolded(self) -> bool:
        """Whether something stands in the folded fields that has to be seen."""
        return any(self[name].value() not in (None, "") or name in self.errors for name in self.folded)

    def _rows(self, names: Iterable[str]) -> list[dict[str, Any]]:
        rows = []
        for name in names:
            if name not in self.fields:
                continue
            before = getattr(self.previous, name, None)
            ghost = f"{self._last_time()} {_plain(before)}" if before is not None else ""
            rows.append({"field": self[name], "unit": self.RANGES[name].unit, "ghost": ghost})
        return rows

    def doubts(self, data: Mapping[str, Any], rules: Rules) -> list[Doubt]:
        """What is unlikely or impossible about the card beside the person's own history."""
        raise NotImplementedError

    def questions(self, data: Mapping[str, Any]) -> dict[str, str]:
        """What is unlikely, by field; asked once and kept when confirmed."""
        asked: dict[str, str] = {}
        for doubt in self.doubts(data, self._rules()):
            if doubt.severity is Severity.ASK:
                asked.setdefault(doubt.field, doubt.text)
        return asked

    def open_questions(self, data: Mapping[str, Any]) -> dict[str, str]:
        """What to ask before saving, by field, beside what is refused; under "" that nothing was measured at all."""
        asked = {name: text for name, text in self.questions(data).items() if name not in self.errors}
        if not self.errors and not self._measured(data):
            asked[""] = "Belum ada yang diukur, jadi hanya hadir yang dicatat."
        return asked

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.doubted = self.doubts(dict(data), self._rules())
        self._refuse(data)
        if not self.asks:
            return data
        asked = self.open_questions(data)
        self.confirmed = sorted(name for name in asked if name)
        token = "|".join(f"{name}={_plain(data.get(name))}" for name in sorted(asked))
        if asked and data.get("sure") != token:
            for name, text in asked.items():
                field = name if name in self.fields else None
                self.add_error(field, f"{text} Bila sudah benar, tekan Simpan sekali lagi.")
            self._remember("sure", token)
        return data

    def compare_with(self, stored: Visit) -> None:
        """Put what somebody else stored meanwhile beside each field that differs; saving again keeps what is typed."""
        who = stored.changed_by or "orang lain"
        for name in self.PLACES:
            kept, typed = getattr(stored.card, name, None), self.cleaned_data.get(name)
            if name in self.fields and kept != typed:
                self.add_error(name, f"Tersimpan {_plain(kept)} oleh {who}; Anda menulis {_plain(typed)}.")
        self.add_error(
            None, "Baru saja diubah orang lain. Bandingkan, lalu tekan Simpan untuk memakai isian Anda."
        )
        self._remember("revision", str(stored.revision))

    def _refuse(self, data: dict[str, Any]) -> None:
        """What nobody can have is not taken, with the unit or the digit that was probably meant."""
        for doubt in self.doubted:
            if doubt.severity is Severity.REFUSE and doubt.field not in self.errors:
                self.add_error(doubt.field if doubt.field in self.fields else None, doubt.text)
        for name, (_, places) in self.PLACES.items():
            value = data.get(name)
            if value is None:
                continue
            if not places and not isinstance(value, int):
                self.add_error(name, "Tulis angka bulat, tanpa koma.")
            elif not self.RANGES[name].allows(value):
                self._refuse_outside(name, data)

    def _refuse_outside(self, name: str, data: dict[str, Any]) -> None:
        # Swapped with a value that is refused already, it is asked about there; it never just disappears.
        if self.errors:
            data.pop(name, None)
        else:
            self.add_error(name, self.RANGES[name].message)

    def _measured(self, data: Mapping[str, Any]) -> bool:
        return any(data.get(name) is not None for name in self.PLACES) or bool(data.get("oedema"))

    def _remember(self, name: str, value: str) -> None:
        """Have the page send `value` with the next attempt."""
        self.data = {**self.data.dict(), self.add_prefix(name): value}  # type: ignore[attr-defined]

    def _rules(self) -> Rules:
        return book_for(self.resident.posyandu_id).on(self.day)

    def _post_clean(self) -> None:
        # Ranges are checked beside their fields above, and the service checks the constraints once more; validating
        # the constraints here too would repeat each message at the top of the page.
        self.instance = self.instance or self._meta.model()

    def measures(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in self._meta.fields or [] if name in self.cleaned_data
        }

    @property
    def cleaned_visit_id(self) -> UUID:
        visit_id: UUID = self.cleaned_data["visit_id"]
        return visit_id

    def _last_time(self) -> str:
        assert self.previous is not None
        before = self.previous.visit.date
        return (
            "bulan lalu"
            if add_months(before.replace(day=1), 1) == self.day.replace(day=1)
            else short_date(before)
        )


def _plain(value: Any) -> str:
    if value is None:
        return "kosong"
    return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


class ChildForm(CardForm):
    """Bayi, balita, apras: step 2."""

    RANGES = CHILD_RANGES
    PLACES: ClassVar = {
        "weight_kg": ("Berat badan", 2),
        "height_cm": ("Panjang atau tinggi badan", 1),
        "head_cm": ("Lingkar kepala", 1),
        "muac_cm": ("LiLA (lingkar lengan atas)", 1),
    }

    position = forms.ChoiceField(
        label="Cara ukur", choices=PositionChoice, widget=forms.RadioSelect, required=False
    )
    oedema = forms.BooleanField(label="Kedua punggung kaki bengkak", required=False)

    class Meta:
        model = ChildCheck
        fields = ("weight_kg", "height_cm", "position", "head_cm", "muac_cm", "oedema")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.position:
            # What is usual at the age: lying to two years, standing from then on.
            lying = self.age.days < FIRST_STANDING_DAY
            self.initial["position"] = PositionChoice.LYING if lying else PositionChoice.STANDING

    def doubts(self, data: Mapping[str, Any], rules: Rules) -> list[Doubt]:
        previous = self.previous
        # Last month's values only: older ones say too little about what may change.
        is_recent = isinstance(previous, ChildCheck) and (self.day - previous.visit.date).days <= RECENT_DAYS
        return doubt_child(
            sex=Sex(self.resident.sex),
            birth_date=self.resident.birth_date,
            day=self.day,
            now=self._measures(data),
            previous=self._measures(vars(previous)) if previous and is_recent else None,
            previous_day=previous.visit.date if previous and is_recent else None,
            rules=rules,
        )

    def _measures(self, data: Mapping[str, Any]) -> ChildMeasures:
        position = data.get("position")
        return ChildMeasures(
            position=Position(position) if position else None,
            **{name: data.get(name) for name in self.PLACES},
        )


class BodyForm(CardForm):
    """What school age and adults are asked alike."""

    PLACES: ClassVar = {
        "weight_kg": ("Berat badan", 2),
        "height_cm": ("Tinggi badan", 1),
        "waist_cm": ("Lingkar perut", 1),
        "systolic": ("Sistole (angka atas)", 0),
        "diastolic": ("Diastole (angka bawah)", 0),
        "glucose_mg_dl": ("Gula darah sewaktu", 0),
    }

    def doubts(self, data: Mapping[str, Any], rules: Rules) -> list[Doubt]:
        previous = self.previous
        found = doubt_body(
            birth_date=self.resident.birth_date,
            day=self.day,
            now=self._measures(data),
            previous=None if isinstance(previous, ChildCheck | None) else self._measures(vars(previous)),
            rules=rules,
        )
        # A number that could not be read is not a missing one.
        return [doubt for doubt in found if doubt.field not in self.errors]

    def _measures(self, data: Mapping[str, Any]) -> BodyMeasures:
        return BodyMeasures(**{name: data.get(name) for name in self.PLACES})


class SchoolAgeForm(BodyForm):
    """Usia sekolah dan remaja; waist, blood pressure and glucose from 15 years, as the card has it.

    From 7 to 14 years the blood pressure may be written where somebody measures it (TD-03, TD-04).
    """

    RANGES = SCHOOL_RANGES

    class Meta:
        model = SchoolAgeCheck
        fields = ("weight_kg", "height_cm", "waist_cm", "systolic", "diastolic", "glucose_mg_dl")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.age.years < WAIST_AND_PRESSURE_FROM_YEARS:
            pressure = ("systolic", "diastolic")
            self.folded = pressure if self.age.years >= PRESSURE_FROM_YEARS else ()
            for name in ("waist_cm", "glucose_mg_dl", *(() if self.folded else pressure)):
                del self.fields[name]


class AdultForm(BodyForm):
    """Dewasa dan lansia."""

    RANGES = ADULT_RANGES

    class Meta:
        model = AdultCheck
        fields = ("weight_kg", "height_cm", "waist_cm", "systolic", "diastolic", "glucose_mg_dl")


CARD_FORMS: dict[str, type[CardForm]] = {
    "child_check": ChildForm,
    "school_age_check": SchoolAgeForm,
    "adult_check": AdultForm,
}
