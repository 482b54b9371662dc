"""A person's visit on one day, and what it was before each change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Posyandu, Resident, User
from registry.rules.life_stage import ADULT_CARD, CHILD_CARD, SCHOOL_CARD, LifeStage, add_months
from registry.rules.wording import long_date, measured
from registry.scoping import ScopedQuerySet
from visits.models.session import Session

if TYPE_CHECKING:
    from visits.models.adult import AdultCheck
    from visits.models.child import ChildCheck
    from visits.models.mother import MotherCheck
    from visits.models.school_age import SchoolAgeCheck

# The card that each life stage is checked with: the name of the one-to-one relation from Visit.
CARD_OF_STAGE: dict[LifeStage, str] = {
    **dict.fromkeys(CHILD_CARD, "child_check"),
    **dict.fromkeys(SCHOOL_CARD, "school_age_check"),
    **dict.fromkeys(ADULT_CARD, "adult_check"),
}
CARDS = ("child_check", "school_age_check", "adult_check")
# The edition of the paper forms that a visit is recorded on.
FORM_VERSION = "2025"


class Setting(models.TextChoices):
    """Where a visit took place. Only those at the Posyandu count as having come."""

    POSYANDU = "posyandu", "Hari buka Posyandu"
    HOME = "rumah", "Di rumah"
    SCHOOL = "sekolah", "Di sekolah/PAUD"
    PUSTU = "pustu", "Di Pustu/Puskesmas"
    OTHER = "lain", "Di tempat lain"


class MotherState(models.TextChoices):
    """Which side of the mothers' card a visit belongs to."""

    PREGNANT = "hamil", "Ibu hamil"
    POSTPARTUM = "nifas", "Ibu nifas"
    BREASTFEEDING = "menyusui", "Ibu menyusui"


class VisitQuerySet(ScopedQuerySet["Visit"]):
    """A visit is seen by those who care for the person: at the home Posyandu of today."""

    posyandu_lookup = "resident__posyandu"

    def active(self) -> Self:
        """Visits that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def in_month(self, month: date) -> Self:
        """Visits in the calendar month that starts on `month`."""
        return self.filter(date__gte=month, date__lt=add_months(month, 1))

    def with_cards(self) -> Self:
        """With all that a visit's result is read from."""
        visits = self.select_related("resident", *CARDS, "mother_check")
        return visits.prefetch_related("screenings")

    def for_history(self) -> Self:
        """Newest first, with what a person's timeline shows."""
        return (
            self.with_cards()
            .select_related("posyandu__unit", "recorded_by")
            .order_by("-date", "-recorded_at")
        )


class Visit(models.Model):
    """What was done for one person on one day. It takes place at `posyandu` and counts at `home_posyandu`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, models.PROTECT, related_name="visits", verbose_name="warga")
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="visits_here", verbose_name="tempat")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="visits")
    date = models.DateField("tanggal")
    setting = models.CharField("tempat pelayanan", max_length=8, choices=Setting, default=Setting.POSYANDU)
    form_version = models.CharField("versi formulir", max_length=8, default=FORM_VERSION, editable=False)
    # Steps of the day that were passed, as digits: "125". Each save passes its own.
    steps = models.CharField("langkah", max_length=5, blank=True, editable=False)
    education_topics = models.JSONField("materi edukasi", default=list, blank=True)
    education_note = models.CharField("edukasi yang diberikan", max_length=300, blank=True)
    revision = models.PositiveIntegerField("revisi", default=1)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    recorded_at = models.DateTimeField("dicatat pada", default=timezone.now)
    # Fields whose unlikely value was asked about, measured again and kept.
    remeasured = models.JSONField("diukur ulang", default=list, blank=True)
    cancelled_at = models.DateTimeField("dibatalkan pada", null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.CharField("alasan batal", max_length=200, blank=True)
    # Derived by visits.assess, never typed.
    home_posyandu = models.ForeignKey(Posyandu, models.PROTECT, null=True, related_name="visits_counted")
    life_stage = models.CharField("kelompok", max_length=12, choices=[(s.value, s.label) for s in LifeStage])
    mother = models.CharField("kartu ibu", max_length=8, choices=MotherState, blank=True)
    last_of_month = models.BooleanField("kunjungan terakhir bulan itu", default=False)
    rules_version = models.CharField("versi aturan", max_length=20)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "kunjungan"
        verbose_name_plural = "kunjungan"
        ordering = ["-date"]
        indexes = [
            models.Index("home_posyandu", "date", name="visit_home_date"),
            models.Index("posyandu", "date", name="visit_place_date"),
        ]
        constraints = [
            models.UniqueConstraint(
                "resident",
                "date",
                condition=Q(cancelled_at__isnull=True),
                name="visit_one_a_day",
                violation_error_message="Orang ini sudah tercatat datang pada tanggal itu.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""),
                name="visit_cancel_has_a_reason",
                violation_error_message="Tulis alasan membatalkan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident}, {long_date(self.date)}"

    def get_absolute_url(self) -> str:
        return reverse("visit_detail", args=[self.pk])

    @property
    def card_name(self) -> str:
        """Which card this visit is recorded on, by the life stage on its day."""
        return CARD_OF_STAGE[LifeStage(self.life_stage)]

    @property
    def card(self) -> ChildCheck | SchoolAgeCheck | AdultCheck | None:
        """The card with its measures; None when the person came but nothing was measured yet.

        The stage's own card comes first; another one is found when a birth date was corrected afterwards.
        """
        for name in (self.card_name, *CARDS):
            if (card := getattr(self, name, None)) is not None:
                return card  # type: ignore[no-any-return]
        return None

    @property
    def mother_card(self) -> MotherCheck | None:
        """The columns of the mothers' card; None when none was filled."""
        return getattr(self, "mother_check", None)

    @property
    def steps_done(self) -> tuple[int, ...]:
        """The steps passed, in their order."""
        return tuple(int(step) for step in self.steps)

    @property
    def changed_by(self) -> User | None:
        """Who saved it last."""
        if last := self.saves.order_by("-revision").first():
            return last.saved_by
        # Visits of before saves were kept.
        corrected = self.revisions.order_by("-revision").first()
        return corrected.changed_by if corrected else self.recorded_by

    @property
    def summary(self) -> str:
        """What was measured, in one line: "9,4 kg · 75,7 cm"."""
        values = [value for _, value in shown(self.card)] if self.card is not None else []
        return " · ".join(values) or "Hadir, belum diukur"


