"""Residents, each registered once, their household, and where they lived when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models.fields import EncryptedTextField, keyed_hash, phone_hash, tail_hash
from registry.models.household import Household
from registry.models.org import Posyandu
from registry.models.residency import Residency
from registry.models.searching import digits_of, with_number, with_words
from registry.permissions import Action
from registry.rules.background import (
    BirthDateKnown,
    BloodType,
    Education,
    Labelled,
    MaritalStatus,
    Occupation,
    Relation,
)
from registry.rules.birth_date import born_words
from registry.rules.life_stage import Age, LifeStage, Sex, age_on, life_stage_on
from registry.rules.names import same_sound_key, search_key
from registry.rules.nik import NikState, mask, mask_phone
from registry.rules.search_words import line_of
from registry.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from registry.models.access import User

ADULT_YEARS = 18
DERIVED_KEYS = ("name_key", "sound_key", "search_words", "phone_hash")


class SexChoice(models.TextChoices):
    MALE = Sex.MALE.value, "Laki-laki"
    FEMALE = Sex.FEMALE.value, "Perempuan"


class NikStateChoice(models.TextChoices):
    NONE = NikState.NONE.value, "Belum ada"
    PRESENT = NikState.PRESENT.value, "Ada"
    INVALID = NikState.INVALID.value, "Tidak valid"


class ResidentQuerySet(ScopedQuerySet["Resident"]):
    """Residents; a person merged into another one is nobody of their own and left out everywhere."""

    def visible_to(self, user: User | AnonymousUser, action: Action | None = None) -> Self:
        return super().visible_to(user, action).filter(merged_into__isnull=True)

    def unscoped(self, why: str) -> Self:
        return super().unscoped(why).filter(merged_into__isnull=True)

    def with_merged(self, why: str) -> Self:
        """All rows, also those merged into another person; `why` as for `unscoped`."""
        return super().unscoped(why)

    def present(self) -> Self:
        """Those who live somewhere in the register now: neither gone, dead nor merged."""
        here = Residency.objects.unscoped("narrows residents in scope").filter(valid_until__isnull=True)
        return self.filter(merged_into__isnull=True, pk__in=here.values("resident"))

    def search(self, text: str, within: Iterable[str] = ()) -> Self:
        """By words of the names of the person and the parents and of the place, in any order and spelling; or by NIK,
        KK (whole or the last four digits and more) or telephone number. `within`: paths of units, to narrow.
        """
        digits = digits_of(text)
        return with_number(self, digits) if digits else with_words(self, text, within)

    def for_list(self) -> Self:
        """With what a list of people shows, in the order of names."""
        rows = self.select_related("posyandu__unit", "household", "mother").order_by("name_key", "pk")
        return rows.without_secrets().defer(
            "household__kk", "household__phone", "mother__nik", "mother__phone"
        )

    def without_secrets(self) -> Self:
        """Leave what is encrypted in the database: deciphering it for a thousand rows of a list takes a while."""
        return self.defer("nik", "phone")

    def living_at(self, posyandu: Posyandu, day: date) -> Self:
        """Residents whose residency at the Posyandu covers the day."""
        covering = Residency.objects.unscoped("membership of a roster, scoped by its caller").covering(day)
        return self.filter(pk__in=covering.filter(posyandu=posyandu).values("resident"))


def _choice(label: str, kind: type[Labelled], **kwargs: Any) -> models.CharField[str, str]:
    """A column for one code of a form's list, empty = not asked."""
    return models.CharField(label, max_length=11, choices=kind.choices(), **({"blank": True} | kwargs))


def _codes(label: str) -> models.JSONField[list[str], list[str]]:
    """A column for any number of codes of a form's list."""
    return models.JSONField(label, default=list, blank=True)


