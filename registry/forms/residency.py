"""Leaving the kabupaten, a registration by mistake, and coming back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry import services
from registry.forms.fields import day_field
from registry.forms.people import text_field
from registry.models import Resident, User
from registry.models.residency import Residency

LEFT = (
    (Residency.EndReason.MOVED.value, "Pindah ke luar kabupaten"),
    (Residency.EndReason.ERROR.value, "Salah daftar"),
)
STILL_HERE = "Batalkan, masih tinggal di sini"


def not_in_future(day: date) -> date:
    """The day itself; raises ValidationError where it has not come yet."""
    if day > timezone.localdate():
        raise ValidationError("Tanggal ini belum terjadi.")
    return day


class EndResidencyForm(forms.Form):
    """Somebody lives here no more, or never did."""

    reason = forms.ChoiceField(
        label="Sebab",
        choices=LEFT,
        widget=forms.RadioSelect,
        help_text="Salah daftar: tidak pernah tinggal di sini, jadi tidak pernah dihitung.",
        error_messages={"required": "Pilih sebabnya."},
    )
    on = day_field("Hari terakhir tinggal di sini", required=False)
    went_to = text_field("Pindah ke mana", 120, help_text="Misalnya: Kudus, atau Malaysia.")

    def __init__(self, *args: Any, resident: Resident, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resident, self.user = resident, user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        moved = data.get("reason") == Residency.EndReason.MOVED
        if moved and "on" not in self.errors:
            if data.get("on") is None:
                self.add_error("on", "Isi tanggalnya.")
            elif data["on"] > timezone.localdate():
                self.add_error("on", "Tanggal ini belum terjadi.")
        return data

    def saved(self) -> bool:
        """Whether it was stored; else the reason stands beside the day."""
        data = self.cleaned_data
        try:
            services.end_residency(
                resident=self.resident,
                on=data["on"] or timezone.localdate(),
                reason=data["reason"],
                went_to=data["went_to"],
                user=self.user,
            )
        except services.ResidencyRefused as refused:
            self.add_error("on" if data["reason"] == Residency.EndReason.MOVED else "reason", str(refused))
        return not self.errors


class ReturnForm(forms.Form):
    """Somebody who had left lives here again."""

    on = day_field("Tinggal di sini lagi sejak")
    came_from = text_field("Datang dari", 120)

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resident = resident

    def clean_on(self) -> date:
        return not_in_future(self.cleaned_data["on"])

    def saved(self) -> bool:
        """Whether it was stored; else the reason stands beside the day."""
        try:
            services.return_resident(resident=self.resident, **self.cleaned_data)
        except services.ResidencyRefused as refused:
            self.add_error("on", f"{refused}{self._hint()}")
        return not self.errors

    def _hint(self) -> str:
        last = services.last_residency(self.resident)
        is_before = last is not None and last.valid_until and self.cleaned_data["on"] < last.valid_until
        return f" Bila tidak jadi pindah, tekan “{STILL_HERE}”." if is_before else ""
