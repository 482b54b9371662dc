"""Registering and changing a resident: few fields first, everything else later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry import services
from registry.forms.fields import birth_measure, day_field
from registry.models import Posyandu, Residency, Resident, SexChoice, User
from registry.permissions import Action
from registry.rules.life_stage import Sex
from registry.rules.names import search_key
from registry.rules.nik import DigitsError, nik_warnings, normalise_digits, read_kk, read_nik
from registry.rules.wording import long_date

OLDEST_YEARS = 120
BABY_DAYS = 365
PHONE_DIGITS = (8, 15)
NOT_YOURS = "Posyandu ini bukan wilayah Anda."
PERSON_FIELDS = (
    "name",
    "sex",
    "birth_date",
    "mother_name",
    "father_name",
    "phone",
    "birth_weight_kg",
    "birth_length_cm",
)
HOME_FIELDS = ("kk", "dusun", "rt", "rw", "address")


class ResidentForm(forms.ModelForm[Resident]):
    """What is asked of a newcomer. NIK may stay empty: a newborn has none yet."""

    birth_date = day_field("Tanggal lahir")
    sex = forms.ChoiceField(
        label="Jenis kelamin",
        choices=SexChoice,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jenis kelaminnya."},
    )
    nik = forms.CharField(
        label="NIK",
        required=False,
        max_length=40,
        help_text="Boleh kosong, misalnya bayi baru lahir.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    kk = forms.CharField(
        label="Nomor KK",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label="Nomor HP", required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    dusun = forms.CharField(label="Dusun/lingkungan", required=False, max_length=80)
    rt = forms.CharField(
        label="RT", required=False, max_length=5, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    rw = forms.CharField(
        label="RW", required=False, max_length=5, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    address = forms.CharField(label="Alamat", required=False, max_length=200)
    birth_weight_kg = birth_measure("Berat lahir", "Berat lahir antara 0,4 dan 7 kg.", 2, "0.4", "7")
    birth_length_cm = birth_measure("Panjang lahir", "Panjang lahir antara 25 dan 65 cm.", 1, "25", "65")

    class Meta:
        model = Resident
        fields = PERSON_FIELDS
        labels = {"name": "Nama lengkap", "mother_name": "Nama ibu", "father_name": "Nama ayah"}
        error_messages = {"name": {"required": "Tulis namanya."}}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(character.isalpha() for character in name):
            raise ValidationError("Tulis nama dengan huruf.")
        return name

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born > today:
            raise ValidationError("Tanggal lahir belum terjadi. Periksa lagi tahunnya.")
        if today.year - born.year > OLDEST_YEARS:
            raise ValidationError("Umur lebih dari 120 tahun. Periksa lagi tahunnya.")
        return born

    def clean_nik(self) -> str:
        try:
            nik = normalise_digits(self.cleaned_data["nik"])
        except DigitsError as error:
            raise ValidationError(str(error)) from error
        if not nik:
            return ""
        if messages := read_nik(nik).messages:
            raise ValidationError(list(messages))
        try:
            services.check_nik_is_free(
                nik, other_than=self.instance if not self.instance._state.adding else None
            )
        except services.NikTaken as taken:
            raise ValidationError(self._taken_message(taken.resident)) from taken
        return nik

    def clean_phone(self) -> str:
        phone = "".join(character for character in self.cleaned_data["phone"] if character not in " -.()")
        digits = phone.removeprefix("+")
        if phone and not (
            digits.isascii() and digits.isdigit() and PHONE_DIGITS[0] <= len(digits) <= PHONE_DIGITS[1]
        ):
            raise ValidationError("Nomor HP 8 sampai 15 angka, misalnya 081234567890.")
        return phone

    def clean_kk(self) -> str:
        try:
            kk = normalise_digits(self.cleaned_data["kk"])
        except DigitsError as error:
            raise ValidationError(str(error)) from error
        if kk and (messages := read_kk(kk).messages):
            raise ValidationError(list(messages))
        return kk

    def warnings(self) -> list[str]:
        """What does not fit between the NIK and the rest; shown after saving, never a refusal."""
        data = self.cleaned_data
        if not data.get("nik"):
            return []
        found = nik_warnings(
            data["nik"], sex=Sex(data["sex"]), birth_date=data["birth_date"], day=timezone.localdate()
        )
        return [warning.message for warning in found]

    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS}

    def home(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in HOME_FIELDS}

    def _taken_message(self, holder: Resident) -> str:
        # Whose it is may only be told to those who may see that person.
        if self.user.may(Action.SEE_PEOPLE, holder.posyandu.unit):
            return f"NIK ini milik {holder.name} di {holder.posyandu}. Cari namanya di daftar warga."
        return "NIK ini sudah terdaftar di wilayah lain. Hubungi Puskesmas untuk memindahkannya."

    user: User


class NewResidentForm(ResidentForm):
    """A newcomer: where, since when, and whether it is really somebody new."""

    posyandu = forms.ModelChoiceField(
        Posyandu.objects.none(),
        label="Posyandu",
        empty_label=None,
        error_messages={"invalid_choice": NOT_YOURS, "required": "Pilih Posyandunya."},
    )
    since = day_field("Tinggal di sini sejak", help_text="Bayi: tanggal lahirnya. Pendatang: tanggal datang.")
    is_new = forms.BooleanField(label="Bukan orang yang sama, daftarkan", required=False)

    def __init__(self, *args: Any, user: User, posyandu: Iterable[Posyandu] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = self.fields["posyandu"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Posyandu.objects.visible_to(user, Action.REGISTER).select_related("unit")
        self.fields["since"].initial = timezone.localdate()
        self.fields["since"].required = False
        self.lookalikes: list[Resident] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_since(data)
        if data.get("name") and data.get("birth_date") and not data.get("is_new"):
            self._refuse_lookalikes(data)
        return data

    def save(self, commit: bool = True) -> Resident:
        data = self.cleaned_data
        return services.register_resident(
            posyandu=data["posyandu"],
            since=data["since"],
            person=self.person(),
            nik=data["nik"],
            home=self.home(),
        )

    def _check_since(self, data: dict[str, Any]) -> None:
        born, today = data.get("birth_date"), timezone.localdate()
        since = data.get("since") or today
        if since > today:
            self.add_error("since", "Tanggal ini belum terjadi.")
        # A baby belongs here from birth, whatever day it is registered on.
        if born is not None and (since < born or (since == today and (today - born).days < BABY_DAYS)):
            since = born
        data["since"] = since

    def _refuse_lookalikes(self, data: dict[str, Any]) -> None:
        same = Resident.objects.visible_to(self.user).filter(
            name_key=search_key(data["name"]), birth_date=data["birth_date"]
        )
        self.lookalikes = list(same.select_related("posyandu__unit")[:5])
        if self.lookalikes:
            first = self.lookalikes[0]
            self.add_error(
                "is_new",
                f"{first.name}, lahir {long_date(first.birth_date)}, sudah terdaftar di {first.posyandu}. "
                "Bila memang orang lain, beri tanda di sini lalu simpan lagi.",
            )


class EditResidentForm(ResidentForm):
    """Everything known of a resident; an empty NIK field keeps the NIK that is stored."""

    def __init__(self, data: Any = None, *, user: User, instance: Resident) -> None:
        home = instance.household
        initial = {name: getattr(home, name) for name in HOME_FIELDS if name != "kk"} if home else {}
        super().__init__(data, instance=instance, initial=initial)
        self.user = user
        self.fields["nik"].initial = self.initial["nik"] = ""
        if instance.nik:
            self.fields["nik"].help_text = f"Tersimpan {instance.masked_nik}. Kosongkan bila tidak berubah."
        if home and home.kk:
            self.fields["kk"].help_text = "Nomor KK tersimpan. Kosongkan bila tidak berubah."

    def saved(self) -> bool:
        """Whether the change was stored; else the reason stands beside its field."""
        try:
            self.save()
        except ValidationError as error:
            self.add_error(None, error)
        return not self.errors

    def save(self, commit: bool = True) -> Resident:
        stored = Resident.objects.visible_to(self.user, Action.REGISTER).get(pk=self.instance.pk)
        return services.update_resident(
            resident=stored, person=self.person(), nik=self.cleaned_data["nik"] or None, home=self.home()
        )


class EndResidencyForm(forms.Form):
    """Moved away or died, and when."""

    reason = forms.ChoiceField(
        label="Sebab",
        choices=[(r.value, r.label) for r in (Residency.EndReason.MOVED, Residency.EndReason.DIED)],
        widget=forms.RadioSelect,
    )
    on = day_field("Tanggal")

    def __init__(self, *args: Any, residency: Residency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.residency = residency

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > timezone.localdate():
            raise ValidationError("Tanggal ini belum terjadi.")
        if self.cleaned_data["on"] < self.residency.valid_from:
            since = long_date(self.residency.valid_from)
            raise ValidationError(f"Baru terdaftar di sini sejak {since}. Periksa lagi tanggalnya.")
        return self.cleaned_data["on"]
