"""What the heads of the cards ask once: relation, marriage, schooling, work, illnesses, risky behaviour, disability.

Sources: Kartu Bantu Pemeriksaan (Kemenkes, 2023) for illnesses and behaviour; Data Keluarga of the home visits for the
codes of relation (1-9), marriage (1-4), schooling (1-6) and work (1-7), whose texts are the usual national ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Labelled(StrEnum):
    """A code with the words of the form; members are written as NAME = (code, words)."""

    label: str

    def __new__(cls, code: str, label: str) -> Labelled:
        """A member whose value is the stored code."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, words) of all members, in the order of the form. Source: the form of each subclass."""
        return [(member.value, member.label) for member in cls]


class BirthDateKnown(Labelled):
    """How well a birth date is known."""

    EXACT = "pasti", "Tanggal pasti"
    ESTIMATED = "perkiraan", "Perkiraan"
    YEAR_ONLY = "tahun", "Hanya tahunnya"


class Relation(Labelled):
    """Relation to the head of the family (codes 1-9 of Data Keluarga)."""

    HEAD = "kepala", "Kepala keluarga"
    SPOUSE = "pasangan", "Istri/suami"
    CHILD = "anak", "Anak"
    CHILD_IN_LAW = "menantu", "Menantu"
    GRANDCHILD = "cucu", "Cucu"
    PARENT = "orang_tua", "Orang tua"
    PARENT_IN_LAW = "mertua", "Mertua"
    KIN = "famili", "Famili lain"
    OTHER = "lain", "Lainnya"


class MaritalStatus(Labelled):
    """Marriage (codes 1-4 of Data Keluarga)."""

    SINGLE = "belum", "Belum kawin"
    MARRIED = "kawin", "Kawin"
    DIVORCED = "cerai_hidup", "Cerai hidup"
    WIDOWED = "cerai_mati", "Cerai mati"


class Education(Labelled):
    """Last schooling (codes 1-6 of Data Keluarga)."""

    NONE = "tidak", "Tidak/belum tamat SD"
    PRIMARY = "sd", "SD sederajat"
    LOWER = "smp", "SMP sederajat"
    UPPER = "sma", "SMA sederajat"
    DIPLOMA = "diploma", "Diploma"
    DEGREE = "sarjana", "Sarjana atau lebih"


class Occupation(Labelled):
    """Work (codes 1-7 of Data Keluarga)."""

    NONE = "tidak", "Tidak bekerja/ibu rumah tangga"
    STUDENT = "sekolah", "Sekolah"
    STATE = "negeri", "PNS/TNI/Polri/BUMN"
    EMPLOYEE = "pegawai", "Pegawai swasta"
    TRADER = "usaha", "Wiraswasta/pedagang"
    FARMER = "tani", "Petani/nelayan"
    LABOURER = "buruh", "Buruh/lainnya"


class BloodType(Labelled):
    """Blood type as on the KIA book."""

    A = "A", "A"
    B = "B", "B"
    AB = "AB", "AB"
    O = "O", "O"  # noqa: E741


class Illness(Labelled):
    """Riwayat keluarga and riwayat diri sendiri of the cards; asthma (letter e) is missing on the adult print."""

    HYPERTENSION = "hipertensi", "Hipertensi"
    DIABETES = "dm", "DM"
    STROKE = "stroke", "Stroke"
    HEART = "jantung", "Jantung"
    ASTHMA = "asma", "Asma"
    CANCER = "kanker", "Kanker"
    CHOLESTEROL = "kolesterol", "Kolesterol tinggi"


class RiskBehaviour(Labelled):
    """Perilaku berisiko diri sendiri of the adult card (the print on the teenagers' card repeats the illnesses)."""

    SMOKING = "merokok", "Merokok"
    SUGAR = "gula", "Konsumsi tinggi gula"
    SALT = "garam", "Konsumsi tinggi garam"
    FAT = "lemak", "Konsumsi tinggi lemak"


class Disability(Labelled):
    """Kinds of disability of UU 8/2016; several may be there at once."""

    PHYSICAL = "fisik", "Fisik"
    SIGHT = "netra", "Netra (penglihatan)"
    HEARING = "rungu", "Rungu (pendengaran)"
    SPEECH = "wicara", "Wicara"
    INTELLECTUAL = "intelektual", "Intelektual"
    MENTAL = "mental", "Mental"


def words_of(kind: type[Labelled], codes: Iterable[str]) -> str:
    """The words for stored codes in the order of the form, unknown codes left out: "Hipertensi, DM" (cards of 2023)."""
    known = set(codes)
    return ", ".join(member.label for member in kind if member.value in known)
