"""Who was sent on, where to and why; and which proposals a person declined, with their reason."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Posyandu, Resident, User
from registry.rules.wording import long_date
from registry.scoping import ScopedQuerySet
from visits.models.visit import Visit
from visits.rules.danger_signs import Urgency
from visits.rules.referral import Destination


class ReferralQuerySet(ScopedQuerySet["Referral"]):
    """A referral is seen by those who care for the person today."""

    posyandu_lookup = "resident__posyandu"

    def open(self) -> ReferralQuerySet:
        """Those nobody has answered yet."""
        return self.filter(status=Referral.Status.SENT)


class Referral(models.Model):
    """A person sent on from a Posyandu: what was proposed and confirmed. The answer comes from where they went."""

    class Status(models.TextChoices):
        SENT = "dirujuk", "Dirujuk"
        SEEN = "diperiksa", "Datang diperiksa"
        MISSED = "tidak_datang", "Tidak datang"
        RETURNED = "rujuk_balik", "Rujuk balik"
        WITHDRAWN = "batal", "Batal"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Written on the letter: "0001/RJ/MELATI-1/XI/2026", counted by Posyandu and year.
    number = models.CharField("nomor surat", max_length=60, editable=False)
    serial = models.PositiveIntegerField("nomor urut", editable=False)
    year = models.PositiveSmallIntegerField("tahun", editable=False)
    resident = models.ForeignKey(Resident, models.PROTECT, related_name="referrals", verbose_name="warga")
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name="kunjungan"
    )
    posyandu = models.ForeignKey(
        Posyandu, models.PROTECT, related_name="referrals_sent", verbose_name="dari Posyandu"
    )
    date = models.DateField("tanggal")
    destination = models.CharField(
        "tujuan", max_length=9, choices=[(place.value, place.value) for place in Destination]
    )
    destination_name = models.CharField("nama tempat tujuan", max_length=120, blank=True)
    urgency = models.CharField(
        "kegawatan", max_length=6, choices=[(each.value, each.value) for each in Urgency]
    )
    # The proposals that were confirmed: code, sentence, rule, and whether it may be read by few only.
    reasons = models.JSONField("alasan", default=list)
    note = models.CharField("keterangan", max_length=300, blank=True)
    # What was measured, as it stands on the letter.
    findings = models.JSONField("temuan", default=list)
    status = models.CharField("status", max_length=12, choices=Status, default=Status.SENT)
    status_note = models.CharField("keterangan status", max_length=300, blank=True)
    status_at = models.DateTimeField("status sejak", default=timezone.now)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="dirujuk oleh"
    )
    sent_at = models.DateTimeField("dirujuk pada", default=timezone.now)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "rujukan"
        verbose_name_plural = "rujukan"
        ordering = ["-date", "-sent_at"]
        indexes = [models.Index("posyandu", "date", name="referral_place_date")]
        constraints = [
            models.UniqueConstraint("posyandu", "year", "serial", name="referral_number_is_given_once"),
            models.UniqueConstraint(
                "visit",
                condition=Q(visit__isnull=False) & ~Q(status="batal"),
                name="referral_once_a_visit",
                violation_error_message="Kunjungan ini sudah punya surat rujukan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {long_date(self.date)}"

    def get_absolute_url(self) -> str:
        return reverse("referral_detail", args=[self.pk])


class DeclinedProposalQuerySet(ScopedQuerySet["DeclinedProposal"]):
    """Seen by those who see the visit."""

    posyandu_lookup = "visit__resident__posyandu"


class DeclinedProposal(models.Model):
    """A proposal of the rules that somebody decided against, with the reason; it may be confirmed later after all."""

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="declined_proposals", verbose_name="kunjungan"
    )
    code = models.CharField("alasan rujukan", max_length=40)
    reason = models.CharField("alasan menolak", max_length=200)
    declined_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="ditolak oleh"
    )
    declined_at = models.DateTimeField("ditolak pada", default=timezone.now)

    objects = DeclinedProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "usul rujukan yang ditolak"
        verbose_name_plural = "usul rujukan yang ditolak"
        constraints = [
            models.UniqueConstraint("visit", "code", name="declined_proposal_once"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="declined_proposal_has_a_reason",
                violation_error_message="Tulis alasan tidak merujuk.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
