"""Forms of the import and the export of residents: the file, its columns, what its words mean, who is who."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from registry.importing import batches, mapping
from registry.importing.columns import BY_NAME, COLUMNS, NEEDED, Part
from registry.importing.files import FileError, plain
from registry.importing.upload import FileColumn, Upload, read
from registry.models import OrgUnit, PeopleImport, PeopleMapping, Posyandu, User
from registry.permissions import Action
from registry.rules.life_stage import LifeStage
from registry.rules.nik import mask

UNUSED = ("", "Tidak dipakai")
NUMBER_DIGITS = 12
_BY_COLUMN = "kolom"


class PeopleImportForm(forms.Form):
    """For whom the people of a file are, the file, and what happens to known people and wrong numbers."""

    target = forms.ChoiceField(
        label="Posyandu tujuan",
        error_messages={
            "required": "Pilih Posyandu tujuan.",
            "invalid_choice": "Pilih Posyandu dari daftar.",
        },
    )
    file = forms.FileField(
        label="Berkas warga",
        widget=forms.FileInput(attrs={"accept": ".xls,.xlsx,.csv"}),
        error_messages={
            "required": "Pilih berkasnya.",
            "empty": "Berkas ini kosong. Pilih berkas yang berisi data.",
        },
    )
    overwrite = forms.BooleanField(label="Timpa isi warga yang sudah ada dengan isi berkas", required=False)
    keep_invalid_nik = forms.BooleanField(
        label="Terima orang dengan NIK yang salah, tandai NIK-nya belum benar", required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.upload: Upload | None = None
        allowed = Posyandu.objects.visible_to(user, Action.IMPORT).filter(unit__is_active=True)
        places = allowed.select_related("unit__parent__region").order_by("unit__parent__name", "unit__name")
        self.places = {str(place.pk): place for place in places}
        self.units = {f"{_BY_COLUMN}-{unit.pk}": unit for unit in _units(user)}
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Pilih Posyandu"),
            *((key, f"{unit}: menurut kolom di berkas") for key, unit in self.units.items()),
            *_by_village(list(places)),
        ]

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > settings.IMPORT_MAX_BYTES:
            megabytes = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            raise ValidationError(f"Berkas terlalu besar: paling banyak {megabytes} MB.")
        try:
            self.upload = read(upload.read())
        except FileError as error:
            raise ValidationError(str(error)) from error
        return upload

    def save(self) -> PeopleImport:
        """Keep the rows; checking begins when the columns are known."""
        assert self.upload is not None
        target = self.cleaned_data["target"]
        posyandu = self.places.get(target)
        unit = unit_for(posyandu, self.user) if posyandu is not None else self.units[target]
        return batches.start(
            unit=unit,
            posyandu=posyandu,
            user=self.user,
            upload=self.upload,
            file_name=self.cleaned_data["file"].name or "",
            overwrite=self.cleaned_data["overwrite"],
            keep_invalid_nik=self.cleaned_data["keep_invalid_nik"],
        )


def unit_for(posyandu: Posyandu, user: User | None) -> OrgUnit:
    """Within which unit people are matched: the Puskesmas, else the widest unit that the user may import into."""
    chain: list[OrgUnit] = []
    unit: OrgUnit | None = posyandu.unit
    while unit is not None:
        chain.append(unit)
        unit = unit.parent
    own = [unit for unit in chain if user is None or user.may(Action.IMPORT, unit)]
    return next((unit for unit in own if unit.kind == OrgUnit.Kind.PUSKESMAS), own[-1])


class ColumnsForm(forms.Form):
    """Which column of the file is which of ours; `name` saves the choice for the next file of this kind."""

    name = forms.CharField(
        label="Simpan pencocokan ini dengan nama",
        required=False,
        max_length=80,
        help_text="Misalnya OpenSID Jerukwangi. Berkas berikutnya dengan kolom yang sama langsung dikenali.",
    )

    def __init__(self, *args: Any, batch: PeopleImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.columns = batch, mapping.file_columns(batch)
        self.fields["name"].initial = batch.mapping_name
        chosen = mapping.fields_of(batch)
        for column in self.columns:
            self.fields[f"kolom-{column.at}"] = forms.ChoiceField(
                label=column.name,
                required=False,
                choices=FIELD_CHOICES,
                initial=chosen.get(column.at, ""),
                help_text=_samples(column),
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The drop-downs in the order of the file's columns."""
        return [self[f"kolom-{column.at}"] for column in self.columns]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for column in self.columns:
            key = f"kolom-{column.at}"
            chosen = cleaned.get(key, "")
            if chosen and chosen in seen:
                self.add_error(key, f"“{BY_NAME[chosen].label}” sudah dipakai untuk kolom {seen[chosen]}.")
            elif chosen:
                seen[chosen] = column.name
        missing = [BY_NAME[name].label for name in NEEDED if name not in seen]
        if missing and not self.errors:
            raise ValidationError(f"Belum ada kolom untuk: {', '.join(missing)}.")
        return cleaned

    def save(self) -> PeopleImport:
        """Keep the choice in the import."""
        fields = {c.at: self.cleaned_data[f"kolom-{c.at}"] for c in self.columns}
        used = {at: name for at, name in fields.items() if name}
        return mapping.choose_columns(self.batch, used, self.cleaned_data["name"])


