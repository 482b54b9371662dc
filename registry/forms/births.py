"""A delivery and its babies on one page; a twin is one choice more, with or without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.forms.fields import day_field
from registry.forms.figures import AskingForm, BirthWeightField, FigureField, whole_field
from registry.forms.maternity import RELOAD
from registry.ids import new_id
from registry.models import Delivery, Pregnancy, Resident, SexChoice, User
from registry.rules.births import length_question, weight_question
from registry.rules.wording import long_date
from registry.services import deliveries
from registry.services.deliveries import Baby

# As many blocks as the page has; more babies are added on the page that corrects the delivery.
BLOCKS = 3
ORDINALS = ("pertama", "kedua", "ketiga")
DETAILS = (
    "at",
    "gestation_weeks",
    "place",
    "place_name",
    "helper",
    "manner",
    "mother_condition",
    "complaints",
    "early_breastfeeding",
    "stillbirths",
)


def _one_of(label: str, choices: Sequence[tuple[str, str]], **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect, **kwargs)


def _selected(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "Belum diisi"), *choices], required=False)


def _count(label: str, **kwargs: Any) -> forms.TypedChoiceField:
    choices = [(str(number), str(number)) for number in range(BLOCKS + 1)]
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stubs know texts only
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jumlahnya."},
        **kwargs,
    )


class DeliveryForm(AskingForm):
    """The birth itself; only the day and the number of babies are needed at once."""

    delivery_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": RELOAD, "required": RELOAD}
    )
    on = day_field("Tanggal bersalin")
    live_births = _count("Bayi lahir hidup")
    stillbirths = _count("Bayi lahir meninggal", required=False)
    at = forms.TimeField(
        label="Pukul",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": "Tulis jam seperti 08.30."},
    )
    gestation_weeks = whole_field(
        "Usia kehamilan (minggu)", 20, 45, "Usia kehamilan waktu bersalin 20 sampai 45 minggu."
    )
    place = _selected("Tempat bersalin", Delivery.Place.choices)
    place_name = forms.CharField(label="Nama tempat", required=False, max_length=120)
    helper = _selected("Penolong persalinan", Delivery.Helper.choices)
    manner = _one_of("Cara persalinan", Delivery.Manner.choices)
    mother_condition = _one_of("Keadaan ibu", Delivery.Condition.choices)
    complaints = forms.CharField(
        label="Keluhan ibu",
        required=False,
        max_length=200,
        help_text="Misalnya perdarahan, demam, kejang, darah nifas berbau.",
    )
    early_breastfeeding = forms.TypedChoiceField(
        label="Inisiasi menyusu dini (IMD)",
        choices=[("ya", "Ya"), ("tidak", "Tidak")],
        required=False,
        widget=forms.RadioSelect,
        coerce=lambda answer: answer == "ya",
        empty_value=None,
    )
    first_birth_order = whole_field("Bayi ini anak ke", 1, 20, "Anak ke 1 sampai 20.")

    def __init__(self, data: Any = None, *, resident: Resident, delivery: Delivery | None = None) -> None:
        super().__init__(data, initial=_kept(delivery) if delivery else _proposed(resident))
        if delivery is not None:
            self.fields["live_births"].label = "Tambah bayi yang belum tercatat"
            self.fields["live_births"].required = False
        if delivery is not None or _weeks_are_known(resident):
            self.fields["gestation_weeks"].help_text = "Kosongkan bila dihitung dari HPHT atau USG."

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        return {}


class BabyForm(AskingForm):
    """One live baby. An unused block is drawn but never read."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": RELOAD, "required": RELOAD})
    known = forms.ChoiceField(label="Sudah terdaftar sebagai", required=False)
    sex = forms.ChoiceField(
        label="Jenis kelamin", choices=SexChoice, required=False, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label="Nama bayi", required=False, max_length=120, help_text="Boleh kosong: memakai nama ibu dahulu."
    )
    weight_kg = BirthWeightField()
    length_cm = FigureField(
        label="Panjang lahir", low="25", high="65", refusal="Panjang lahir antara 25 dan 65 cm."
    )

    def __init__(self, data: Any, *, position: int, used: bool, children: Sequence[Resident]) -> None:
        super().__init__(data if used else None, prefix=f"bayi{position}", initial={"id": new_id()})
        self.number, self.ordinal = position + 1, ORDINALS[position]
        self.children = {str(child.pk): child for child in children}
        if children:
            words = [
                (pk, f"{one.name}, lahir {long_date(one.birth_date)}") for pk, one in self.children.items()
            ]
            known = self.fields["known"]
            assert isinstance(known, forms.ChoiceField)
            known.choices = [("", "Belum, daftarkan sekarang"), *words]
        else:
            del self.fields["known"]

    @property
    def error_title(self) -> str:
        return f"Perbaiki isian bayi {self.ordinal}:"

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("known") and not data.get("sex") and "sex" not in self.errors:
            self.add_error("sex", "Pilih jenis kelaminnya.")
        self.ask(data)
        return data

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        return {
            "weight_kg": weight_question(data.get("weight_kg")),
            "length_cm": length_question(data.get("length_cm")),
        }

    def baby(self) -> Baby:
        data = self.cleaned_data
        return Baby(
            id=data["id"],
            sex=data["sex"],
            name=data["name"],
            weight_kg=data["weight_kg"],
            length_cm=data["length_cm"],
            known=self.children.get(data.get("known", "")),
        )