class Resident(models.Model):
    """A person, registered once, from birth to death. Life stage is computed on a date, never stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The home Posyandu of today; `Residency` holds the dated truth and services keep both in step.
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="residents")
    household = models.ForeignKey(
        Household, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name="keluarga"
    )
    relation = _choice("hubungan dengan kepala keluarga", Relation)
    name = models.CharField("nama", max_length=120)
    name_key = models.CharField(max_length=130, editable=False, db_index=True)
    # Derived from the names, the place and the Posyandu: how the name sounds, and every word one may search by.
    sound_key = models.CharField(max_length=130, editable=False, default="", db_index=True)
    search_words = models.TextField(editable=False, default="")
    sex = models.CharField("jenis kelamin", max_length=1, choices=SexChoice)
    birth_date = models.DateField("tanggal lahir", db_index=True)
    birth_date_known = _choice(
        "kepastian tanggal lahir", BirthDateKnown, blank=False, default=BirthDateKnown.EXACT.value
    )
    birth_place = models.CharField("tempat lahir", max_length=80, blank=True)
    nik_state = models.CharField("NIK", max_length=11, choices=NikStateChoice, default=NikStateChoice.NONE)
    nik = EncryptedTextField("NIK", blank=True, default="")
    nik_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    nik_tail_hash = models.CharField(max_length=16, blank=True, default="", editable=False, db_index=True)
    mother = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name="ibu"
    )
    mother_name = models.CharField("nama ibu", max_length=120, blank=True)
    father = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="fathered", verbose_name="ayah"
    )
    father_name = models.CharField("nama ayah", max_length=120, blank=True)
    spouse = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="suami/istri"
    )
    spouse_name = models.CharField("nama suami/istri", max_length=120, blank=True)
    phone = EncryptedTextField("nomor HP", blank=True, default="")
    phone_hash = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    marital_status = _choice("status perkawinan", MaritalStatus)
    education = _choice("pendidikan terakhir", Education)
    occupation = _choice("pekerjaan", Occupation)
    blood_type = _choice("golongan darah", BloodType)
    family_history = _codes("riwayat keluarga")
    own_history = _codes("riwayat diri sendiri")
    risk_behaviour = _codes("perilaku berisiko diri sendiri")
    disabilities = _codes("disabilitas")
    birth_weight_kg = models.DecimalField(
        "berat lahir (kg)", max_digits=4, decimal_places=2, null=True, blank=True
    )
    birth_length_cm = models.DecimalField(
        "panjang lahir (cm)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    birth_order = models.PositiveSmallIntegerField("anak ke", null=True, blank=True)
    gestation_weeks = models.PositiveSmallIntegerField("usia kehamilan lahir (minggu)", null=True, blank=True)
    # The delivery this person was born at, where the register knows it.
    born_at = models.ForeignKey(
        "registry.Delivery",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="babies",
        editable=False,
        verbose_name="persalinan",
    )
    # The same person under another row: this one is kept for undoing, and is nobody of its own any more.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed", editable=False
    )
    registered_at = models.DateTimeField("didaftarkan", auto_now_add=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        verbose_name = "warga"
        verbose_name_plural = "warga"
        ordering = ["name_key", "pk"]
        indexes = [models.Index("posyandu", "birth_date", name="resident_posyandu_birth")]
        constraints = [
            models.CheckConstraint(
                condition=Q(nik_state=NikStateChoice.PRESENT, nik_hash__isnull=False)
                | Q(~Q(nik_state=NikStateChoice.PRESENT), nik_hash__isnull=True),
                name="resident_nik_hash_matches_state",
                violation_error_message="NIK yang ada harus 16 angka yang sah.",
            ),
            models.CheckConstraint(
                condition=Q(birth_weight_kg__isnull=True)
                | Q(birth_weight_kg__gte="0.4", birth_weight_kg__lte=7),
                name="resident_birth_weight_is_possible",
                violation_error_message="Berat lahir antara 0,4 dan 7 kg.",
            ),
            models.CheckConstraint(
                condition=Q(birth_length_cm__isnull=True)
                | Q(birth_length_cm__gte=25, birth_length_cm__lte=65),
                name="resident_birth_length_is_possible",
                violation_error_message="Panjang lahir antara 25 dan 65 cm.",
            ),
            models.CheckConstraint(condition=Q(sex__in=SexChoice.values), name="resident_sex_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *DERIVED_KEYS}
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Fill what is derived from the names, the place and the numbers; whoever stores in bulk calls it."""
        self.name_key, self.sound_key = search_key(self.name), same_sound_key(self.name)
        home = self.household
        place = [home.dusun, home.address, f"RT {home.rt}", f"RW {home.rw}"] if home else []
        # The written name first: a mother stored in the same batch is not in the database yet.
        names = [self.name, self.mother_name or self.known_mother, self.father_name]
        self.search_words = line_of(names, place, self.posyandu.unit.path)
        if "phone" not in self.get_deferred_fields():
            self.phone_hash = phone_hash(self.phone)

    def get_absolute_url(self) -> str:
        return reverse("resident_detail", args=[self.pk])

    def set_nik(self, nik: str) -> None:
        """Keep a valid NIK, encrypted and with its hash; an empty text means that there is none yet."""
        self.nik = nik
        self.nik_state = NikStateChoice.PRESENT if nik else NikStateChoice.NONE
        self.nik_hash = keyed_hash(nik) if nik else None
        self.nik_tail_hash = tail_hash(nik)

    def set_invalid_nik(self, text: str) -> None:
        """Keep, encrypted, what came as a NIK but cannot be one; it finds nobody and is to be mended."""
        self.set_nik("")
        self.nik, self.nik_state = text, NikStateChoice.INVALID

    @property
    def born_words(self) -> str:
        """The birth date as far as it is known: "1 Juli 1948", "1948 (hanya tahunnya)"."""
        return born_words(self.birth_date, self.birth_date_known)

    @property
    def masked_nik(self) -> str:
        return mask(self.nik) if self.nik else ""

    @property
    def masked_phone(self) -> str:
        """The telephone number with all but its last three digits hidden; empty where none is known."""
        return mask_phone(self.phone)

    def age_on(self, day: date) -> Age:
        return age_on(self.birth_date, day)

    def life_stage_on(self, day: date) -> LifeStage:
        return life_stage_on(self.birth_date, day)

    @property
    def known_mother(self) -> str:
        """The mother's name: how a child is told from a namesake."""
        return self.mother.name if self.mother else self.mother_name

    @property
    def mother_beside_name(self) -> str:
        """The mother's name where people are listed; nobody calls a grown-up by it."""
        return self.known_mother if age_on(self.birth_date, timezone.localdate()).years < ADULT_YEARS else ""
