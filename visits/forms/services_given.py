"""A service that was given outside a visit: what, when, where, how much."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from registry.forms.fields import day_field
from registry.forms.figures import AskingForm
from registry.ids import new_id
from registry.models import Resident, User
from visits.models import Immunisation, MethodChoice, ServiceGiven
from visits.rules.book import Rules
from visits.rules.vitamin_a import Capsule
from visits.services_given import (
    AlreadyGiven,
    ForeignService,
    OfAVisit,
    ServiceNoted,
    detail_for,
    record_service,
    service_words,
    unit_of,
    warnings_for,
)
from visits.services_given.recording import MOST

Kind = ServiceGiven.Kind
Place = Immunisation.Place
RELOAD = "Muat ulang halaman ini, lalu tulis sekali lagi."
# A place that the choices of the model have no word for.
HOME, HOME_NAME = "rumah", "Di rumah"
_SCHOOL = (Place.SCHOOL.value, "Sekolah atau PAUD")
PLACES = [
    ("", "–"),
    (HOME, HOME_NAME),
    _SCHOOL,
    *(choice for choice in Place.choices if choice[0] != Place.SCHOOL),
]
FOOD = (Kind.PREGNANCY_FOOD, Kind.LOCAL_FOOD)
COLOURS = [("", "Menurut umurnya"), *((one.value, one.value.capitalize()) for one in Capsule)]
USUAL_IRON = 30


class ServiceForm(AskingForm):
    """One service of one kind; what is unusual about it is asked about once."""

    service_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": RELOAD, "required": RELOAD}
    )
    given_on = day_field("Tanggal diberikan")
    quantity = forms.IntegerField(
        label="Jumlah",
        min_value=1,
        max_value=MOST,
        error_messages={
            "required": "Isi jumlahnya.",
            "invalid": "Tulis angka bulat.",
            "min_value": f"Jumlahnya 1 sampai {MOST}.",
            "max_value": f"Jumlahnya 1 sampai {MOST}.",
        },
    )
    place = forms.ChoiceField(label="Di mana", choices=PLACES, required=False, widget=forms.Select)
    place_name = forms.CharField(
        label="Nama tempat", required=False, max_length=120, help_text="Misalnya PAUD Mekar."
    )
    batch = forms.CharField(label="Nomor batch", required=False, max_length=30)

    def __init__(
        self,
        data: Any = None,
        *,
        resident: Resident,
        kind: str,
        day: date,
        rules: Rules,
        service: ServiceGiven | None = None,
        from_stock: bool = False,
    ) -> None:
        super().__init__(
            data, initial=_kept(service) if service else {"service_id": new_id(), "given_on": day}
        )
        self.resident, self.kind, self.rules, self.service = resident, kind, rules, service
        self._add_detail(kind)
        if from_stock:
            label = f"Diambil dari persediaan {resident.posyandu}"
            self.fields["here"] = forms.BooleanField(label=label, required=False)
        if not unit_of(kind) and kind != Kind.CONTRACEPTION:
            del self.fields["quantity"]
        elif service is None:
            self.initial["quantity"] = USUAL_IRON if kind == Kind.IRON else 1

    def _add_detail(self, kind: str) -> None:
        if kind == Kind.VITAMIN_A:
            self.fields["detail"] = forms.ChoiceField(label="Warna kapsul", choices=COLOURS, required=False)
        elif kind == Kind.CONTRACEPTION:
            self.fields["detail"] = forms.ChoiceField(
                label="Alat atau cara",
                choices=MethodChoice.choices,
                error_messages={"required": "Pilih caranya."},
            )
        elif kind in FOOD:
            self.fields["detail"] = forms.CharField(label="Isi makanan", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("place") or data.get("place_name") or data.get("here")):
            self.add_error("place", "Pilih tempatnya, atau tulis namanya.")
        if not self.errors:
            self.ask(data)
        return data

    def questions(self, data: dict[str, Any]) -> dict[str, str]:
        rows = ServiceGiven.objects.unscoped("of the person on this page").counting()
        same = rows.filter(resident=self.resident, kind=self.kind).exclude(pk=data["service_id"])
        found = warnings_for(self.given(), resident=self.resident, stored=list(same), rules=self.rules)
        return {"given_on": " ".join(found)}

    def given(self) -> ServiceNoted:
        """What the fields say."""
        data = self.cleaned_data
        on, at_home = data["given_on"], data.get("place") == HOME
        kept = self.service.posyandu_id if self.service else None
        return ServiceNoted(
            kind=self.kind,
            given_on=on,
            quantity=data.get("quantity", 1),
            detail=data.get("detail")
            or detail_for(self.kind, self.resident.birth_date, on, rules=self.rules),
            place=Place.OTHER.value if at_home else data.get("place", ""),
            place_name=data.get("place_name") or (HOME_NAME if at_home else ""),
            batch=data.get("batch", ""),
            posyandu=(kept or self.resident.posyandu_id) if data.get("here") else None,
        )

    def saved(self, user: User, sent_for: UUID | None = None) -> ServiceGiven | None:
        """The stored service; None where it was refused, with the reason beside its field."""
        try:
            row, _ = record_service(
                service_id=self.cleaned_data["service_id"],
                resident=self.resident,
                given=self.given(),
                user=user,
                sent_for=sent_for,
            )
        except AlreadyGiven as error:
            self.add_error("given_on", f"{service_words(error.service)} pada tanggal ini sudah tercatat.")
            return None
        except (ForeignService, OfAVisit):
            self.add_error(None, RELOAD)
            return None
        except ValidationError as error:
            self.refuse(error)
            return None
        return row


def _kept(service: ServiceGiven) -> dict[str, Any]:
    at_home = service.place == Place.OTHER and service.place_name == HOME_NAME
    return {
        "service_id": service.pk,
        "given_on": service.given_on,
        "quantity": service.quantity,
        "detail": service.detail,
        "place": HOME if at_home else service.place,
        "place_name": "" if at_home else service.place_name,
        "batch": service.batch,
        "here": service.posyandu_id is not None,
    }
