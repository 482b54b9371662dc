"""Areas by Kemendagri's codes, and the tree of units that answer for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from registry.permissions import Action
from registry.scoping import under

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from registry.models.access import User


class Region(models.Model):
    """One of Kemendagri's areas: provinsi 33, kabupaten 33.20, kecamatan 33.20.01, desa 33.20.01.2001."""

    class Level(models.TextChoices):
        PROVINCE = "provinsi", "Provinsi"
        DISTRICT = "kabupaten", "Kabupaten/kota"
        SUBDISTRICT = "kecamatan", "Kecamatan"
        VILLAGE = "desa", "Desa/kelurahan"

    code = models.CharField("kode", max_length=13, primary_key=True)
    name = models.CharField("nama", max_length=120)
    level = models.CharField("tingkat", max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="induk"
    )

    class Meta:
        verbose_name = "wilayah"
        verbose_name_plural = "wilayah"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class OrgUnitQuerySet(models.QuerySet["OrgUnit"]):
    def visible_to(self, user: User | AnonymousUser, action: Action = Action.SEE_REPORTS) -> Self:
        """Units at or below those where one of the user's current roles has `action`."""
        return self.filter(under(user.paths_for(action), "path")) if user.is_authenticated else self.none()

    def at_or_below(self, unit: OrgUnit) -> Self:
        return self.filter(path__startswith=unit.path)


class OrgUnit(models.Model):
    """A unit of responsibility: provinsi > kabupaten > puskesmas > desa > posyandu.

    `path` is the codes from the root, each closed by a slash, so that "at or below" is one prefix.
    """

    class Kind(models.TextChoices):
        PROVINCE = "provinsi", "Provinsi"
        DISTRICT = "kabupaten", "Kabupaten"
        PUSKESMAS = "puskesmas", "Puskesmas"
        VILLAGE = "desa", "Desa/kelurahan"
        POSYANDU = "posyandu", "Posyandu"

    kind = models.CharField("jenis", max_length=10, choices=Kind)
    code = models.CharField("kode", max_length=40, help_text="Unik di bawah induknya, tanpa garis miring.")
    name = models.CharField("nama", max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField("jalur", max_length=200, unique=True, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="wilayah")
    is_active = models.BooleanField("aktif", default=True)

    objects = OrgUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "unit"
        verbose_name_plural = "unit"
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                "parent",
                "code",
                name="unit_code_is_unique_below_parent",
                violation_error_message="Kode ini sudah dipakai di bawah induk yang sama.",
            ),
            models.CheckConstraint(
                condition=~Q(code__contains="/") & ~Q(code=""),
                name="unit_code_has_no_slash",
                violation_error_message="Kode tidak boleh kosong atau memuat garis miring.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name as it is spoken: "Posyandu Melati 1", "Desa Jerukwangi", "Puskesmas Bangsri I"."""
        if self.kind == self.Kind.VILLAGE:
            is_kelurahan = bool(self.region_id) and str(self.region_id).rsplit(".", 1)[-1].startswith("1")
            return f"{'Kelurahan' if is_kelurahan else 'Desa'} {self.name}"
        return f"{self.Kind(self.kind).label} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("dashboard_unit", args=[self.pk])

    def save(self, *args: object, **kwargs: object) -> None:
        # A rename of a code moves a whole subtree; that is a service of its own, so a path is set once. The words
        # by which people are searched hold it too (registry.rules.search_words) and would be derived again.
        if not self.path:
            self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class PosyanduQuerySet(models.QuerySet["Posyandu"]):
    def visible_to(self, user: User | AnonymousUser, action: Action = Action.SEE_PEOPLE) -> Self:
        """Posyandu at or below the units where one of the user's current roles has `action`."""
        return (
            self.filter(under(user.paths_for(action), "unit__path")) if user.is_authenticated else self.none()
        )

    def at_or_below(self, unit: OrgUnit) -> Self:
        return self.filter(unit__path__startswith=unit.path)


class Posyandu(models.Model):
    """What only a Posyandu has, beside its place in the tree of units."""

    class IlpStatus(models.TextChoices):
        YES = "sudah", "Sudah ILP"
        NO = "belum", "Belum ILP"

    class Strata(models.TextChoices):
        PRATAMA = "pratama", "Pratama"
        MADYA = "madya", "Madya"
        PURNAMA = "purnama", "Purnama"
        MANDIRI = "mandiri", "Mandiri"

    unit = models.OneToOneField(OrgUnit, models.CASCADE, primary_key=True, related_name="posyandu")
    dusun = models.CharField("dusun/lingkungan", max_length=80, blank=True)
    rw = models.CharField("RW", max_length=20, blank=True)
    rt = models.CharField("RT", max_length=60, blank=True)
    place = models.CharField("tempat buka", max_length=120, blank=True)
    open_day = models.PositiveSmallIntegerField("tanggal buka tiap bulan", null=True, blank=True)
    ilp_status = models.CharField("status ILP", max_length=5, choices=IlpStatus, default=IlpStatus.NO)
    strata = models.CharField("strata", max_length=8, choices=Strata, blank=True)
    official_number = models.CharField(
        "nomor register",
        max_length=30,
        null=True,
        blank=True,
        unique=True,
        help_text="PP.KK.KC.DDDD.NNN (Kepmendagri 100.3-2834/2025)",
    )

    objects = PosyanduQuerySet.as_manager()

    class Meta:
        verbose_name = "Posyandu"
        verbose_name_plural = "Posyandu"
        ordering = ["unit__path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(open_day__isnull=True) | Q(open_day__gte=1, open_day__lte=31),
                name="posyandu_open_day_is_a_day",
                violation_error_message="Tanggal buka antara 1 dan 31.",
            )
        ]

    def __str__(self) -> str:
        return self.unit.full_name

    @property
    def with_village(self) -> str:
        """The name as it is told apart from those elsewhere: "Posyandu Mawar 2, Desa Jerukwangi"."""
        return f"{self}, {self.unit.parent}" if self.unit.parent else str(self)
