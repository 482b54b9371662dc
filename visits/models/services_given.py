"""What was given to a person: immunisations, at the Posyandu or anywhere else."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident, User
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

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="immunisations", verbose_name="warga")
    # A code of the schedule (visits/rules/tables/immunisation.json).
    dose = models.CharField("dosis", max_length=8)
    given_on = models.DateField("tanggal diberikan", null=True, blank=True)
    place = models.CharField("tempat", max_length=9, choices=Place, blank=True)
    place_name = models.CharField("nama tempat", max_length=120, blank=True)
    batch = models.CharField("nomor batch", max_length=30, blank=True)
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
