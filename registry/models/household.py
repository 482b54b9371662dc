"""Families: the family card (KK), where it lives, what its house has, and how it changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import User
from registry.models.fields import EncryptedTextField, keyed_hash, phone_hash, tail_hash
from registry.models.org import Posyandu
from registry.models.searching import digits_of
from registry.rules.nik import mask, mask_phone
from registry.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from registry.models.people import Resident

# From the widest to the narrowest.
PLACE_LEVELS = ("dusun", "rw", "rt")
# Members behind one search; whoever is sought among more of them has typed too little.
MOST_FOUND = 2_000


class HouseholdQuerySet(ScopedQuerySet["Household"]):
    def without_secrets(self) -> Self:
        """Leave what is encrypted in the database."""
        return self.defer("kk", "phone")

    def in_use(self) -> Self:
        """Without those that were merged into another family, and without those that everybody has left."""
        from registry.models.people import Resident

        people = Resident.objects.unscoped("narrows households in scope").filter(household=OuterRef("pk"))
        departed = HouseholdChange.objects.unscoped("as above").filter(from_household=OuterRef("pk"))
        # One id by the index for each household in scope; EXISTS would be hashed over everybody in the register.
        rows = self.alias(
            present=models.Subquery(people.present().order_by().values("pk")[:1]),
            anybody=models.Subquery(people.order_by().values("pk")[:1]),
            departed=models.Subquery(departed.order_by().values("pk")[:1]),
        )
        empty_from_the_start = Q(anybody__isnull=True, departed__isnull=True)
        return rows.filter(Q(present__isnull=False) | empty_from_the_start, merged_into__isnull=True)

    def without_kader(self, day: date) -> Self:
        """Those that no kader looks after on a day; `work_areas.kader_map` says who looks after the others."""
        from registry.models.work_area import WorkArea

        areas = WorkArea.objects.unscoped("narrows households in scope").in_charge(day)
        own = areas.filter(household=OuterRef("pk"))
        place = areas.filter(household__isnull=True, posyandu=OuterRef("posyandu"))
        for level in PLACE_LEVELS:
            place = place.filter(Q(**{level: ""}) | Q(**{f"{level}__iexact": OuterRef(level)}))
        return self.filter(~Exists(own), ~Exists(place))

    def search(self, text: str, user: User) -> Self:
        """By words of the members' names and of the place, or by NIK, KK or telephone number, as people are found."""
        from registry.models.people import Resident

        people = Resident.objects.visible_to(user).search(text).order_by()
        # Looked up first: as a condition beside others it would be sought through everybody in the register.
        homes = set(people.values_list("household", flat=True)[:MOST_FOUND])
        if digits := digits_of(text):
            homes |= set(self.filter(kk_hash=keyed_hash(digits)).values_list("pk", flat=True))
        return self.filter(pk__in=homes - {None})

    def for_list(self) -> Self:
        """With what a list of families shows, by place."""
        return (
            self.without_secrets()
            .select_related("posyandu__unit", "head")
            .defer("head__nik", "head__phone")
            .order_by("dusun", "rw", "rt", "address", "pk")
        )


