"""Families: where they live, what their house has, their KK number, who joins, who leads."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.forms.fields import day_field
from registry.forms.people import area_field, digits_field, read_digits, read_phone, text_field
from registry.models import Household, Posyandu, Resident, User
from registry.permissions import Action
from registry.rules.background import Relation
from registry.rules.nik import read_kk
from registry.rules.relations import likely_head
from registry.services import households
from registry.services.family import as_member
from registry.services.household_splits import merge_households, relations_after_merge, split_household

NOT_YOURS = "Posyandu ini bukan wilayah Anda."
PLACE_FIELDS = ("dusun", "rt", "rw", "address", "phone")
# Data Keluarga, items 3 to 7, in the order of the form.
QUESTIONS = (
    ("has_insurance", "Punya JKN, Jamkesda, atau Askes?"),
    ("has_clean_water", "Ada sarana air bersih?"),
    ("water_is_protected", "Sumber airnya terlindung?"),
    ("has_latrine", "Ada jamban keluarga?"),
    ("latrine_is_sanitary", "Jambannya saniter?"),
    ("is_ventilated", "Ventilasi rumah cukup?"),
    ("has_mental_disorder", "Ada anggota dengan gangguan jiwa (ODGJ)?"),
    ("has_tuberculosis", "Ada anggota terdiagnosis TBC?"),
    ("has_hypertension", "Ada anggota terdiagnosis hipertensi?"),
    ("has_diabetes", "Ada anggota terdiagnosis diabetes melitus?"),
)
# A "yes" to the second makes no sense beside a "no" to the first.
NEEDS = (
    ("water_is_protected", "has_clean_water", "Sumber air terlindung hanya bila ada sarana air bersih."),
    ("latrine_is_sanitary", "has_latrine", "Jamban saniter hanya bila ada jamban keluarga."),
)
ANSWERS = (("ya", "Ya"), ("tidak", "Tidak"), ("", "Belum ditanya"))
_AS_TEXT = {True: "ya", False: "tidak", None: ""}
_AS_ANSWER = {"ya": True, "tidak": False}


def relation_choices() -> list[tuple[str, str]]:
    """What somebody is to the head, by the codes of Data Keluarga; the head is chosen elsewhere."""
    known = [(code, words) for code, words in Relation.choices() if code != Relation.HEAD]
    return [("", "Belum diketahui"), *known]


def relation_field(initial: str = "") -> forms.ChoiceField:
    """A choice of a relation, which may be unknown."""
    return forms.ChoiceField(
        label="Hubungan dengan kepala keluarga", choices=relation_choices(), required=False, initial=initial
    )


def read_free_kk(text: str, user: User, own: Household | None = None) -> str:
    """The digits of a KK number that no other family has. Raises ValidationError."""
    kk = read_digits(text, lambda digits: read_kk(digits).messages)
    try:
        households.check_kk_is_free(kk, other_than=own)
    except households.KkTaken as taken:
        raise ValidationError(taken_message(taken.household, user)) from taken
    return kk


def taken_message(holder: Household, user: User) -> str:
    """Who has a KK number already, told to those alone who may see that family."""
    if user.may(Action.SEE_PEOPLE, holder.posyandu.unit):
        return f"Nomor KK ini milik {holder} di {holder.posyandu}. Buka keluarga itu, atau periksa lagi nomornya."
    return "Nomor KK ini sudah dipakai keluarga di wilayah lain. Periksa lagi, atau hubungi Puskesmas."


class HouseholdForm(forms.Form):
    """Where a family lives and the answers of Data Keluarga; a question that was not asked stays without an answer."""

    dusun = text_field("Dusun/lingkungan", 80)
    rt = area_field("RT")
    rw = area_field("RW")
    address = text_field("Alamat", 200)
    phone = text_field(
        "Nomor HP keluarga", 20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    surveyed_on = day_field("Tanggal pengumpulan data", required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, question in QUESTIONS:
            self.fields[name] = forms.ChoiceField(
                label=question, choices=ANSWERS, required=False, widget=forms.RadioSelect, initial=""
            )

    def clean_phone(self) -> str:
        return read_phone(self.cleaned_data["phone"])

    def clean_surveyed_on(self) -> Any:
        day = self.cleaned_data["surveyed_on"]
        if day and day > timezone.localdate():
            raise ValidationError("Tanggal ini belum terjadi.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, _ in QUESTIONS:
            data[name] = _AS_ANSWER.get(data.get(name, ""))
        for name, needed, message in NEEDS:
            if data[name] and not data[needed]:
                self.add_error(name, message)
        if not data.get("surveyed_on") and any(data.get(name) is not None for name, _ in QUESTIONS):
            data["surveyed_on"] = timezone.localdate()
        return data

    def questions(self) -> list[forms.BoundField]:
        """The bound questions of Data Keluarga, for the page."""
        return [self[name] for name, _ in QUESTIONS]

    def facts(self) -> dict[str, Any]:
        """What was filled in, by the field names of Household."""
        names = (*PLACE_FIELDS, "surveyed_on", *(name for name, _ in QUESTIONS))
        return {name: self.cleaned_data[name] for name in names}


class NewHouseholdForm(HouseholdForm):
    """A family that has nobody yet: which Posyandu, and its KK number if there is one."""

    kk = digits_field("Nomor KK", help_text="Boleh kosong, misalnya KK sedang diurus.")
    posyandu = forms.ModelChoiceField(
        Posyandu.objects.none(),
        label="Posyandu",
        empty_label=None,
        error_messages={"invalid_choice": NOT_YOURS, "required": "Pilih Posyandunya."},
    )

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user
        field = cast("forms.ModelChoiceField[Posyandu]", self.fields["posyandu"])
        field.queryset = Posyandu.objects.visible_to(user, Action.REGISTER).select_related("unit")

    def clean_kk(self) -> str:
        return read_free_kk(self.cleaned_data["kk"], self.user)

    def save(self) -> Household:
        """Raises KkTaken when somebody else stored the number meanwhile."""
        return households.create_household(
            posyandu=self.cleaned_data["posyandu"], facts=self.facts(), kk=self.cleaned_data["kk"]
        )


class EditHouseholdForm(HouseholdForm):
    """What is known of a family; an empty telephone field keeps the number that is stored."""

    phone_gone = forms.BooleanField(label="Hapus nomor HP", required=False)

    def __init__(self, data: Any = None, *, household: Household) -> None:
        shown = [*PLACE_FIELDS, "surveyed_on"]
        initial = {name: getattr(household, name) for name in shown if name != "phone"}
        answers = {name: _AS_TEXT[getattr(household, name)] for name, _ in QUESTIONS}
        super().__init__(data, initial=initial | answers)
        self.household = household
        if household.phone:
            self.fields[
                "phone"
            ].help_text = f"Tersimpan {household.masked_phone}. Kosongkan bila tidak berubah."
        else:
            del self.fields["phone_gone"]

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        if not found["phone"] and not self.cleaned_data.get("phone_gone"):
            del found["phone"]
        return found

    def save(self) -> Household:
        return households.edit_household(household=self.household, facts=self.facts())


class KkForm(forms.Form):
    """Another KK number; the old one is kept. The field is never filled in, so that no page holds the number."""

    kk = digits_field("Nomor KK baru")

    def __init__(self, data: Any = None, *, user: User, household: Household) -> None:
        super().__init__(data)
        self.user, self.household = user, household
        if household.kk:
            self.fields[
                "kk"
            ].help_text = (
                f"Tersimpan {household.masked_kk}. Kosongkan bila keluarga ini tidak punya nomor KK lagi."
            )

    def clean_kk(self) -> str:
        return read_free_kk(self.cleaned_data["kk"], self.user, self.household)

    def save(self) -> Household:
        """Raises KkTaken when somebody else stored the number meanwhile."""
        return households.change_kk(household=self.household, kk=self.cleaned_data["kk"], by=self.user)


class SplitForm(forms.Form):
    """Who leads the new family, and its KK number if there is one already."""

    kk = digits_field("Nomor KK baru", help_text="Boleh kosong, misalnya KK sedang diurus.")

    def __init__(self, data: Any = None, *, user: User, household: Household, going: list[Resident]) -> None:
        super().__init__(data)
        self.user, self.household, self.going = user, household, going
        likely = likely_head([as_member(one) for one in going])
        self.fields["head"] = forms.ChoiceField(
            label="Kepala keluarga baru",
            initial=str(likely.id) if likely else "",
            choices=[(str(one.pk), one.name) for one in going],
            widget=forms.RadioSelect,
            error_messages={"required": "Pilih kepala keluarganya."},
        )

    def clean_kk(self) -> str:
        return read_free_kk(self.cleaned_data["kk"], self.user)

    def save(self) -> Household:
        """Raises HouseholdRefused or KkTaken when the family changed meanwhile."""
        return split_household(
            household=self.household,
            members=self.going,
            head=next(one for one in self.going if str(one.pk) == self.cleaned_data["head"]),
            kk=self.cleaned_data["kk"],
            by=self.user,
        )


class MergeForm(forms.Form):
    """What the head of the family that comes is to the head of the family that takes it in."""

    relation = relation_field()

    def __init__(self, data: Any = None, *, user: User, kept: Household, other: Household | None) -> None:
        super().__init__(data)
        self.user, self.kept, self.other = user, kept, other
        if other is None or other.head is None or kept.head is None:
            del self.fields["relation"]
            return
        field = self.fields["relation"]
        field.label = f"{other.head.name} adalah … dari {kept.head.name}"
        field.initial = relations_after_merge(kept, other, [other.head])[other.head.pk]

    def save(self) -> Household:
        """Raises HouseholdRefused when one of the families changed meanwhile."""
        assert self.other is not None
        relation = self.cleaned_data.get("relation", "")
        return merge_households(kept=self.kept, other=self.other, relation=relation, by=self.user)


class RelationsForm(forms.Form):
    """What each member is to the head, one field for each member, named by id."""

    def __init__(self, data: Any = None, *, members: list[Resident], head_id: object) -> None:
        super().__init__(data)
        self.members = {str(one.pk): one for one in members if one.pk != head_id}
        for key, one in self.members.items():
            self.fields[key] = relation_field(initial=one.relation)
            self.fields[key].label = one.name

    def save(self, household: Household) -> None:
        """Store what was changed. Raises HouseholdRefused."""
        for key, one in self.members.items():
            if self.cleaned_data[key] != one.relation:
                households.set_relation(household=household, resident=one, relation=self.cleaned_data[key])
