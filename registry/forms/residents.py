"""Registering and changing a resident: few fields first, everything else later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry import services
from registry.duplicates import Lookalike, has_namesake_nearby, lookalikes
from registry.forms.fields import birth_measure, day_field
from registry.forms.people import (
    LINKS,
    BirthFields,
    LinkFields,
    area_field,
    digits_field,
    one_of,
    read_digits,
    read_phone,
    some_of,
    text_field,
    whole_field,
)
from registry.models import Household, NikStateChoice, Posyandu, Resident, SexChoice, User
from registry.permissions import Action
from registry.rules.background import (
    BloodType,
    Disability,
    Education,
    Illness,
    MaritalStatus,
    Occupation,
    Relation,
    RiskBehaviour,
)
from registry.rules.life_stage import Sex, completed_months
from registry.rules.nik import nik_warnings, read_kk, read_nik
from registry.rules.wording import long_date

BABY_DAYS = 365
NIK_ELSEWHERE = "NIK ini sudah terdaftar di wilayah lain. Bila orangnya pindah ke sini, minta pindahkan."
IS_NEW = "Bukan orang yang sama, daftarkan"
NOT_YOURS = "Posyandu ini bukan wilayah Anda."
MOTHERS_YEARS = (12, 55)
USUAL_BIRTH_KG = ("1.5", "5")
PERSON_FIELDS = (
    "name",
    "sex",
    "birth_date",
    "birth_date_known",
    "birth_place",
    *(name for link in LINKS.items() for name in link),
    "relation",
    "marital_status",
    "education",
    "occupation",
    "blood_type",
    "phone",
    "family_history",
    "own_history",
    "risk_behaviour",
    "disabilities",
    "birth_weight_kg",
    "birth_length_cm",
    "gestation_weeks",
    "birth_order",
)
HOME_FIELDS = ("kk", "dusun", "rt", "rw", "address")
# Encrypted: never shown, and an empty field leaves what is stored.
SECRETS = ("nik", "phone")


class ResidentForm(BirthFields, LinkFields):
    """What the heads of all cards ask. Nearly everything may stay empty: a newborn has no NIK yet."""

    user: User

    name = forms.CharField(
        label="Nama lengkap", max_length=120, error_messages={"required": "Tulis namanya."}
    )
    sex = forms.ChoiceField(
        label="Jenis kelamin",
        choices=SexChoice,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jenis kelaminnya."},
    )
    nik = digits_field("NIK", help_text="Boleh kosong, misalnya bayi baru lahir.")
    relation = one_of(Relation, "Hubungan dengan kepala keluarga")
    kk = digits_field("Nomor KK")
    phone = text_field(
        "Nomor HP", 20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    dusun = text_field("Dusun/lingkungan", 80)
    rt = area_field("RT")
    rw = area_field("RW")
    address = text_field("Alamat", 200)
    birth_place = text_field("Tempat lahir", 80)
    marital_status = one_of(MaritalStatus, "Status perkawinan")
    education = one_of(Education, "Pendidikan terakhir")
    occupation = one_of(Occupation, "Pekerjaan")
    blood_type = one_of(BloodType, "Golongan darah")
    birth_weight_kg = birth_measure("Berat lahir", "Berat lahir antara 0,4 dan 7 kg.", 2, "0.4", "7")
    birth_length_cm = birth_measure("Panjang lahir", "Panjang lahir antara 25 dan 65 cm.", 1, "25", "65")
    gestation_weeks = whole_field(
        "Usia kehamilan saat lahir", 20, 45, "Usia kehamilan antara 20 dan 45 minggu."
    )
    birth_order = whole_field("Anak ke", 1, 20, "Anak ke-1 sampai ke-20.")
    family_history = some_of(Illness, "Riwayat keluarga")
    own_history = some_of(Illness, "Riwayat diri sendiri")
    risk_behaviour = some_of(RiskBehaviour, "Perilaku berisiko")
    disabilities = some_of(Disability, "Disabilitas")

    stored: Resident | None = None

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(character.isalpha() for character in name):
            raise ValidationError("Tulis nama dengan huruf.")
        return name

    def clean_nik(self) -> str:
        nik = read_digits(self.cleaned_data["nik"], lambda digits: read_nik(digits).messages)
        try:
            services.check_nik_is_free(nik, other_than=self.stored)
        except services.NikTaken as taken:
            raise ValidationError(self._taken_message(taken.resident)) from taken
        return nik

    def clean_phone(self) -> str:
        return read_phone(self.cleaned_data["phone"])

    def clean_kk(self) -> str:
        return read_digits(self.cleaned_data["kk"], lambda digits: read_kk(digits).messages)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.settle_birth_date()
        self.settle_links()
        return self.cleaned_data

    def warnings(self) -> list[str]:
        """What is odd but may be so; shown after saving, never a refusal."""
        data, found = self.cleaned_data, []
        born, today = data["birth_date"], timezone.localdate()
        if data["nik"]:
            odd = nik_warnings(data["nik"], sex=Sex(data["sex"]), birth_date=born, day=today)
            found += [warning.message for warning in odd]
        if data["mother"] is not None:
            years = completed_months(data["mother"].birth_date, born) // 12
            if not MOTHERS_YEARS[0] <= years <= MOTHERS_YEARS[1]:
                found.append(f"Ibunya berumur {years} tahun saat melahirkan. Mohon periksa lagi.")
        kilograms = data["birth_weight_kg"]
        if kilograms is not None and not float(USUAL_BIRTH_KG[0]) <= kilograms <= float(USUAL_BIRTH_KG[1]):
            found.append("Berat lahir jarang sebesar itu. Mohon periksa lagi.")
        return found

    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS}

    def home(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in HOME_FIELDS}

    def refuse(self, error: ValidationError) -> None:
        """Put what a service refused beside the fields it is about."""
        by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for name, refusals in by_field.items():
            field = LINKS.get(name, name)
            self.add_error(field if field in self.fields else None, refusals)

    def _taken_message(self, holder: Resident) -> str:
        # Whose it is may only be told to those who may see that person.
        if self.user.may(Action.SEE_PEOPLE, holder.posyandu.unit):
            return f"NIK ini milik {holder.name} di {holder.posyandu}. Cari namanya di daftar warga."
        return NIK_ELSEWHERE


class NewResidentForm(ResidentForm):
    """A newcomer: where, since when, and whether it is really somebody new."""

    posyandu = forms.ModelChoiceField(
        Posyandu.objects.none(),
        label="Posyandu",
        empty_label=None,
        error_messages={"invalid_choice": NOT_YOURS, "required": "Pilih Posyandunya."},
    )
    household = forms.ModelChoiceField(
        Household.objects.none(),
        label="Keluarga",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Keluarga ini bukan di wilayah Anda."},
    )
    since = day_field(
        "Tinggal di sini sejak",
        required=False,
        help_text="Bayi: tanggal lahirnya. Pendatang: tanggal datang.",
    )
    is_new = forms.BooleanField(label=IS_NEW, required=False)

    def __init__(self, *args: Any, user: User, posyandu: Iterable[Posyandu] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.offer_people(user)
        place, family = self.fields["posyandu"], self.fields["household"]
        assert isinstance(place, forms.ModelChoiceField)
        assert isinstance(family, forms.ModelChoiceField)
        place.queryset = Posyandu.objects.visible_to(user, Action.REGISTER).select_related("unit")
        family.queryset = Household.objects.visible_to(user, Action.REGISTER).select_related("head")
        self.fields["since"].initial = timezone.localdate()
        self.lookalikes: list[Lookalike] = []
        self.has_namesake = False

    @property
    def is_elsewhere(self) -> bool:
        """Whether somebody like this is registered where the user may not look, and may be asked to be moved here."""
        return NIK_ELSEWHERE in self.errors.get("nik", []) or any(
            one.resident is None for one in self.lookalikes
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (household := data.get("household")) is not None:
            data["posyandu"] = household.posyandu
            self.errors.pop("posyandu", None)
        if data.get("birth_date"):
            self._check_since(data)
        if data.get("name") and data.get("birth_date") and not data.get("is_new"):
            self._show_lookalikes(data)
        return data

    def saved(self) -> Resident | None:
        """The newcomer, or None with the reason beside its field, or with people alike to decide about."""
        if self.lookalikes or self.has_namesake:
            return None
        data = self.cleaned_data
        household = data["household"]
        try:
            return services.register_resident(
                posyandu=data["posyandu"],
                since=data["since"],
                person=self.person(),
                nik=data["nik"],
                home=None if household else self.home(),
                household=household,
                user=self.user,
            )
        except ValidationError as error:
            self.refuse(error)
            return None

    def _check_since(self, data: dict[str, Any]) -> None:
        born, today = data["birth_date"], timezone.localdate()
        since = data.get("since") or today
        if since > today:
            self.add_error("since", "Tanggal ini belum terjadi.")
        # A baby belongs here from birth, whatever day it is registered on.
        if since < born or (since == today and (today - born).days < BABY_DAYS):
            since = born
        data["since"] = since

    def _show_lookalikes(self, data: dict[str, Any]) -> None:
        """Ask once more when somebody like this is registered already; it never stops anybody."""
        typed = {name: data.get(name) or "" for name in ("name", "mother_name", "nik", "kk", "phone")}
        self.lookalikes = lookalikes(
            self.user,
            birth_date=data["birth_date"],
            sex=data.get("sex") or None,
            posyandu=data.get("posyandu"),
            **typed,
        )
        if not self.is_elsewhere and data.get("posyandu"):
            self.has_namesake = has_namesake_nearby(
                self.user, name=data["name"], birth_date=data["birth_date"], posyandu=data["posyandu"]
            )


class EditResidentForm(ResidentForm):
    """Everything known of a resident; an empty NIK or telephone field keeps the one that is stored."""

    nik_gone = forms.BooleanField(label="Hapus NIK (belum punya atau salah orang)", required=False)
    phone_gone = forms.BooleanField(label="Hapus nomor HP", required=False)

    def __init__(self, data: Any = None, *, user: User, instance: Resident) -> None:
        home = instance.household
        if home is not None and home.posyandu_id != instance.posyandu_id:
            home = None
        super().__init__(data, initial=_initial(instance, home))
        self.user, self.stored = user, instance
        self.offer_people(user, instance)
        help_texts = {
            "nik": _nik_help(instance),
            "phone": f"Tersimpan {instance.masked_phone}. Kosongkan bila tidak berubah."
            if instance.phone
            else "",
            "kk": "Nomor KK tersimpan. Kosongkan bila tidak berubah." if home and home.kk else "",
            "dusun": "Alamat ini berlaku untuk seluruh keluarganya." if home else "",
            "sex": "Bila diganti, hasil pertumbuhan semua kunjungannya dihitung ulang.",
            "age_years": f"Tercatat lahir sekitar {long_date(instance.birth_date)}. Kosongkan bila tetap.",
        }
        for name, words in help_texts.items():
            self.fields[name].help_text = words or self.fields[name].help_text

    def person(self) -> dict[str, Any]:
        found = super().person()
        if not found["phone"] and not self.cleaned_data["phone_gone"]:
            del found["phone"]
        return found

    def saved(self) -> bool:
        """Whether the change was stored; else the reason stands beside its field."""
        assert self.stored is not None
        stored = Resident.objects.visible_to(self.user, Action.REGISTER).get(pk=self.stored.pk)
        kept = "" if self.cleaned_data["nik_gone"] else None
        try:
            services.update_resident(
                resident=stored,
                person=self.person(),
                nik=self.cleaned_data["nik"] or kept,
                home=self.home(),
                user=self.user,
            )
        except ValidationError as error:
            self.refuse(error)
        return not self.errors

    def counts_anew(self) -> bool:
        """Whether the sex or the birth date was changed, and so every result."""
        assert self.stored is not None
        return (self.cleaned_data["sex"], self.cleaned_data["birth_date"]) != (
            self.stored.sex,
            self.stored.birth_date,
        )


def _initial(resident: Resident, home: Household | None) -> dict[str, Any]:
    """What the form shows of what is stored: no secret, and the name of whoever is linked."""
    initial = {name: getattr(resident, name) for name in PERSON_FIELDS if name not in SECRETS}
    initial |= {name: getattr(home, name) for name in HOME_FIELDS if name != "kk"} if home else {}
    for link, name in LINKS.items():
        if (person := getattr(resident, link)) is not None:
            initial |= {link: person.pk, name: person.name}
    return initial | {"birth_year": resident.birth_date.year}


def _nik_help(resident: Resident) -> str:
    if resident.nik_state == NikStateChoice.INVALID:
        return f"NIK yang tersimpan ({resident.masked_nik}) tidak sah. Tulis NIK yang benar, atau hapus."
    if resident.nik:
        return f"Tersimpan {resident.masked_nik}. Kosongkan bila tidak berubah."
    return ""
