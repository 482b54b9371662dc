"""What speaks for or against two rows being one person, in words and in points.

The points are what each observation is worth beside the others, in the manner of Fellegi and Sunter (1969): the rarer
it is that two different people agree in something, the more an agreement is worth; the more often one person's two
rows differ in it, the less a difference is.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Reason(StrEnum):
    """What speaks for or against two rows being one person; the value is stored, the label is shown."""

    NIK = "nik"
    NAME = "nama"
    NAME_SOUND = "nama_bunyi"
    NAME_LIKE = "nama_mirip"
    UNNAMED = "belum_bernama"
    DATE = "tanggal"
    DATE_SWAPPED = "tanggal_tukar"
    DATE_NEAR = "tanggal_dekat"
    DATE_YEAR = "tahun_satu"
    DATE_TWICE = "tanggal_dua"
    OTHER_DATE = "tanggal_beda"
    DATE_ROUGH = "tanggal_kira"
    MOTHER = "ibu"
    MOTHER_LIKE = "ibu_mirip"
    FAMILY = "kk"
    SAME_RT = "rt"
    SAME_POSYANDU = "posyandu"
    PHONE = "hp"
    OTHER_NIK = "nik_beda"
    NIK_NEAR = "nik_dekat"
    OTHER_SEX = "kelamin_beda"
    OTHER_MOTHER = "ibu_beda"
    OTHER_ORDER = "urutan_beda"

    @property
    def label(self) -> str:
        """Words for the screen."""
        return _LABELS[self]

    @property
    def speaks_against(self) -> bool:
        """Whether it makes two people likelier than one."""
        return self in _AGAINST


_LABELS = {
    Reason.NIK: "NIK sama",
    Reason.NAME: "nama sama",
    Reason.NAME_SOUND: "nama berbunyi sama",
    Reason.NAME_LIKE: "nama mirip",
    Reason.UNNAMED: "bayi yang waktu itu belum bernama",
    Reason.DATE: "tanggal lahir sama",
    Reason.DATE_SWAPPED: "tanggal dan bulan lahir tertukar",
    Reason.DATE_NEAR: "tanggal lahir beda sedikit",
    Reason.DATE_YEAR: "tahun lahir berbeda satu",
    Reason.DATE_TWICE: "tanggal lahir beda, tetapi angkanya mirip",
    Reason.DATE_ROUGH: "umur kira-kira sama",
    Reason.MOTHER: "ibu sama",
    Reason.MOTHER_LIKE: "nama ibu mirip",
    Reason.FAMILY: "satu KK",
    Reason.SAME_RT: "satu RT",
    Reason.SAME_POSYANDU: "satu Posyandu",
    Reason.PHONE: "nomor HP sama",
    Reason.OTHER_NIK: "NIK berbeda",
    Reason.NIK_NEAR: "NIK berbeda, empat angka terakhirnya sama",
    Reason.OTHER_DATE: "tanggal lahir berbeda",
    Reason.OTHER_SEX: "jenis kelamin berbeda",
    Reason.OTHER_MOTHER: "nama ibu berbeda",
    Reason.OTHER_ORDER: "urutan anak berbeda",
}
_AGAINST = frozenset(
    {
        Reason.OTHER_NIK,
        Reason.NIK_NEAR,
        Reason.OTHER_DATE,
        Reason.OTHER_SEX,
        Reason.OTHER_MOTHER,
        Reason.OTHER_ORDER,
    }
)

POINTS = {
    Reason.NIK: 100,
    Reason.UNNAMED: -4,
    Reason.DATE: 40,
    Reason.DATE_SWAPPED: 34,
    Reason.DATE_NEAR: 19,
    Reason.DATE_YEAR: 29,
    Reason.DATE_TWICE: 4,
    Reason.DATE_ROUGH: 14,
    Reason.MOTHER: 24,
    Reason.MOTHER_LIKE: 16,
    Reason.FAMILY: 18,
    Reason.SAME_RT: 20,
    Reason.SAME_POSYANDU: 14,
    Reason.PHONE: 16,
    Reason.OTHER_NIK: -18,
    Reason.NIK_NEAR: -2,
    Reason.OTHER_DATE: -4,
    Reason.OTHER_SEX: -24,
    Reason.OTHER_MOTHER: -20,
    Reason.OTHER_ORDER: -6,
}


def reasons_of(codes: Iterable[str]) -> list[Reason]:
    """The reasons that were stored as codes; codes of another version are left out. Source: this module."""
    known = {reason.value: reason for reason in Reason}
    return [known[code] for code in codes if code in known]
