"""Upload of e-PPGBM's files for one Posyandu."""

from __future__ import annotations

from itertools import groupby
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from registry.models import Posyandu, User
from registry.permissions import Action
from visits.importing import batches
from visits.importing.sheets import FileError, Kind, Sheet
from visits.models import ImportBatch

_ACCEPT = ".xls,.xlsx,.csv"


def _file_field(label: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        error_messages={"empty": "Berkas ini kosong. Pilih berkas yang berisi data."},
    )


class ImportForm(forms.Form):
    """A Posyandu the user may import into, and one or both files; each is told apart by its own header."""

    posyandu = forms.ModelChoiceField(
        label="Posyandu tujuan",
        queryset=Posyandu.objects.none(),
        empty_label="Pilih Posyandu",
        error_messages={
            "required": "Pilih Posyandu tujuan.",
            "invalid_choice": "Pilih Posyandu dari daftar.",
        },
    )
    identity = _file_field("Berkas identitas anak")
    measurements = _file_field("Berkas pengukuran")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.sheets: dict[Kind, Sheet] = {}
        self.names: dict[Kind, str] = {}
        allowed = Posyandu.objects.visible_to(user, Action.IMPORT).filter(unit__is_active=True)
        allowed = allowed.select_related("unit__parent__region").order_by("unit__parent__name", "unit__name")
        field = cast("forms.ModelChoiceField[Posyandu]", self.fields["posyandu"])
        field.queryset = allowed
        options = list(allowed)
        field.widget.choices = [("", field.empty_label), *_by_village(options)]
        if len(options) == 1:
            field.initial = options[0].pk

    def clean_identity(self) -> UploadedFile | None:
        return self._read("identity")

    def clean_measurements(self) -> UploadedFile | None:
        return self._read("measurements")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.sheets and not self.has_error("identity") and not self.has_error("measurements"):
            self.add_error("identity", "Pilih paling sedikit satu berkas.")
        return cleaned

    def save(self) -> ImportBatch:
        """Keep the rows, ready to be checked."""
        return batches.start(
            posyandu=self.cleaned_data["posyandu"],
            user=self.user,
            sheets=list(self.sheets.values()),
            names=self.names,
        )

    def _read(self, name: str) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data.get(name)
        if not upload:
            return None
        if (upload.size or 0) > settings.IMPORT_MAX_BYTES:
            megabytes = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(f"Berkas terlalu besar: paling banyak {megabytes} MB.")
        try:
            sheet = batches.read_upload(upload.read())
        except FileError as error:
            raise forms.ValidationError(str(error)) from error
        if sheet.kind in self.sheets:
            raise forms.ValidationError(
                f"Kedua berkas berisi data {sheet.kind.label.lower()}. Unggah satu saja, atau pilih berkas lain."
            )
        self.sheets[sheet.kind] = sheet
        self.names[sheet.kind] = upload.name or ""
        return upload


def _by_village(options: list[Posyandu]) -> list[tuple[str, list[tuple[int, str]]]]:
    return [
        (str(village or "Lainnya"), [(posyandu.pk, posyandu.unit.name) for posyandu in group])
        for village, group in groupby(options, key=lambda posyandu: posyandu.unit.parent)
    ]
