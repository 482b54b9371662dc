"""Kartu Bantu Pemeriksaan ibu hamil/nifas/menyusui, 2023: front for pregnancy, back for nifas and breastfeeding.

The misprint of the limit on the back and the number it leaves out are put right (LiLA 23,5 cm and more is green).
"""

from __future__ import annotations

from visits.models import MethodChoice
from visits.papers.column import (
    CardColumn,
    Code,
    OnPaper,
    Paper,
    day_of,
    education,
    given,
    letter,
    of_mother,
    pressure,
    referred_to,
    tuberculosis,
    value,
    words,
)

TITLE = "Kartu Bantu Pemeriksaan Ibu Hamil/Nifas/Menyusui"
_CURVE = {"yes": "Ya (hijau)", "no": "Tidak (merah)"}
_DAILY = {"yes": "Setiap hari", "no": "Tidak setiap hari"}
_WEIGHT, _ARM, _PRESSURE = "Berat Badan", "Lingkar Lengan Atas (LiLA)", "Tekanan Darah"
_CURVE_KEY = "Ya (hijau); Tidak (merah): rujuk"
_ARM_LABEL = "≥ 23,5 cm (hijau) / < 23,5 cm (merah)"


def family_planning(row: OnPaper) -> str:
    """Ya or Tidak, with the method and what was handed out."""
    used = {True: "Ya", False: "Tidak"}.get(row.values["contraception"], "")
    code, given_now = row.values["contraception_method"], row.values["contraception_given"]
    method = MethodChoice(code).label if code else ""
    handed = f"diberikan {given_now}" if given_now else ""
    return ", ".join(part for part in (used, method, handed) if part)


PREGNANT = Paper(
    Code.PREGNANT,
    TITLE,
    "I. Ibu Hamil",
    "Kartu ibu hamil",
    (
        CardColumn(1, "Waktu ke Posyandu (tanggal/bulan/tahun)", 1, day_of, width=15),
        CardColumn(2, "Usia Kehamilan (Minggu ke..)", 1, value("gestation_weeks"), width=9, key="minggu"),
        CardColumn(3, "BB (Kg)", 2, value("weight_kg"), _WEIGHT, width=10),
        CardColumn(
            4,
            "Sesuai kurva Buku KIA",
            3,
            words("weight_on_curve", **_CURVE),
            _WEIGHT,
            _CURVE_KEY,
            width=12,
        ),
        CardColumn(5, "LiLA (cm)", 2, value("muac_cm"), _ARM, width=9),
        CardColumn(6, _ARM_LABEL, 3, of_mother("arm_colour"), _ARM, "merah: rujuk", width=11),
        CardColumn(7, "Sistole/Diastole (mmHg)", 2, pressure, _PRESSURE, width=12.5),
        CardColumn(
            8,
            "Sesuai kurva Buku KIA",
            3,
            words("pressure_on_curve", **_CURVE),
            _PRESSURE,
            _CURVE_KEY,
            width=12,
        ),
        *tuberculosis(9),
        CardColumn(
            13,
            "Jika nakes memberikan TTD – Tuliskan jumlah tablet",
            4,
            value("iron_tablets"),
            "Tablet Tambah Darah (TTD)",
            width=11,
        ),
        CardColumn(
            14,
            "Konsumsi Tablet Tambah Darah",
            4,
            words("iron_daily", **_DAILY),
            "Tablet Tambah Darah (TTD)",
            "Tidak: edukasi",
            width=13,
        ),
        CardColumn(
            15,
            "Jika nakes memberikan MT Bumil KEK – Tuliskan komposisi dan jumlah porsi",
            4,
            given("pregnancy_food_portions", "pregnancy_food_note", "porsi"),
            "MT Bumil KEK",
            width=25,
        ),
        CardColumn(
            16,
            "Konsumsi MT Bumil KEK",
            4,
            words("extra_food_daily", **_DAILY),
            "MT Bumil KEK",
            "Tidak: edukasi",
            width=13,
        ),
        CardColumn(
            17, "Mengikuti Kelas Ibu (Kelas Ibu Hamil)", 5, letter("mother_class"), key="Y/T", width=9
        ),
        CardColumn(18, "Edukasi yang Diberikan", 5, education, width=34, turned=False),
        CardColumn(19, "Rujuk Pustu/Puskesmas/Rumah Sakit", 4, referred_to, width=19, turned=False),
    ),
)

AFTER_BIRTH = Paper(
    Code.AFTER_BIRTH,
    TITLE,
    "II. Ibu Nifas/Menyusui",
    "Kartu ibu nifas/menyusui",
    (
        CardColumn(1, "Waktu ke Posyandu (tanggal/bulan/tahun)", 1, day_of, width=15),
        CardColumn(2, "BB (Kg)", 2, value("weight_kg"), _WEIGHT, width=10),
        CardColumn(
            3,
            "Sesuai kurva Buku KIA",
            3,
            words("weight_on_curve", **_CURVE),
            _WEIGHT,
            _CURVE_KEY,
            width=12,
        ),
        CardColumn(4, "LiLA (cm)", 2, value("muac_cm"), _ARM, width=9),
        CardColumn(5, _ARM_LABEL, 3, of_mother("arm_colour"), _ARM, "merah: rujuk", width=11),
        CardColumn(6, "Sistole/Diastole (mmHg)", 2, pressure, _PRESSURE, width=12.5),
        CardColumn(
            7,
            "Sesuai kurva Buku KIA",
            3,
            words("pressure_on_curve", **_CURVE),
            _PRESSURE,
            _CURVE_KEY,
            width=12,
        ),
        *tuberculosis(8, step=3),
        CardColumn(
            12,
            "Jika nakes memberikan Vit A – Tuliskan jumlah kapsul",
            4,
            value("vitamin_a_mother"),
            "Vitamin A (nifas)",
            width=11,
        ),
        CardColumn(
            13,
            "Konsumsi Vit A",
            4,
            letter("vitamin_a_taken"),
            "Vitamin A (nifas)",
            "Y/T; T: edukasi",
            width=9,
        ),
        CardColumn(14, "Menyusui", 4, letter("breastfeeding"), key="Y/T; T: edukasi", width=9),
        CardColumn(
            15,
            "Mengikuti KB Pasca Persalinan",
            4,
            family_planning,
            key="Ya (caranya) / Tidak: edukasi",
            width=19,
        ),
        CardColumn(16, "Edukasi yang Diberikan", 5, education, width=44, turned=False),
        CardColumn(17, "Rujuk Pustu/Puskesmas/Rumah Sakit", 4, referred_to, width=21, turned=False),
    ),
)