class VisitSaveQuerySet(ScopedQuerySet["VisitSave"]):
    """A save is seen by those who see its visit."""

    posyandu_lookup = "visit__resident__posyandu"


class VisitSave(models.Model):
    """One save of a visit: which fields it wrote, at which step, by whom and when. The first one has revision 1."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="saves")
    revision = models.PositiveIntegerField("revisi")
    step = models.PositiveSmallIntegerField("langkah", null=True, blank=True)
    # Names of the fields with the values they got.
    fields = models.JSONField("kolom", default=dict, encoder=DjangoJSONEncoder)
    saved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="disimpan oleh"
    )
    saved_at = models.DateTimeField("disimpan pada", default=timezone.now)
    # The item of a phone's queue that brought it, with the time it was typed; none when it came from a page.
    item = models.ForeignKey("visits.SyncItem", models.SET_NULL, null=True, blank=True, related_name="saves")

    objects = VisitSaveQuerySet.as_manager()

    class Meta:
        verbose_name = "simpanan"
        verbose_name_plural = "simpanan"
        ordering = ["revision"]
        constraints = [models.UniqueConstraint("visit", "revision", name="visit_save_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} revisi {self.revision}, langkah {self.step or '-'}"


class VisitRevision(models.Model):
    """What a visit held before it was corrected, cancelled or judged anew: raw values and the results shown then."""

    class Change(models.TextChoices):
        CORRECTED = "koreksi", "Diperbaiki"
        CANCELLED = "batal", "Dibatalkan"
        RULES = "aturan", "Aturan berubah"

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField("revisi")
    change = models.CharField("perubahan", max_length=7, choices=Change)
    values = models.JSONField("nilai sebelumnya", encoder=DjangoJSONEncoder)
    reason = models.CharField("alasan", max_length=200, blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="diubah oleh"
    )
    changed_at = models.DateTimeField("diubah pada", auto_now_add=True)

    class Meta:
        verbose_name = "isi kunjungan sebelumnya"
        verbose_name_plural = "isi kunjungan sebelumnya"
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint("visit", "revision", name="visit_revision_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} revisi {self.revision}"

    @property
    def shown_results(self) -> list[str]:
        """The categories that were shown then."""
        return [f"{label} {self.values[name]}" for name, label in _RESULTS if self.values.get(name)]

    @property
    def shown_values(self) -> list[tuple[str, str]]:
        """Label and value of each measure as it was then."""
        return shown(SimpleNamespace(**self.values))


# Measures in the order of the cards: field, label, unit.
_SHOWN = (
    ("weight_kg", "Berat", "kg"),
    ("height_cm", "Panjang/tinggi", "cm"),
    ("head_cm", "Lingkar kepala", "cm"),
    ("muac_cm", "LiLA", "cm"),
    ("waist_cm", "Lingkar perut", "cm"),
    ("haemoglobin_g_dl", "Hb", "g/dL"),
)


def shown(card: object) -> list[tuple[str, str]]:
    """Label and value of each measure that a card, or what was kept of it, holds."""
    values = [(label, getattr(card, name, None), unit) for name, label, unit in _SHOWN]
    lines = [
        (label, measured(Decimal(str(value)), unit)) for label, value, unit in values if value is not None
    ]
    systolic, diastolic = getattr(card, "systolic", None), getattr(card, "diastolic", None)
    if systolic:
        lines.append(("Tekanan darah", f"{systolic}/{diastolic} mmHg"))
    if (glucose := getattr(card, "glucose_mg_dl", None)) is not None:
        lines.append(("Gula darah", f"{glucose} mg/dL"))
    if getattr(card, "oedema", False):
        lines.append(("Bengkak kedua kaki", "ya"))
    return lines


# Results in the order of the cards: field, label.
_RESULTS = (
    ("gain_status", "N/T:"),
    ("weight_for_age", "BB/U:"),
    ("height_for_age", "PB/TB/U:"),
    ("weight_for_height", "BB/PB/TB:"),
    ("bmi_class", "IMT:"),
    ("blood_pressure", "Tekanan darah:"),
    ("glucose", "Gula darah:"),
)
