"""Planning the day: the monthly pattern, one day changed, added or cancelled, who is on duty, what is ready."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.forms import day_field
from registry.models import Posyandu, User
from registry.rules.wording import long_date
from visits import schedule_services as services
from visits.columns.column import STEPS
from visits.models import EquipmentCheck, Schedule
from visits.rules.book import Rules
from visits.rules.calendar import PlannedDay
from visits.rules.equipment import equipment, ready_state, states
from visits.schedule import Helper, day_of

# Nobody plans further ahead, nor back.
FURTHEST_DAYS = 2 * 366
_WEEKDAY, _DATE = "hari", "tanggal"
_PLACE_HELP = "Misalnya rumah Bu Kasun. Kosong = tempat biasa."
_TOO_FAR = "Tanggal ini terlalu jauh. Periksa lagi tahunnya."


def _time_field() -> forms.TimeField:
    return forms.TimeField(
        label="Mulai pukul",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": "Tulis jam seperti 08.00."},
    )


def _place_field() -> forms.CharField:
    return forms.CharField(label="Tempat", required=False, max_length=120, help_text=_PLACE_HELP)


def _reason_field(help_text: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label="Alasan",
        required=required,
        max_length=200,
        help_text=help_text,
        error_messages={"required": "Tulis alasannya, supaya semua tahu."},
    )


def _near(day: datetime.date) -> datetime.date:
    """A day that somebody may mean; raises ValidationError for a year that was typed wrong."""
    if abs((day - timezone.localdate()).days) > FURTHEST_DAYS:
        raise ValidationError(_TOO_FAR)
    return day


class PatternForm(forms.Form):
    """On which day of each month a Posyandu opens, from when on."""

    kind = forms.ChoiceField(
        label="Pola",
        choices=[(_WEEKDAY, "Menurut hari"), (_DATE, "Menurut tanggal")],
        widget=forms.RadioSelect,
        help_text="Misalnya Senin pekan kedua, atau setiap tanggal 12.",
        error_messages={"required": "Pilih polanya."},
    )
    week = forms.TypedChoiceField(
        label="Pekan", choices=Schedule.Week.choices, coerce=int, empty_value=None, required=False
    )
    weekday = forms.TypedChoiceField(
        label="Hari", choices=Schedule.Weekday.choices, coerce=int, empty_value=None, required=False
    )
    day_of_month = forms.IntegerField(
        label="Tanggal",
        required=False,
        min_value=1,
        max_value=31,
        help_text="Di bulan yang lebih pendek: hari terakhir bulan itu.",
        error_messages={
            "invalid": "Tulis dengan angka, misalnya 12.",
            "min_value": "Tanggal antara 1 dan 31.",
            "max_value": "Tanggal antara 1 dan 31.",
        },
    )
    starts_at = _time_field()
    place = _place_field()
    valid_from = day_field("Berlaku mulai", help_text="Pola sebelumnya berakhir sehari sebelum tanggal ini.")

    def __init__(self, *args: Any, posyandu: Posyandu, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posyandu = posyandu

    def clean_valid_from(self) -> datetime.date:
        return _near(self.cleaned_data["valid_from"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("kind") == _DATE:
            if data.get("day_of_month") is None and "day_of_month" not in self.errors:
                self.add_error("day_of_month", "Isi tanggalnya, 1 sampai 31.")
            data |= {"week": None, "weekday": None}
        elif data.get("kind") == _WEEKDAY:
            for name, words in (("week", "Pilih pekannya."), ("weekday", "Pilih harinya.")):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, words)
            data["day_of_month"] = None
            self.errors.pop("day_of_month", None)
        return data

    @staticmethod
    def initial_of(posyandu: Posyandu, schedule: Schedule | None) -> dict[str, Any]:
        """The pattern that holds now, to be changed from today on."""
        today = timezone.localdate()
        if schedule is None:
            return {
                "kind": _DATE if posyandu.open_day else _WEEKDAY,
                "day_of_month": posyandu.open_day,
                "place": posyandu.place,
                "valid_from": today,
            }
        return {
            "kind": _DATE if schedule.day_of_month else _WEEKDAY,
            "day_of_month": schedule.day_of_month,
            "week": schedule.week,
            "weekday": schedule.weekday,
            "starts_at": schedule.starts_at,
            "place": schedule.place,
            "valid_from": max(today, schedule.valid_from),
        }

    def save(self) -> Schedule:
        data = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        return services.set_schedule(posyandu=self.posyandu, **data)


class DayForm(forms.Form):
    """A planned day moved, or held at another time or place; without a planned day an extra one."""

    date = day_field("Tanggal")
    starts_at = _time_field()
    place = _place_field()
    reason = _reason_field("Misalnya hari libur, hujan, atau balai desa dipakai.")

    def __init__(
        self, *args: Any, posyandu: Posyandu, user: User, plan: PlannedDay | None = None, **kwargs: Any
    ) -> None:
        if plan is not None:
            usual = {
                "date": plan.day,
                "starts_at": plan.starts_at,
                "place": plan.place,
                "reason": plan.reason,
            }
            kwargs["initial"] = usual | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.posyandu, self.user, self.plan = posyandu, user, plan

    def clean_date(self) -> datetime.date:
        day = _near(self.cleaned_data["date"])
        if self.plan is not None and day == self.plan.day:
            return day
        if day_of(self.posyandu, day, timezone.localdate()).is_open_day:
            raise ValidationError(f"{long_date(day)} sudah menjadi hari buka. Pilih tanggal lain.")
        return day

    def clean(self) -> dict[str, Any]:
        if (
            self.plan is not None
            and not self.errors
            and not {"date", "starts_at", "place"} & {*self.changed_data}
        ):
            raise ValidationError("Belum ada yang berubah: pilih tanggal, jam, atau tempat lain.")
        return self.cleaned_data

    def save(self) -> datetime.date:
        """The day as it is now. Raises what the services raise where somebody else was faster."""
        data = {name: self.cleaned_data[name] for name in ("starts_at", "place", "reason")}
        day: datetime.date = self.cleaned_data["date"]
        if self.plan is None:
            services.add_day(posyandu=self.posyandu, day=day, user=self.user, **data)
        else:
            services.change_day(posyandu=self.posyandu, day=self.plan.day, to=day, user=self.user, **data)
        return day


class CancelDayForm(forms.Form):
    """Why a planned day does not take place."""

    reason = _reason_field("Misalnya bidan berhalangan dan tidak ada pengganti.")


class DutyForm(forms.Form):
    """Who serves at which of the five steps; several may share a step, one may serve several."""

    def __init__(
        self, *args: Any, posyandu: Posyandu, day: datetime.date, staff: Sequence[Helper], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.posyandu, self.day = posyandu, day
        self.people = {str(one.user.pk): one.user for one in staff}
        choices = [(str(one.user.pk), one.label) for one in staff]
        for step, name in STEPS.items():
            self.fields[f"step_{step}"] = forms.MultipleChoiceField(
                label=f"Langkah {step}: {name}",
                required=False,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "Orang ini tidak bertugas di Posyandu ini."},
            )

    def save(self) -> None:
        chosen = {step: [self.people[key] for key in self.cleaned_data[f"step_{step}"]] for step in STEPS}
        services.set_duty(posyandu=self.posyandu, day=self.day, duties=chosen)


class EquipmentForm(forms.Form):
    """What was found of each thing on the list; what nobody looked at stays open."""

    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=300,
        help_text="Misalnya siapa yang membawa gantinya.",
    )

    def __init__(
        self, *args: Any, posyandu: Posyandu, day: datetime.date, user: User, rules: Rules, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.posyandu, self.day, self.user, self.rules = posyandu, day, user, rules
        self.groups = equipment(rules=rules)
        for group in self.groups:
            for item in group.items:
                self.fields[f"item_{item.code}"] = forms.ChoiceField(
                    label=item.label,
                    required=False,
                    choices=states(rules=rules),
                    widget=forms.RadioSelect,
                    error_messages={"invalid_choice": "Pilih salah satu."},
                )
        # The note stands below the list.
        self.order_fields([name for name in self.fields if name != "note"] + ["note"])

    def fields_by_group(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as they are drawn: title and things of each part of the list."""
        return [(group.label, [self[f"item_{item.code}"] for item in group.items]) for group in self.groups]

    def save(self, *, rest_is_ready: bool = False) -> EquipmentCheck:
        """Store the list; with `rest_is_ready` what was left open counts as looked at and fine."""
        rest = ready_state(rules=self.rules) if rest_is_ready else ""
        found = {
            item.code: self.cleaned_data[f"item_{item.code}"] or rest
            for group in self.groups
            for item in group.items
        }
        return services.check_equipment(
            posyandu=self.posyandu,
            day=self.day,
            items=found,
            note=self.cleaned_data["note"],
            user=self.user,
        )
