"""Files of people on their way into the register: the upload, its rows, and how a file's columns are named."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import User
from registry.models.fields import EncryptedTextField
from registry.models.household import Household
from registry.models.org import OrgUnit, Posyandu
from registry.models.people import Resident
from registry.permissions import Action
from registry.scoping import ScopedQuerySet, under

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# An import left unfinished keeps its personal data no longer than this.
KEEP_UNFINISHED = timedelta(days=3)
# So long an import can be undone; then the personal data of its rows goes.
UNDO_WITHIN = timedelta(days=7)


_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class _OfUnit(ScopedQuerySet[_Row_co]):
    """Rows of a Puskesmas, seen by those who may import there."""

    see_action = Action.IMPORT
    unit_path = "unit__path"

    def visible_to(self, user: User | AnonymousUser, action: Action | None = None) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(under(user.paths_for(action or self.see_action), self.unit_path))


class PeopleImportQuerySet(_OfUnit["PeopleImport"]):
    def unfinished(self) -> Self:
        """Imports whose good rows are not yet all written."""
        return self.filter(state__in=PeopleImport.BEFORE_WRITING)

    def abandoned(self) -> Self:
        """Unfinished imports whose personal data has been kept long enough."""
        return self.unfinished().filter(created_at__lt=timezone.now() - KEEP_UNFINISHED)


class PeopleImport(models.Model):
    """One file of people for one Posyandu or, by a column, for several of one Puskesmas."""

    class State(models.TextChoices):
        COLUMNS = "kolom", "Kolom perlu dicocokkan"
        CHECKING = "periksa", "Sedang diperiksa"
        READY = "siap", "Menunggu keputusan"
        WRITING = "tulis", "Sedang dimasukkan"
        LINKING = "kait", "Keluarga sedang dihubungkan"
        WRITTEN = "masuk", "Sudah masuk"
        CANCELLED = "batal", "Dibatalkan"
        UNDOING = "urung", "Sedang ditarik kembali"
        TIDYING = "rapi", "Keluarga kosong sedang dihapus"
        UNDONE = "ditarik", "Sudah ditarik kembali"

    BEFORE_WRITING = (State.COLUMNS, State.CHECKING, State.READY)
    RUNNING = (State.CHECKING, State.WRITING, State.LINKING, State.UNDOING, State.TIDYING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", verbose_name="unit")
    # Empty: each row says for which Posyandu it is.
    posyandu = models.ForeignKey(
        Posyandu, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Posyandu tujuan"
    )
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="pengunggah")
    created_at = models.DateTimeField("diunggah", auto_now_add=True)
    written_at = models.DateTimeField("dimasukkan", null=True, editable=False)
    finished_at = models.DateTimeField("selesai", null=True, editable=False)
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.COLUMNS)
    file_name = models.CharField("berkas", max_length=120, blank=True)
    overwrite = models.BooleanField("timpa isi yang sudah ada", default=False)
    keep_invalid_nik = models.BooleanField("terima NIK yang salah", default=False)
    # JSON: for each column of the file its name, some samples and its few different values; personal.
    columns = EncryptedTextField(blank=True, default="", editable=False)
    # Position of a column -> our field; and field -> plain value of the file -> our code.
    fields = models.JSONField("kolom berkas", default=dict)
    values = models.JSONField("arti isi kolom", default=dict)
    mapping_name = models.CharField("pemetaan", max_length=80, blank=True)
    total = models.PositiveIntegerField("jumlah baris", default=0)
    # Rows done in the present state, and the line of the last one.
    position = models.PositiveIntegerField("baris yang sudah selesai", default=0)
    line = models.PositiveIntegerField(default=0, editable=False)
    counts = models.JSONField("jumlah menurut hasil", default=dict)
    # Posyandu id -> first day of somebody's residency: what has to be counted again.
    since = models.JSONField("sejak", default=dict)
    # Ids of the Posyandu in which look-alikes are still to be searched, one a step.
    to_search = models.JSONField("pencarian data ganda", default=list)
    is_forgotten = models.BooleanField("isi baris sudah dihapus", default=False)

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        verbose_name = "impor warga"
        verbose_name_plural = "impor warga"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__lte=F("total")), name="people_import_position_is_within_rows"
            )
        ]

    def __str__(self) -> str:
        return f"Impor warga ke {self.target}"

    def get_absolute_url(self) -> str:
        return reverse("people_import_detail", args=[self.pk])

    @property
    def target(self) -> str:
        """Where the people go, in words."""
        return str(self.posyandu) if self.posyandu else f"{self.unit} (menurut kolom)"

    @property
    def uploaded_on(self) -> date:
        return timezone.localdate(self.created_at)

    @property
    def is_running(self) -> bool:
        """Whether the next step goes on by itself."""
        return self.state in self.RUNNING or bool(self.to_search)

    @property
    def undo_until(self) -> date | None:
        return timezone.localdate(self.written_at + UNDO_WITHIN) if self.written_at else None

    @property
    def can_be_undone(self) -> bool:
        """Whether it is written, and not longer ago than seven days."""
        return (
            self.state == self.State.WRITTEN
            and self.written_at is not None
            and not self.is_forgotten
            and timezone.now() <= self.written_at + UNDO_WITHIN
        )


class PeopleImportRowQuerySet(_OfUnit["PeopleImportRow"]):
    unit_path = "batch__unit__path"


class PeopleImportRow(models.Model):
    """One row of the file, what was found about it and what writing it did."""

    class Outcome(models.TextChoices):
        NEW = "baru", "Baru"
        UPDATE = "lengkapi", "Dilengkapi"
        SAME = "sama", "Sudah ada"
        MAYBE = "mungkin", "Mungkin sudah ada"
        SKIPPED = "lewat", "Dilewati"
        REFUSED = "tolak", "Ditolak"

    class Choice(models.TextChoices):
        CREATE = "baru", "Orang lain, daftarkan"
        SAME = "sama", "Orang yang sama"
        SKIP = "lewat", "Lewati"

    class Undone(models.TextChoices):
        REMOVED = "hapus", "Dihapus lagi"
        RESTORED = "pulih", "Isinya dikembalikan"
        KEPT = "tetap", "Tetap"

    batch = models.ForeignKey(PeopleImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField("baris")
    # JSON: the cells as read; the problems and warnings found; what was there before writing.
    cells = EncryptedTextField(blank=True, default="", editable=False)
    notes = EncryptedTextField(blank=True, default="", editable=False)
    before = EncryptedTextField(blank=True, default="", editable=False)
    outcome = models.CharField("hasil", max_length=8, choices=Outcome, blank=True)
    is_warned = models.BooleanField("ada catatan", default=False)
    choice = models.CharField("pilihan", max_length=5, choices=Choice, blank=True)
    # Keyed hashes by which a later row of the file finds an earlier one.
    nik_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    person_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    home_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    candidate = models.ForeignKey(Resident, models.SET_NULL, null=True, related_name="+", editable=False)
    resident = models.ForeignKey(Resident, models.SET_NULL, null=True, related_name="+", editable=False)
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+", editable=False)
    is_written = models.BooleanField("sudah masuk", default=False)
    is_created = models.BooleanField("warga baru", default=False)
    is_home_created = models.BooleanField("keluarga baru", default=False)
    # What the person looked like after writing: whoever changed it since is not undone.
    written_as = models.CharField(max_length=64, blank=True, default="", editable=False)
    undone = models.CharField("penarikan", max_length=5, choices=Undone, blank=True)

    objects = PeopleImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "baris impor warga"
        verbose_name_plural = "baris impor warga"
        ordering = ["batch", "line"]
        constraints = [models.UniqueConstraint("batch", "line", name="people_import_row_is_stored_once")]
        indexes = [
            models.Index("batch", "outcome", "line", name="people_row_outcome"),
            models.Index("batch", "nik_hash", name="people_row_nik"),
            models.Index("batch", "person_hash", name="people_row_person"),
            models.Index("batch", "home_hash", name="people_row_home"),
        ]

    def __str__(self) -> str:
        return f"Baris {self.line}"

    def found(self, kind: str) -> list[tuple[str, str]]:
        """(column, words) of the "problems" or "warnings" of the row."""
        notes = json.loads(self.notes or "{}")
        return [(column, words) for column, words in notes.get(kind, [])]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return self.found("problems")

    @property
    def warnings(self) -> list[tuple[str, str]]:
        return self.found("warnings")

    @property
    def reason_kept(self) -> str:
        """Why taking back the import left this row as it is."""
        return str(json.loads(self.notes or "{}").get("kept", ""))


class PeopleMappingQuerySet(_OfUnit["PeopleMapping"]):
    pass


class PeopleMapping(models.Model):
    """How the columns of one village's register are named: saved by a name, found again by the set of its columns."""

    unit = models.ForeignKey(OrgUnit, models.CASCADE, related_name="+", verbose_name="Puskesmas")
    name = models.CharField("nama pemetaan", max_length=80)
    # Hash of the set of column names.
    header_key = models.CharField(max_length=64, db_index=True, editable=False)
    # Column name of the file -> our field; field -> plain value of the file -> our code.
    fields = models.JSONField("kolom", default=dict)
    values = models.JSONField("isi", default=dict)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    changed_at = models.DateTimeField("diubah", auto_now=True)

    objects = PeopleMappingQuerySet.as_manager()

    class Meta:
        verbose_name = "pemetaan kolom"
        verbose_name_plural = "pemetaan kolom"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "unit",
                "name",
                name="people_mapping_name_is_unique",
                violation_error_message="Sudah ada pemetaan dengan nama ini.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people_mapping_edit", args=[self.pk])
