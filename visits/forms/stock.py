"""What came into the cupboard of a Posyandu, left it, or was counted in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.forms.fields import day_field
from registry.forms.figures import AskingForm
from registry.ids import new_id
from registry.models import Posyandu, User
from registry.rules.wording import long_date
from visits.models import StockMovement
from visits.stock import MOST, Balance, Change, ForeignMovement, expiry_of, record_change

Reason = StockMovement.Reason
RELOAD = "Muat ulang halaman ini, lalu tulis sekali lagi."
# Older than this nobody brings a delivery note; no medicine holds longer than this.
_OLDEST_DAYS, _LONGEST_DAYS = 2 * 366, 10 * 366
_WORDS = [
    (Reason.RECEIVED.value, "Diterima"),
    (Reason.COUNTED.value, "Hitung ulang"),
    (Reason.RETURNED.value, "Dikembalikan"),
    (Reason.SPOILED.value, "Rusak atau kedaluwarsa"),
]
_UNIT, _PACK = "satuan", "kemasan"


class StockForm(AskingForm):
    """One movement of one item. A count says what is there; the difference is what is stored."""

    movement_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": RELOAD, "required": RELOAD}
    )
    reason = forms.ChoiceField(
        label="Apa yang dicatat",
        choices=_WORDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih apa yang dicatat.",
            "invalid_choice": "Pilih salah satu yang ada.",
        },
    )
    amount = forms.IntegerField(
        label="Jumlah",
        min_value=0,
        max_value=MOST,
        error_messages={
            "required": "Isi jumlahnya.",
            "invalid": "Tulis angka bulat.",
            "min_value": "Jumlahnya 0 sampai 10.000.",
            "max_value": "Jumlahnya 0 sampai 10.000.",
        },
    )
    measure = forms.ChoiceField(label="Dihitung dalam", widget=forms.RadioSelect, required=False)
    batch = forms.CharField(label="Nomor batch", required=False, max_length=30)
    expires_on = day_field("Kedaluwarsa", required=False)
    on = day_field("Tanggal")
    note = forms.CharField(label="Keterangan", required=False, max_length=200)

    def __init__(self, data: Any = None, *, posyandu: Posyandu, line: Balance) -> None:
        first = Reason.RECEIVED.value
        initial = {"movement_id": new_id(), "on": timezone.localdate(), "reason": first, "measure": _UNIT}
        super().__init__(data, initial=initial)
        self.posyandu, self.line, self.item = posyandu, line, line.item
        packs = f"{self.item.pack_word} isi {self.item.pack}"
        self.fields["measure"].choices = [(_UNIT, self.item.unit), (_PACK, packs)]  # type: ignore[attr-defined]
        if self.item.pack == 1:
            del self.fields["measure"]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("Tanggal ini belum terjadi.")
        if day < timezone.localdate() - timedelta(days=_OLDEST_DAYS):
            raise ValidationError("Tanggal ini sudah terlalu lama.")
        return day

    def clean_expires_on(self) -> date | None:
        day: date | None = self.cleaned_data["expires_on"]
        if day is not None and abs((day - timezone.localdate()).days) > _LONGEST_DAYS:
            raise ValidationError("Periksa tahunnya.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reason, amount = data.get("reason"), self.units(data)
        if amount == 0 and reason != Reason.COUNTED:
            self.add_error("amount", "Isi jumlah 1 sampai 10.000.")
        elif amount is not None and amount > MOST:
            self.add_error("amount", f"Itu {amount} {self.item.unit}. Paling banyak 10.000.")
        self.ask(data)
        return data

    def units(self, data: dict[str, Any]) -> int | None:
        """The amount in the item's unit."""
        amount: int | None = data.get("amount")
        if amount is None:
            return None
        return amount * self.item.pack if data.get("measure") == _PACK else amount

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        reason, amount, expires = data.get("reason"), self.units(data), data.get("expires_on")
        found = {}
        if reason == Reason.RECEIVED and expires and expires < (data.get("on") or timezone.localdate()):
            found["expires_on"] = f"Sudah kedaluwarsa {long_date(expires)} ketika diterima. Sudah benar?"
        goes = reason in (Reason.RETURNED, Reason.SPOILED)
        if goes and amount is not None and amount > max(self.line.amount, 0):
            found["amount"] = f"Menurut catatan hanya ada {self.line.words}. Sudah benar?"
        return found

    def saved(self, user: User) -> tuple[StockMovement | None] | None:
        """The movement in a tuple, with None where a count changed nothing; None where it was refused."""
        data = self.cleaned_data
        expires = data["expires_on"]
        if expires is None and data["batch"]:
            expires = expiry_of(self.posyandu, self.item.code, data["batch"])
        given = Change(
            item=self.item.code,
            reason=data["reason"],
            on=data["on"],
            amount=self.units(data) or 0,
            batch=data["batch"],
            expires_on=expires,
            note=data["note"],
        )
        try:
            row = record_change(
                movement_id=data["movement_id"], posyandu=self.posyandu, given=given, user=user
            )
        except ForeignMovement:
            self.add_error(None, RELOAD)
            return None
        except ValidationError as error:
            self.refuse(error)
            return None
        return (row,)
