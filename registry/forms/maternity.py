"""A pregnancy on a few fields: recorded, completed, ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.forms.fields import day_field
from registry.forms.figures import AskingForm, FigureField, whole_field
from registry.ids import new_id
from registry.models import Delivery, Pregnancy, Resident, User
from registry.rules.births import mother_age_question
from registry.rules.wording import long_date
from registry.services import deliveries, maternity

RELOAD = "Muat ulang halaman ini, lalu tulis sekali lagi."
DETAILS = (
    "last_period",
    "due_date_by_usg",
    "gravida",
    "living_children",
    "spacing_months",
    "start_weight_kg",
    "height_cm",
)


class PregnancyForm(AskingForm):
    """One of HPHT, ultrasound or "belum tahu" is enough; all else may follow."""

    pregnancy_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": RELOAD, "required": RELOAD}
    )
    last_period = day_field("HPHT", required=False, help_text="Hari pertama haid terakhir. Lihat buku KIA.")
    due_date_by_usg = day_field(
        "Taksiran persalinan menurut USG",
        required=False,
        help_text="Bila ada, ini yang dipakai menghitung minggu.",
    )
    unknown = forms.BooleanField(label="HPHT dan USG belum tahu", required=False)
    known_from = day_field("Diketahui hamil sejak", help_text="Sejak tanggal ini dihitung sebagai ibu hamil.")
    gravida = whole_field("Hamil anak ke", 1, 20, "Hamil anak ke 1 sampai 20.")
    living_children = whole_field("Jumlah anak hidup", 0, 20, "Jumlah anak hidup 0 sampai 20.")
    spacing_months = whole_field(
        "Jarak dengan anak sebelumnya (bulan)", 0, 400, "Jarak kehamilan 0 sampai 400 bulan."
    )
    start_weight_kg = FigureField(
        label="Berat badan awal hamil", low="25", high="200", refusal="Berat badan awal antara 25 dan 200 kg."
    )
    height_cm = FigureField(
        label="Tinggi badan", low="100", high="220", refusal="Tinggi badan antara 100 dan 220 cm."
    )

    def __init__(self, data: Any = None, *, resident: Resident, pregnancy: Pregnancy | None = None) -> None:
        super().__init__(data, initial=_kept(pregnancy) if pregnancy else _proposed(resident))
        self.resident, self.pregnancy = resident, pregnancy
        last = maternity.proposal_for(resident).last_birth if pregnancy is None else None
        if last is not None:
            self.fields[
                "spacing_months"
            ].help_text = f"Anak terakhir lahir {long_date(last)}. Kosongkan, nanti dihitung sendiri."

    def clean_known_from(self) -> date:
        day: date = self.cleaned_data["known_from"]
        _refuse_ahead(day)
        return day

    def clean_last_period(self) -> date | None:
        day: date | None = self.cleaned_data["last_period"]
        _refuse_ahead(day)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        dated = data.get("last_period") or data.get("due_date_by_usg")
        if (
            not dated
            and not data.get("unknown")
            and not {"last_period", "due_date_by_usg"} & self.errors.keys()
        ):
            self.add_error("last_period", "Isi HPHT, atau tanggal menurut USG, atau beri tanda belum tahu.")
        if self.pregnancy is None:
            self.ask(data)
        return data

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        day = data.get("known_from") or timezone.localdate()
        years = self.resident.age_on(max(day, self.resident.birth_date)).years
        return {"known_from": mother_age_question(years)}

    def saved(self, user: User) -> Pregnancy | None:
        """The stored pregnancy; None where it was refused, with the reason beside its field."""
        data = self.cleaned_data
        details = {name: data[name] for name in DETAILS}
        try:
            if self.pregnancy is not None:
                details["known_from"] = data["known_from"]
                return maternity.update_pregnancy(pregnancy=self.pregnancy, details=details)
            return maternity.open_pregnancy(
                resident=self.resident,
                known_from=data["known_from"],
                details=details,
                user=user,
                pregnancy_id=data["pregnancy_id"],
            )
        except ValidationError as error:
            self.refuse(error)
            return None


def _refuse_ahead(day: date | None) -> None:
    if day is not None and day > timezone.localdate():
        raise ValidationError("Tanggal ini belum terjadi.")


def _proposed(resident: Resident) -> dict[str, Any]:
    found = maternity.proposal_for(resident)
    return {
        "pregnancy_id": new_id(),
        "known_from": timezone.localdate(),
        "gravida": found.gravida,
        "living_children": found.living_children,
    }


def _kept(pregnancy: Pregnancy) -> dict[str, Any]:
    kept = {name: getattr(pregnancy, name) for name in (*DETAILS, "known_from")}
    return kept | {"pregnancy_id": pregnancy.pk, "unknown": pregnancy.counted_from is None}


class PregnancyEndForm(AskingForm):
    """A loss, or a record that was a mistake; a birth has a page of its own."""

    outcome = forms.ChoiceField(
        label="Apa yang terjadi?",
        choices=[
            (Pregnancy.Outcome.MISCARRIAGE.value, "Keguguran"),
            (Pregnancy.Outcome.ERROR.value, "Salah catat, ibu tidak hamil"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu."},
    )
    on = day_field("Tanggal", help_text="Bila tidak pasti, tulis perkiraannya.")

    def __init__(self, data: Any = None, *, pregnancy: Pregnancy) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.pregnancy = pregnancy
        del self.fields["sure"]

    def saved(self) -> bool:
        """Whether it was stored; else the reason stands beside its field."""
        data = self.cleaned_data
        try:
            maternity.end_pregnancy(pregnancy=self.pregnancy, outcome=data["outcome"], on=data["on"])
        except ValidationError as error:
            self.refuse(error)
        return not self.errors


class BreastfeedingEndForm(AskingForm):
    """Since when the mother no longer breastfeeds."""

    on = day_field("Tidak menyusui lagi sejak", help_text="Bila tidak pasti, tulis perkiraannya.")

    def __init__(self, data: Any = None, *, delivery: Delivery) -> None:
        initial: date = delivery.breastfeeding_ended_on or timezone.localdate()
        super().__init__(data, initial={"on": initial})
        self.delivery = delivery
        del self.fields["sure"]

    def saved(self) -> bool:
        """Whether it was stored; else the reason stands beside its field."""
        try:
            deliveries.end_breastfeeding(delivery=self.delivery, on=self.cleaned_data["on"])
        except ValidationError as error:
            self.refuse(error)
        return not self.errors
