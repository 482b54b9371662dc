"""Opening a day and cancelling a visit."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.forms import NOT_YOURS, day_field
from registry.models import Posyandu, Resident, User
from registry.permissions import Action
from visits import services
from visits.models import Session, Setting

# Older paper is brought in by an import, where each row is looked at first.
OLDEST_DAYS = 2 * 365


class OpenSessionForm(forms.Form):
    """Which Posyandu opens, on which day, where."""

    posyandu = forms.ModelChoiceField(
        Posyandu.objects.none(),
        label="Posyandu",
        empty_label=None,
        error_messages={"invalid_choice": NOT_YOURS, "required": "Pilih Posyandunya."},
    )
    date = day_field("Tanggal buka")
    place = forms.CharField(
        label="Tempat",
        required=False,
        max_length=120,
        help_text="Misalnya rumah Bu Kasun. Kosong = tempat biasa.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = self.fields["posyandu"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Posyandu.objects.visible_to(user, Action.OPEN_SESSION).select_related("unit")
        self.fields["date"].initial = timezone.localdate()

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise ValidationError("Hari buka belum tiba. Buka pada harinya.")
        if (timezone.localdate() - day).days > OLDEST_DAYS:
            raise ValidationError("Tanggal ini lebih dari dua tahun yang lalu. Periksa lagi tahunnya.")
        return day

    def save(self) -> Session:
        data = self.cleaned_data
        return services.open_session(
            posyandu=data["posyandu"], day=data["date"], user=self.user, place=data["place"]
        )


class OutsideForm(forms.Form):
    """When and where somebody was served away from the Posyandu's day."""

    date = day_field("Tanggal")
    setting = forms.ChoiceField(
        label="Tempat",
        choices=[choice for choice in Setting.choices if choice[0] != Setting.POSYANDU],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih tempatnya.", "invalid_choice": "Pilih dari daftar."},
    )

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resident = resident
        self.fields["date"].initial = timezone.localdate()

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        today = timezone.localdate()
        if day > today:
            raise ValidationError("Tanggal ini belum tiba.")
        if day < self.resident.birth_date:
            raise ValidationError(f"{self.resident.name} belum lahir pada hari itu.")
        if (today - day).days > OLDEST_DAYS:
            raise ValidationError("Tanggal ini lebih dari dua tahun yang lalu. Periksa lagi tahunnya.")
        return day


class CancelForm(forms.Form):
    """Why a visit does not count."""

    reason = forms.CharField(
        label="Alasan membatalkan",
        max_length=200,
        help_text="Misalnya salah orang, atau tercatat dua kali.",
        error_messages={"required": "Tulis alasannya, supaya bidan tahu."},
    )
