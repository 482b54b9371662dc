"""What was given to a person, at the Posyandu or anywhere else: immunisations, capsules, tablets, meals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.ids import new_id
from registry.models import Posyandu, Resident, User
from registry.rules.wording import long_date
from registry.scoping import ScopedQuerySet
from visits.models.visit import Visit
from visits.rules.immunisation import dose_label


class ImmunisationQuerySet(ScopedQuerySet["Immunisation"]):
    """A dose is seen by those who care for the person today, wherever it was given."""

    posyandu_lookup = "resident__posyandu"


class Immunisation(models.Model):
    """One dose of the schedule that a person got; `given_on` is None where nobody knows the day."""

    class Place(models.TextChoices):
        POSYANDU = "posyandu", "Posyandu"
        HEALTH_CENTRE = "puskesmas", "Pustu/Puskesmas"
        HOSPITAL = "rs", "Rumah sakit"
        MIDWIFE = "bidan", "Bidan praktik mandiri"
        SCHOOL = "sekolah", "Sekolah"
        OTHER = "lain", "Lainnya"

    class Site(models.TextChoices):
        MOUTH = "mulut", "Diteteskan di mulut"
        LEFT_THIGH = "paha_ki", "Paha kiri"
        RIGHT_THIGH = "paha_ka", "Paha kanan"
        LEFT_ARM = "lengan_ki", "Lengan kiri"
        RIGHT_ARM = "lengan_ka", "Lengan kanan"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="immunisations", verbose_name="warga")
    # A code of the schedule (visits/rules/tables/immunisation.json).
    dose = models.CharField("dosis", max_length=8)
    given_on = models.DateField("tanggal diberikan", null=True, blank=True)
    place = models.CharField("tempat", max_length=9, choices=Place, blank=True)
    place_name = models.CharField("nama tempat", max_length=120, blank=True)
    batch = models.CharField("nomor batch", max_length=30, blank=True)
    site = models.CharField("tempat suntikan", max_length=9, choices=Site, blank=True)
    given_by = models.CharField("diberikan oleh", max_length=120, blank=True)
    # Whose stock it came from; empty where it was given elsewhere.
    posyandu = models.ForeignKey(
        Posyandu, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Posyandu"
    )
    visit = models.ForeignKey(
        Visit, models.SET_NULL, null=True, blank=True, related_name="immunisations", verbose_name="kunjungan"
    )
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    recorded_at = models.DateTimeField("dicatat pada", default=timezone.now)

    objects = ImmunisationQuerySet.as_manager()

    class Meta:
        verbose_name = "imunisasi"
        verbose_name_plural = "imunisasi"
        ordering = ["given_on", "dose"]
        constraints = [
            models.UniqueConstraint(
                "resident",
                "dose",
                name="immunisation_dose_is_given_once",
                violation_error_message="Dosis ini sudah tercatat.",
            )
        ]

    def __str__(self) -> str:
        day = long_date(self.given_on) if self.given_on else "tanggal tidak diketahui"
        return f"{self.label}, {day}"

    @property
    def label(self) -> str:
        """The dose in words that stand in the Buku KIA: "DPT-HB-Hib 1"; the code where the schedule dropped it."""
        return dose_label(self.dose)

    @property
    def where(self) -> str:
        """Where it was given, in a few words; empty where nobody noted it."""
        return self.place_name or (self.get_place_display() if self.place else "")


class ServiceQuerySet(ScopedQuerySet["ServiceGiven"]):
    """A service is seen by those who care for the person today, wherever it was given."""

    posyandu_lookup = "resident__posyandu"

    def counting(self) -> ServiceQuerySet:
        """What was really given: not Tidak, and not of a visit that was cancelled."""
        return self.filter(Q(visit__isnull=True) | Q(visit__cancelled_at__isnull=True), quantity__gt=0)


class ServiceGiven(models.Model):
    """Something handed out or done for a person on a day; whether they took it is a column of the card.

    `quantity` is in the unit of its kind (tablets, capsules, portions; 1 = done); 0 says that it was asked about and
    not given, which is not the same as no row. Given elsewhere it counts for the person and not for the stock.
    """

    class Kind(models.TextChoices):
        VITAMIN_A = "vitamin_a", "Vitamin A balita"
        VITAMIN_A_MOTHER = "vitamin_a_ibu", "Vitamin A ibu nifas"
        DEWORMING = "obat_cacing", "Obat cacing"
        IRON = "ttd", "Tablet tambah darah"
        PREGNANCY_FOOD = "mt_bumil", "MT bumil KEK"
        LOCAL_FOOD = "mt_lokal", "MT pangan lokal"
        CONTRACEPTION = "kb", "Alat kontrasepsi"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="services", verbose_name="warga")
    visit = models.ForeignKey(
        Visit, models.CASCADE, null=True, blank=True, related_name="services", verbose_name="kunjungan"
    )
    # Whose stock it came from; empty where it was given elsewhere.
    posyandu = models.ForeignKey(
        Posyandu,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="services_given",
        verbose_name="Posyandu",
    )
    kind = models.CharField("pelayanan", max_length=13, choices=Kind)
    given_on = models.DateField("tanggal")
    quantity = models.PositiveSmallIntegerField("jumlah", default=1)
    # Colour of the capsule, dose, method, or what the meal was made of.
    detail = models.CharField("rincian", max_length=200, blank=True)
    place = models.CharField("tempat", max_length=9, choices=Immunisation.Place, blank=True)
    place_name = models.CharField("nama tempat", max_length=120, blank=True)
    batch = models.CharField("nomor batch", max_length=30, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    recorded_at = models.DateTimeField("dicatat pada", default=timezone.now)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "pelayanan"
        verbose_name_plural = "pelayanan"
        ordering = ["-given_on", "kind"]
        indexes = [models.Index("posyandu", "kind", name="service_stock")]
        constraints = [
            models.UniqueConstraint(
                "visit",
                "kind",
                condition=Q(visit__isnull=False),
                name="service_once_a_visit",
                violation_error_message="Pelayanan ini sudah tercatat pada kunjungan itu.",
            ),
            models.CheckConstraint(
                condition=Q(quantity__lte=180),
                name="service_quantity_is_possible",
                violation_error_message="Jumlahnya paling banyak 180.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quantity}, {long_date(self.given_on)}"
