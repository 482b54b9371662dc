"""One form for each card: reads what a tired hand types, refuses the impossible, asks about the unlikely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from visits.rules.blood_pressure import blood_pressure_question
from visits.rules.growth import FIRST_STANDING_DAY
from visits.rules.plausibility import (
    ADULT_RANGES,
    CHILD_RANGES,
    SCHOOL_RANGES,
    Range,
    height_warning,
    weight_warning,
)

Card = ChildCheck | SchoolAgeCheck | AdultCheck
WAIST_AND_PRESSURE_FROM_YEARS = 15
RECENT_DAYS = 45
RELOAD = "Muat ulang halaman ini, lalu tulis sekali lagi."


class MeasureField(forms.DecimalField):
    """A number with comma or point, in a range; the refusal names the range and the unit."""

    def __init__(self, limits: Range, *, label: str, decimal_places: int) -> None:
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
        self.limits = limits
        # Says more about an impossible value than its range does, when it knows the person.
        self.explain: Callable[[Decimal], str | None] = lambda number: None

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            number = read_number(str(value))
        except ValueError as error:
            raise ValidationError("Tulis dengan angka, misalnya 9,4.") from error
        if not self.limits.allows(number):
            raise ValidationError(self.explain(number) or self.limits.message)
        return number if self.decimal_places else self._whole(number)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def validate(self, value: Any) -> None:
        if isinstance(value, Decimal):
            super().validate(value)

    def run_validators(self, value: Any) -> None:
        if isinstance(value, Decimal):
            super().run_validators(value)

    def _whole(self, number: Decimal) -> int:
        if number != number.to_integral_value():
            raise ValidationError("Tulis angka bulat, tanpa koma.")
        return int(number)


class CardForm(forms.ModelForm[Any]):
    """Base of the cards. `sure` carries the values a person has confirmed after being asked."""

    RANGES: ClassVar[Mapping[str, Range]]
    PLACES: ClassVar[Mapping[str, tuple[str, int]]]

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
            self.fields[name] = MeasureField(self.RANGES[name], label=label, decimal_places=places)
        self.order_fields(list(self._meta.fields or []))

    def measured_rows(self) -> list[dict[str, Any]]:
        """For the page: each measure with its unit and last time's value as a ghost."""
        rows = []
        for name in self.PLACES:
            if name not in self.fields:
                continue
            before = getattr(self.previous, name, None)
            ghost = f"{self._last_time()} {_plain(before)}" if before is not None else ""
            rows.append({"field": self[name], "unit": self.RANGES[name].unit, "ghost": ghost})
        return rows

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        """What is unlikely, by field; asked once and kept when confirmed."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.asks:
            return data
        asked: dict[str | None, str] = {
            name: text for name, text in self.questions(data).items() if name not in self.errors
        }
        if not self.errors and not self._measured(data):
            asked[None] = "Belum ada yang diukur, jadi hanya hadir yang dicatat."
        token = "|".join(f"{name}={_plain(data.get(name or ''))}" for name in sorted(asked, key=str))
        if asked and data.get("sure") != token:
            for name, text in asked.items():
                self.add_error(name, f"{text} Bila sudah benar, tekan Simpan sekali lagi.")
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

    def _measured(self, data: Mapping[str, Any]) -> bool:
        return any(data.get(name) is not None for name in self.PLACES) or bool(data.get("oedema"))

    def _remember(self, name: str, value: str) -> None:
        """Have the page send `value` with the next attempt."""
        self.data = {**self.data.dict(), self.add_prefix(name): value}  # type: ignore[attr-defined]

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
        weight, height = self.fields["weight_kg"], self.fields["height_cm"]
        assert isinstance(weight, MeasureField)
        assert isinstance(height, MeasureField)
        weight.explain, height.explain = self._weight_question, self._height_question

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        asked = {}
        if data.get("weight_kg") is not None:
            asked["weight_kg"] = self._weight_question(data["weight_kg"], data.get("height_cm"))
        if data.get("height_cm") is not None:
            asked["height_cm"] = self._height_question(data["height_cm"])
        return {name: text for name, text in asked.items() if text}

    def _weight_question(self, weight_kg: Decimal, height_cm: Decimal | None = None) -> str | None:
        return weight_warning(
            sex=Sex(self.resident.sex), age=self.age, weight_kg=weight_kg, height_cm=height_cm,
            previous_kg=self._recent("weight_kg"),
        )  # fmt: skip

    def _height_question(self, height_cm: Decimal) -> str | None:
        return height_warning(
            sex=Sex(self.resident.sex),
            age=self.age,
            height_cm=height_cm,
            previous_cm=self._recent("height_cm"),
        )

    def _recent(self, name: str) -> Decimal | None:
        """Last month's value; an older one says too little about what may change."""
        if (
            not isinstance(self.previous, ChildCheck)
            or (self.day - self.previous.visit.date).days > RECENT_DAYS
        ):
            return None
        value: Decimal | None = getattr(self.previous, name)
        return value


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

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        pair = {name: data.get(name) for name in ("systolic", "diastolic")}
        for name, value in pair.items():
            other = "diastolic" if name == "systolic" else "systolic"
            if value is None and pair[other] is not None and not self.errors.get(name):
                self.add_error(name, "Isi dua angka tekanan darah, atau kosongkan dua-duanya.")
        if None not in pair.values() and (pair["systolic"] or 0) <= (pair["diastolic"] or 0):
            self.add_error(
                "systolic", blood_pressure_question(pair["systolic"] or 0, pair["diastolic"] or 0) or ""
            )
        return data

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        systolic, diastolic = data.get("systolic"), data.get("diastolic")
        if systolic is None or diastolic is None or systolic <= diastolic:
            return {}
        question = blood_pressure_question(systolic, diastolic)
        return {"systolic": question} if question else {}


class SchoolAgeForm(BodyForm):
    """Usia sekolah dan remaja; waist, blood pressure and glucose from 15 years, as the card has it."""

    RANGES = SCHOOL_RANGES

    class Meta:
        model = SchoolAgeCheck
        fields = ("weight_kg", "height_cm", "waist_cm", "systolic", "diastolic", "glucose_mg_dl")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.age.years < WAIST_AND_PRESSURE_FROM_YEARS:
            for name in ("waist_cm", "systolic", "diastolic", "glucose_mg_dl"):
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
