"""Looking for a guest by what the person can tell, and registering one whom nobody knows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry import services
from registry.duplicates import Lookalike, lookalikes
from registry.forms.fields import day_field
from registry.forms.people import BirthFields, digits_field, read_digits, text_field, whole_field
from registry.ids import new_id
from registry.models import Resident, SexChoice, User
from registry.rules.background import BirthDateKnown
from registry.rules.names import same_sound_key
from registry.rules.nik import read_nik
from visits import guests
from visits.models import Session

ASK_MORE = "Isi NIK, atau nama lengkap dengan tanggal lahirnya."
NOT_A_NAME = "Tulis nama dengan huruf."
KNOWN = [
    (BirthDateKnown.ESTIMATED.value, "Umur"),
    (BirthDateKnown.EXACT.value, "Tanggal lahir"),
    (BirthDateKnown.YEAR_ONLY.value, "Tahun lahir"),
]
NIK_KNOWN = "NIK ini sudah terdaftar. Kembali ke pencarian dan cari dengan NIK ini."


class GuestSearchForm(forms.Form):
    """A whole NIK; or a whole name with the birth date, or with the mother's name and the birth year."""

    nik = digits_field("NIK", help_text="16 angka, dari KTP, KK, atau KIA.")
    name = text_field("Nama lengkap", 120)
    birth_date = day_field("Tanggal lahir", required=False)
    mother_name = text_field("Nama ibu kandung", 120)
    birth_year = whole_field("Tahun lahir", 1900, 2200, "Tulis tahunnya dengan empat angka.")
    # Filled by the scanner: the id on somebody's card.
    card = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_nik(self) -> str:
        return read_digits(self.cleaned_data["nik"], lambda digits: read_nik(digits).messages)

    def clean_name(self) -> str:
        return _name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or data.get("nik") or data.get("card"):
            return data
        if not data["name"]:
            raise ValidationError(ASK_MORE)
        if not (data["birth_date"] or (data["mother_name"] and data["birth_year"])):
            self.add_error("birth_date", "Isi tanggal lahirnya, atau nama ibu dan tahun lahirnya di bawah.")
        return data

    def wanted(self) -> guests.Wanted:
        """What to look for; the surest thing that was given counts alone."""
        data = self.cleaned_data
        return guests.Wanted(**{name: data[name] for name in self.fields})


class NewGuestForm(BirthFields):
    """Somebody from elsewhere whom nobody knows: a name, the sex, and an age as it is told are enough."""

    resident_id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Nama lengkap", max_length=120, error_messages={"required": "Tulis namanya."}
    )
    sex = forms.ChoiceField(
        label="Jenis kelamin",
        choices=SexChoice,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jenis kelaminnya."},
    )
    mother_name = text_field("Nama ibu kandung", 120)
    nik = digits_field("NIK")
    is_new = forms.BooleanField(label="Bukan orang yang sama, daftarkan", required=False)

    def __init__(self, *args: Any, session: Session, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.user = session, user
        self.fields["resident_id"].initial = new_id
        # Whoever comes without a document tells an age.
        known = self.fields["birth_date_known"]
        assert isinstance(known, forms.ChoiceField)
        known.label, known.choices, known.initial = "Yang diketahui", KNOWN, KNOWN[0][0]
        self.lookalikes: list[Lookalike] = []

    def clean_name(self) -> str:
        return _name(self.cleaned_data["name"])

    def clean_nik(self) -> str:
        return read_digits(self.cleaned_data["nik"], lambda digits: read_nik(digits).messages)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.settle_birth_date()
        data = self.cleaned_data
        born = data.get("birth_date")
        if born is not None and self.session.date < born <= timezone.localdate():
            self.add_error(None, "Belum lahir pada hari buka ini. Periksa lagi umur atau tanggal lahirnya.")
        if not self.errors and not data.get("is_new"):
            self._show_lookalikes(data)
        return data

    @property
    def is_known_elsewhere(self) -> bool:
        """Whether the search will find the person: then there is nothing to register."""
        return any(one.resident is None for one in self.lookalikes)

    def saved(self) -> Resident | None:
        """The guest, or None with the reason beside its field, or with people alike to decide about.

        Raises guests.SessionClosed.
        """
        if self.lookalikes:
            return None
        data = self.cleaned_data
        names = ("name", "sex", "birth_date", "birth_date_known", "mother_name")
        resident_id: UUID = data["resident_id"]
        try:
            return guests.register_guest(
                session=self.session,
                user=self.user,
                resident_id=resident_id,
                person={name: data[name] for name in names},
                nik=data["nik"],
            )
        except services.NikTaken:
            self.add_error("nik", NIK_KNOWN)
        except ValidationError as error:
            self.add_error(None, error)
        return None

    def _show_lookalikes(self, data: dict[str, Any]) -> None:
        typed = {name: data.get(name) or "" for name in ("name", "mother_name", "nik")}
        found = lookalikes(
            self.user,
            birth_date=data["birth_date"],
            sex=data["sex"],
            posyandu=self.session.posyandu,
            **typed,
        )
        # Pressing twice stores once, and is nobody alike.
        self.lookalikes = [
            one for one in found if one.resident is None or one.resident.pk != data.get("resident_id")
        ]


def _name(text: str) -> str:
    name = " ".join(text.split())
    if name and not same_sound_key(name):
        raise ValidationError(NOT_A_NAME)
    if any(character.isdigit() for character in name):
        raise ValidationError(NOT_A_NAME)
    return name