class ValuesForm(forms.Form):
    """What the words and numbers of the coded columns mean."""

    def __init__(self, *args: Any, batch: PeopleImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.coded = batch, mapping.coded_values(batch)
        for coded in self.coded:
            options = [("", "Kosongkan"), *coded.choices]
            for number, (text, code) in enumerate(coded.pairs):
                self.fields[f"{coded.column.name}-{number}"] = forms.ChoiceField(
                    label=f"“{text}”",
                    required=False,
                    choices=options,
                    initial=code or "",
                    help_text="" if code is not None else "Belum dikenal: pilih artinya.",
                )

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """For each coded column: our name, the file's name, and a drop-down for each value."""
        return [
            (
                coded.column.label,
                coded.header,
                [self[f"{coded.column.name}-{number}"] for number in range(len(coded.pairs))],
            )
            for coded in self.coded
        ]

    def save(self) -> PeopleImport:
        """Keep the meanings in the import."""
        values = {
            coded.column.name: {
                plain(text): self.cleaned_data[f"{coded.column.name}-{number}"]
                for number, (text, _) in enumerate(coded.pairs)
            }
            for coded in self.coded
        }
        return mapping.choose_values(self.batch, values)


class MappingForm(forms.ModelForm[PeopleMapping]):
    """A saved mapping: its name, and which column is which."""

    class Meta:
        model = PeopleMapping
        fields = ("name",)
        labels = {"name": "Nama pemetaan"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, (header, name) in enumerate(sorted(self.instance.fields.items())):
            self.fields[f"kolom-{number}"] = forms.ChoiceField(
                label=header, required=False, choices=FIELD_CHOICES, initial=name
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("kolom-")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        headers = sorted(self.instance.fields)
        chosen = {header: cleaned.get(f"kolom-{number}", "") for number, header in enumerate(headers)}
        used = [name for name in chosen.values() if name]
        if len(used) != len(set(used)):
            raise ValidationError("Satu isian dipakai untuk dua kolom. Pilih yang lain untuk salah satunya.")
        missing = [BY_NAME[name].label for name in NEEDED if name not in used]
        if missing:
            raise ValidationError(f"Belum ada kolom untuk: {', '.join(missing)}.")
        self.instance.fields = {header: name for header, name in chosen.items() if name}
        return cleaned


class PeopleExportForm(forms.Form):
    """Whom to take out, in which format, and, for those who may, with whole numbers and why."""

    unit = forms.ChoiceField(label="Wilayah", required=False)
    stage = forms.ChoiceField(
        label="Kelompok umur",
        required=False,
        choices=[("", "Semua"), *((stage.value, stage.label) for stage in LifeStage)],
    )
    form = forms.ChoiceField(
        label="Bentuk berkas",
        choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV")],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    whole_numbers = forms.BooleanField(label="Dengan NIK, nomor KK, dan nomor HP lengkap", required=False)
    reason = forms.CharField(
        label="Alasan meminta nomor lengkap",
        required=False,
        max_length=200,
        help_text="Nama Anda, waktu, dan alasan ini dicatat.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Posyandu.objects.visible_to(user).select_related("unit__parent__region")
        self.places = {str(p.pk): p for p in places.order_by("unit__parent__name", "unit__name")}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Semua Posyandu saya"), *_by_village(list(self.places.values()))]
        self.may_see_numbers = user.may(Action.IMPORT)
        if not self.may_see_numbers:
            del self.fields["whole_numbers"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("whole_numbers") and len(cleaned.get("reason", "").split()) < 2:
            self.add_error("reason", "Tulis untuk apa nomor lengkap diperlukan.")
        return cleaned


_PARTS = {Part.PERSON: "Warga", Part.HOME: "Keluarga", Part.PLACE: "Tempat"}
FIELD_CHOICES: list[Any] = [
    UNUSED,
    *(
        (words, [(column.name, column.label) for column in COLUMNS if column.part is part])
        for part, words in _PARTS.items()
    ),
]


def _samples(column: FileColumn) -> str:
    """Some values of the column; long numbers are somebody's NIK."""
    shown = [
        mask(text) if sum(letter.isdigit() for letter in text) >= NUMBER_DIGITS else text
        for text in column.samples
    ]
    return f"Contoh: {' · '.join(shown)}" if shown else "Kolom ini kosong."


def _units(user: User) -> list[OrgUnit]:
    """The Puskesmas, or smaller units, into which a file may bring people of several Posyandu."""
    units = OrgUnit.objects.visible_to(user, Action.IMPORT).filter(is_active=True)
    return list(units.filter(kind=OrgUnit.Kind.PUSKESMAS).order_by("path"))


def _by_village(options: list[Posyandu]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (str(village or "Lainnya"), [(str(place.pk), place.unit.name) for place in group])
        for village, group in groupby(options, key=lambda place: place.unit.parent)
    ]