class Household(models.Model):
    """A family card (KK) and where it lives; the questions are those of Data Keluarga, None = not asked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="households", verbose_name="Posyandu")
    kk = EncryptedTextField("nomor KK", blank=True, default="")
    kk_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    kk_tail_hash = models.CharField(max_length=16, blank=True, default="", editable=False, db_index=True)
    head = models.ForeignKey(
        "registry.Resident",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name="kepala keluarga",
    )
    phone = EncryptedTextField("nomor HP keluarga", blank=True, default="")
    phone_hash = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    address = models.CharField("alamat", max_length=200, blank=True)
    dusun = models.CharField("dusun/lingkungan", max_length=80, blank=True)
    rw = models.CharField("RW", max_length=5, blank=True)
    rt = models.CharField("RT", max_length=5, blank=True)

    # The family that took in all members of this one; it has no number and no list shows it any more.
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="absorbed", editable=False
    )

    # Data Keluarga, items 3 to 7.
    surveyed_on = models.DateField("tanggal pengumpulan data", null=True, blank=True)
    has_insurance = models.BooleanField("JKN/Jamkesda/Askes", null=True, blank=True)
    has_clean_water = models.BooleanField("sarana air bersih", null=True, blank=True)
    water_is_protected = models.BooleanField("sumber airnya terlindung", null=True, blank=True)
    has_latrine = models.BooleanField("jamban keluarga", null=True, blank=True)
    latrine_is_sanitary = models.BooleanField("jambannya saniter", null=True, blank=True)
    is_ventilated = models.BooleanField("ventilasi cukup", null=True, blank=True)
    has_mental_disorder = models.BooleanField("anggota dengan gangguan jiwa (ODGJ)", null=True, blank=True)
    has_tuberculosis = models.BooleanField("anggota terdiagnosis TBC", null=True, blank=True)
    has_hypertension = models.BooleanField("anggota terdiagnosis hipertensi", null=True, blank=True)
    has_diabetes = models.BooleanField("anggota terdiagnosis diabetes melitus", null=True, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "keluarga"
        verbose_name_plural = "keluarga"
        constraints = [
            models.CheckConstraint(
                condition=Q(has_clean_water=True) | ~Q(water_is_protected=True),
                name="household_protected_water_is_water",
                violation_error_message="Sumber air terlindung hanya bila ada sarana air bersih.",
            ),
            models.CheckConstraint(
                condition=Q(has_latrine=True) | ~Q(latrine_is_sanitary=True),
                name="household_sanitary_latrine_is_a_latrine",
                violation_error_message="Jamban saniter hanya bila ada jamban keluarga.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "phone_hash"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("household_detail", args=[self.pk])

    @property
    def title(self) -> str:
        """What a family is called: by its head, else by its place."""
        return f"Keluarga {self.head.name}" if self.head else (self.address or self.place or "Keluarga")

    @property
    def place(self) -> str:
        """Where the household lives in one line: "Dukuh Krajan RT 02 RW 01"."""
        return whole_address(self.dusun, self.rt, self.rw) or self.address

    @property
    def whole_place(self) -> str:
        """The same with the street: "Dukuh Krajan RT 02 RW 01, Jalan Masjid 3"."""
        return whole_address(self.dusun, self.rt, self.rw, self.address)

    @property
    def masked_kk(self) -> str:
        """The KK number with its middle hidden; empty where none is known."""
        return mask(self.kk) if self.kk else ""

    @property
    def masked_phone(self) -> str:
        """The telephone number with all but its last three digits hidden; empty where none is known."""
        return mask_phone(self.phone)

    def answers(self) -> list[tuple[str, bool | None]]:
        """The questions of Data Keluarga with their answers, None where nobody asked."""
        fields = (field for field in self._meta.concrete_fields if isinstance(field, models.BooleanField))
        return [(str(field.verbose_name), getattr(self, field.attname)) for field in fields]

    def set_kk(self, kk: str) -> None:
        """Keep a KK number, encrypted and with its hashes; an empty text removes it."""
        self.kk, self.kk_hash = kk, keyed_hash(kk) if kk else None
        self.kk_tail_hash = tail_hash(kk)

    def derive_keys(self) -> None:
        """Fill what is derived; whoever stores in bulk calls it."""
        if "phone" not in self.get_deferred_fields():
            self.phone_hash = phone_hash(self.phone)


class PastKkQuerySet(ScopedQuerySet["PastKk"]):
    """An earlier number is seen by those who see the household."""

    posyandu_lookup = "household__posyandu"


class PastKk(models.Model):
    """A KK number that a household had before."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="past_kks")
    kk = EncryptedTextField("nomor KK")
    kk_hash = models.CharField(max_length=64, editable=False, db_index=True)
    valid_until = models.DateField("sampai", default=timezone.localdate)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")

    objects = PastKkQuerySet.as_manager()

    class Meta:
        verbose_name = "nomor KK lama"
        verbose_name_plural = "nomor KK lama"
        ordering = ["-valid_until", "-pk"]

    def __str__(self) -> str:
        return f"{self.masked_kk} sampai {self.valid_until}"

    @property
    def masked_kk(self) -> str:
        """The number with its middle hidden."""
        return mask(self.kk)


class HouseholdChangeQuerySet(ScopedQuerySet["HouseholdChange"]):
    posyandu_lookup = "resident__posyandu"

    def of_household(self, household: Household) -> Self:
        """Who came to a family and who left it."""
        return self.filter(Q(from_household=household) | Q(to_household=household))

    def for_history(self) -> Self:
        """With the names that a history shows, newest first."""
        return self.select_related("resident", "recorded_by").defer("resident__nik", "resident__phone")


class HouseholdChange(models.Model):
    """One person who came to a household or left it, and why; the newest is first."""

    class Reason(models.TextChoices):
        REGISTERED = "daftar", "Didaftarkan"
        SPLIT = "pecah", "Pecah KK"
        MERGED = "gabung", "Gabung KK"
        JOINED = "masuk", "Masuk keluarga"
        LEFT = "keluar", "Keluar dari keluarga"
        CORRECTED = "betul", "Pembetulan"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(
        "registry.Resident", models.CASCADE, related_name="household_changes", verbose_name="warga"
    )
    from_household = models.ForeignKey(
        Household, models.SET_NULL, null=True, blank=True, related_name="departures", verbose_name="dari"
    )
    to_household = models.ForeignKey(
        Household, models.SET_NULL, null=True, blank=True, related_name="arrivals", verbose_name="ke"
    )
    on = models.DateField("tanggal", default=timezone.localdate)
    reason = models.CharField("sebab", max_length=7, choices=Reason)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)

    objects = HouseholdChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "perubahan keluarga"
        verbose_name_plural = "perubahan keluarga"
        ordering = ["-on", "-recorded_at"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.on}"


def whole_address(dusun: str, rt: str, rw: str, address: str = "") -> str:
    """A place in one line; empty where nothing of it is known."""
    area = " ".join(part for part in (dusun, f"RT {rt}" if rt else "", f"RW {rw}" if rw else "") if part)
    # Imported lists often have the whole place in the column of the street.
    if area and address.casefold().startswith(area.casefold()):
        return address
    return ", ".join(part for part in (area, address) if part)


def members_first(household: Household) -> list[Resident]:
    """The living members of a household, head first, then by age from old to young."""
    members = household.members.present().select_related("posyandu__unit").order_by("birth_date", "name_key")
    return sorted(members, key=lambda member: member.pk != household.head_id)
