"""The columns of a file of people: one list for the template, the mapping on screen, reading, and the export."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from registry.rules.background import (
    BirthDateKnown,
    BloodType,
    Disability,
    Education,
    Illness,
    Labelled,
    MaritalStatus,
    Occupation,
    Relation,
    RiskBehaviour,
)

Codes = tuple[tuple[str, str], ...]


class Part(StrEnum):
    """Whom a column speaks of."""

    PLACE = "tempat"
    HOME = "keluarga"
    PERSON = "warga"


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    AREA = "area"
    NIK = "nik"
    KK = "kk"
    PHONE = "phone"
    DAY = "day"
    SEX = "sex"
    CODE = "code"
    CODES = "codes"
    YES = "yes"
    WEIGHT = "weight"
    LENGTH = "length"
    WHOLE = "whole"


@dataclass(frozen=True)
class Column:
    """One column: its name in the template, where its value goes, how it is read, and what to tell about it."""

    name: str
    part: Part
    field: str
    kind: Kind
    label: str
    example: str = ""
    help: str = ""
    codes: Codes = ()
    most: int = 0
    # Other spellings met in files, as `plain` writes them.
    others: tuple[str, ...] = ()
    lowest: int = 0

    @property
    def is_coded(self) -> bool:
        """Whether its values are a short list, so that the values of a file can be matched with ours."""
        return self.kind in (Kind.SEX, Kind.CODE, Kind.CODES, Kind.YES)

    @property
    def choices(self) -> Codes:
        """(code, words) of a coded column."""
        return YES_NO if self.kind is Kind.YES else self.codes


YES_NO: Codes = (("ya", "Ya"), ("tidak", "Tidak"))
SEXES: Codes = (("L", "Laki-laki"), ("P", "Perempuan"))


def _codes(kind: type[Labelled]) -> Codes:
    return tuple(kind.choices())


def _home(
    name: str, field: str, label: str, kind: Kind = Kind.YES, *others: str, example: str = "", most: int = 0
) -> Column:
    return Column(name, Part.HOME, field, kind, label, example or "Ya", "", (), most, others)


def _person(
    name: str, field: str, label: str, kind: Kind, *others: str, example: str = "", most: int = 120
) -> Column:
    return Column(name, Part.PERSON, field, kind, label, example, "", (), most, others)


def _code(
    name: str,
    field: str,
    label: str,
    kind: type[Labelled],
    *others: str,
    example: str = "",
    many: bool = False,
) -> Column:
    how = Kind.CODES if many else Kind.CODE
    told = "Boleh lebih dari satu, pisahkan dengan koma." if many else ""
    return Column(name, Part.PERSON, field, how, label, example, told, _codes(kind), 0, others)


def _whole(name: str, field: str, label: str, lowest: int, most: int, *others: str, example: str) -> Column:
    return Column(
        name, Part.PERSON, field, Kind.WHOLE, label, example, "", most=most, lowest=lowest, others=others
    )


COLUMNS: tuple[Column, ...] = (
    Column(
        "posyandu", Part.PLACE, "posyandu", Kind.TEXT, "Posyandu", "Melati 1",
        "Nama atau kode Posyandu. Kosong: dicari dari dusun, RT, dan RW.", most=120, others=("namaposyandu",),
    ),
    Column(
        "desa", Part.PLACE, "desa", Kind.TEXT, "Desa/kelurahan", "Jerukwangi",
        "Perlu bila dua desa punya Posyandu dengan nama yang sama.", most=120, others=("kelurahan",
        "desakelurahan"),
    ),
    Column(
        "no_kk", Part.HOME, "kk", Kind.KK, "Nomor KK", "3320081501209901",
        "16 angka, simpan sebagai teks. Orang dengan nomor KK yang sama menjadi satu keluarga.",
        others=("nomorkk", "kk", "nkk", "nokartukeluarga", "nomorkartukeluarga"),
    ),
    _home("nama_kepala_keluarga", "head_name", "Nama kepala keluarga", Kind.TEXT, "kepalakeluarga", "namakk",
        "namakepkel", example="Slamet Riyadi", most=120),
    _home("alamat", "address", "Alamat", Kind.TEXT, "alamatlengkap", "alamatsekarang", "jalan",
        example="Dukuh Krajan", most=200),
    _home("dusun", "dusun", "Dusun/lingkungan", Kind.TEXT, "lingkungan", "dukuh", "kampung", example="Krajan",
        most=80),
    _home("rw", "rw", "RW", Kind.AREA, "norw", example="01", most=5),
    _home("rt", "rt", "RT", Kind.AREA, "nort", example="02", most=5),
    _home("hp_keluarga", "phone", "Nomor HP keluarga", Kind.PHONE, example="081200009901"),
    _home("tanggal_pendataan", "surveyed_on", "Tanggal pengumpulan data", Kind.DAY, "tglpendataan",
        example="12/10/2026"),
    _home("jkn", "has_insurance", "JKN/Jamkesda/Askes", Kind.YES, "bpjs", "asuransi", "jaminankesehatan"),
    _home("air_bersih", "has_clean_water", "Sarana air bersih", Kind.YES, "saranaairbersih"),
    _home("air_terlindung", "water_is_protected", "Sumber airnya terlindung", Kind.YES, "sumberairterlindung"),
    _home("jamban", "has_latrine", "Jamban keluarga", Kind.YES, "jambankeluarga", "wc"),
    _home("jamban_saniter", "latrine_is_sanitary", "Jambannya saniter", Kind.YES),
    _home("ventilasi", "is_ventilated", "Ventilasi cukup", Kind.YES),
    _home("odgj", "has_mental_disorder", "Ada anggota dengan gangguan jiwa (ODGJ)", example="Tidak"),
    _home("tbc", "has_tuberculosis", "Ada anggota terdiagnosis TBC", example="Tidak"),
    _home("hipertensi", "has_hypertension", "Ada anggota terdiagnosis hipertensi", example="Tidak"),
    _home("dm", "has_diabetes", "Ada anggota terdiagnosis diabetes melitus", example="Tidak"),
    Column(
        "nik", Part.PERSON, "nik", Kind.NIK, "NIK", "3320085003889901",
        "16 angka, simpan sebagai teks. Boleh kosong, misalnya bayi baru lahir.", others=("nonik", "nomornik",
        "noktp"),
    ),
    _person("nama", "name", "Nama lengkap", Kind.TEXT, "namalengkap", "namawarga", "namapenduduk",
        example="Siti Aminah"),
    Column(
        "jenis_kelamin", Part.PERSON, "sex", Kind.SEX, "Jenis kelamin", "Perempuan", "", SEXES,
        others=("sex", "jk", "lp", "gender", "kelamin"),
    ),
    _person("tempat_lahir", "birth_place", "Tempat lahir", Kind.TEXT, "tempatlahir", "tmplahir",
        example="Jepara", most=80),
    Column(
        "tanggal_lahir", Part.PERSON, "birth_date", Kind.DAY, "Tanggal lahir", "10/03/1988",
        "Tanggal/bulan/tahun. Hanya tahun yang diketahui: tulis 01/07/tahun dan isi kolom berikutnya.",
        others=("tgllahir", "lahir", "dob"),
    ),
    _code("kepastian_tanggal_lahir", "birth_date_known", "Kepastian tanggal lahir", BirthDateKnown,
        example="Tanggal pasti"),
    _code("hubungan", "relation", "Hubungan dengan kepala keluarga", Relation, "kklevel", "shdk",
        "hubungankeluarga", "hubkeluarga", "hubungandalamkeluarga", "statushubungan", example="Istri/suami"),
    _code("status_kawin", "marital_status", "Status perkawinan", MaritalStatus, "kawin", "statusperkawinan",
        "perkawinan", example="Kawin"),
    _code("pendidikan", "education", "Pendidikan terakhir", Education, "pendidikankkid", "pendidikankk",
        "pendidikandlmkk", "pendidikanterakhir", example="SMA sederajat"),
    _code("pekerjaan", "occupation", "Pekerjaan", Occupation, "pekerjaanid", "jenispekerjaan",
        example="Petani/nelayan"),
    _code("golongan_darah", "blood_type", "Golongan darah", BloodType, "golongandarahid", "goldarah", "goldar",
        example="O"),
    _person("hp", "phone", "Nomor HP", Kind.PHONE, "telepon", "nohp", "nomorhp", "telp", example="081200009902"),
    _person("nama_ibu", "mother_name", "Nama ibu", Kind.TEXT, "ibu", "namaibukandung", example="Sumarni"),
    _person("nik_ibu", "mother_nik", "NIK ibu", Kind.NIK, "ibunik"),
    _person("nama_ayah", "father_name", "Nama ayah", Kind.TEXT, "ayah", "namabapak", example="Karto"),
    _person("nik_ayah", "father_nik", "NIK ayah", Kind.NIK, "ayahnik"),
    _person("nama_pasangan", "spouse_name", "Nama suami/istri", Kind.TEXT, "namasuami", "namaistri",
        example="Slamet Riyadi"),
    _code("riwayat_keluarga", "family_history", "Riwayat penyakit keluarga", Illness, example="Hipertensi, DM",
        many=True),
    _code("riwayat_diri", "own_history", "Riwayat penyakit diri sendiri", Illness, many=True),
    _code("perilaku_berisiko", "risk_behaviour", "Perilaku berisiko", RiskBehaviour, many=True),
    _code("disabilitas", "disabilities", "Disabilitas", Disability, "cacatid", "cacat", "penyandangcacat",
        many=True),
    _person("berat_lahir_kg", "birth_weight_kg", "Berat lahir (kg)", Kind.WEIGHT, "beratlahir", "bblahir",
        example="3,1"),
    _person("panjang_lahir_cm", "birth_length_cm", "Panjang lahir (cm)", Kind.LENGTH, "panjanglahir", "pblahir",
        example="49"),
    _whole("anak_ke", "birth_order", "Anak ke", 1, 20, "kelahirananakke", example="2"),
    _whole("usia_kehamilan_minggu", "gestation_weeks", "Usia kehamilan saat lahir (minggu)", 20, 45, "usiahamil",
        example="39"),
    Column(
        "tinggal_sejak", Part.PLACE, "since", Kind.DAY, "Tinggal di sini sejak", "",
        "Kosong: bayi sejak lahir, yang lain sejak hari impor.", others=("sejak",),
    ),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
NEEDED = ("nama", "jenis_kelamin", "tanggal_lahir")


def column_of(part: Part, field: str) -> Column:
    """The column whose value goes to this field. Raises KeyError."""
    return _BY_FIELD[part, field]


_BY_FIELD = {(column.part, column.field): column for column in COLUMNS}
# Resident's and Household's own fields, without what is looked up or written in its own way.
PERSON_FIELDS = tuple(
    c.field for c in COLUMNS if c.part is Part.PERSON and c.field not in ("nik", "mother_nik", "father_nik")
)
HOME_FIELDS = tuple(c.field for c in COLUMNS if c.part is Part.HOME and c.field not in ("kk", "head_name"))