class DeliveryEntry:
    """The delivery with the blocks of its babies, read and stored as one."""

    def __init__(self, data: Any = None, *, resident: Resident, delivery: Delivery | None = None) -> None:
        self.resident, self.delivery = resident, delivery
        self.form = DeliveryForm(data, resident=resident, delivery=delivery)
        children = deliveries.known_children(resident, delivery)
        wanted = self._wanted(data)
        self.babies = [
            BabyForm(data, position=place, used=place < wanted, children=children) for place in range(BLOCKS)
        ]

    @property
    def used(self) -> list[BabyForm]:
        """The blocks that were filled in."""
        return [form for form in self.babies if form.is_bound]

    def is_valid(self) -> bool:
        # Every form is read, so that all that is wrong stands on the page at once.
        answers = [form.is_valid() for form in (self.form, *self.used)]
        return all(answers)

    def saved(self, user: User) -> Delivery | None:
        """The stored delivery; None where it was refused, with the reason beside its field."""
        data = self.form.cleaned_data
        details = {name: data[name] for name in DETAILS}
        babies, order = [form.baby() for form in self.used], data["first_birth_order"]
        try:
            if self.delivery is not None:
                return deliveries.update_delivery(
                    delivery=self.delivery,
                    on=data["on"],
                    details=details,
                    more_babies=babies,
                    first_birth_order=order,
                )
            return deliveries.record_delivery(
                resident=self.resident,
                delivery_id=data["delivery_id"],
                on=data["on"],
                babies=babies,
                details=details,
                first_birth_order=order,
                user=user,
            )
        except ValidationError as error:
            self.form.refuse(error)
            return None

    @staticmethod
    def _wanted(data: Any) -> int:
        typed = (data or {}).get("live_births", "")
        return int(typed) if typed in {str(number) for number in range(BLOCKS + 1)} else 0


def _weeks_are_known(resident: Resident) -> bool:
    pregnancy = Pregnancy.objects.unscoped("the woman is in scope").filter(resident=resident)
    newest = pregnancy.filter(ended_on__isnull=True).first()
    return newest is not None and newest.counted_from is not None


def _proposed(resident: Resident) -> dict[str, Any]:
    today: date = timezone.localdate()
    return {
        "delivery_id": new_id(),
        "on": today,
        "live_births": "1",
        "stillbirths": "0",
        "first_birth_order": deliveries.next_birth_order(resident),
    }


def _kept(delivery: Delivery) -> dict[str, Any]:
    kept = {name: getattr(delivery, name) for name in DETAILS}
    answer = {True: "ya", False: "tidak", None: ""}[delivery.early_breastfeeding]
    return kept | {
        "delivery_id": delivery.pk,
        "on": delivery.on,
        "live_births": "0",
        "stillbirths": str(delivery.stillbirths),
        "early_breastfeeding": answer,
        "first_birth_order": deliveries.next_birth_order(delivery.resident),
    }
