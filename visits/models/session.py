"""The day a Posyandu is open."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Posyandu, User
from registry.rules.wording import long_date
from registry.scoping import ScopedQuerySet


class Session(models.Model):
    """One opening day (hari buka) of one Posyandu."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="sessions")
    date = models.DateField("tanggal", default=timezone.localdate)
    place = models.CharField("tempat", max_length=120, blank=True)
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="dibuka oleh"
    )
    opened_at = models.DateTimeField("dibuka pada", auto_now_add=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ditutup oleh"
    )
    closed_at = models.DateTimeField("ditutup pada", null=True, blank=True)
    # What the kader wrote about the day when closing it.
    note = models.CharField("catatan hari itu", max_length=500, blank=True)

    objects = ScopedQuerySet["Session"].as_manager()

    class Meta:
        verbose_name = "hari buka"
        verbose_name_plural = "hari buka"
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(
                "posyandu",
                "date",
                name="session_one_a_day",
                violation_error_message="Hari buka untuk tanggal ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.posyandu}, {long_date(self.date)}"

    @property
    def is_closed(self) -> bool:
        """Closed by its kader: from then on a midwife or the Puskesmas corrects, with a reason."""
        return self.closed_at is not None

    def get_absolute_url(self) -> str:
        return reverse("session_detail", args=[self.pk])
