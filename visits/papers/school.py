"""Kartu Bantu Pemeriksaan anak usia sekolah dan remaja, 2023.

Put right: Hb is in g/dL, and the headings of the last two HEEADSSS questions, which the print swaps.
"""

from __future__ import annotations

from visits.models import Screening
from visits.models.body import BodyCheck
from visits.papers.column import (
    CardColumn,
    Code,
    Fill,
    OnPaper,
    Paper,
    day_of,
    derived,
    education,
    item,
    letter,
    number_of,
    pressure,
    referred_to,
    tuberculosis,
    value,
)
from visits.rules.anaemia import AnaemiaClass
from visits.screenings.reading import outcome_of

TITLE = "Kartu Bantu Pemeriksaan Anak Usia Sekolah dan Remaja"
HEEADSSS = Screening.Form.HEEADSSS.value
BMI_KEY = "SK / K / N / G / O"
_SENSES = {"Normal": "N", "Gangguan": "G"}
_DOMAINS = {
    "rumah": "(Home) Apakah kamu merasa nyaman di rumah?",
    "pendidikan": "(Education/Employment) Apakah kamu merasa ada beban di sekolah?",
    "makan": "(Eating) Apakah ada yang kamu suka atau tidak suka pada tubuhmu?",
    "aktivitas": "(Activity) Apakah kamu mempunyai teman di luar grupmu?",
    "obat": "(Drugs) Apakah kamu pernah mengonsumsi rokok/alkohol atau obat-obatan (narkoba)?",
    "seksual": "(Sexuality) Apakah kamu pernah pacaran?",
    "keamanan": "(Safety) Apakah kamu merasa tidak aman di rumah/lingkungan sekolah/di masyarakat/di jalan?",
    "bunuh_diri": "(Suicide) Apakah kamu pernah merasa ingin bunuh diri?",
}


def bmi(row: OnPaper) -> str:
    """The figure and the letter of the card: "17,2 N"."""
    card = row.visit.card
    if not isinstance(card, BodyCheck):
        return ""
    return f"{number_of(card.bmi)} {card.bmi_class}".strip()


def sense(right: str, left: str) -> Fill:
    """Two sides in one column: "N/G"."""

    def fill(row: OnPaper) -> str:
        sides = [_SENSES.get(row.values[name], "") for name in (right, left)]
        return "/".join(side or "…" for side in sides) if any(sides) else ""

    return fill


def result(form: str) -> Fill:
    """The result of a private questionnaire: its points for those who may read it, one word for the others."""

    def fill(row: OnPaper) -> str:
        screening = row.screenings.get(form)
        if screening is None:
            return ""
        outcome = outcome_of(screening, row.rules, in_full=form in row.open_forms)
        return outcome.figure or outcome.word

    return fill


def _anaemia(row: OnPaper) -> str:
    found = derived("anaemia")(row)
    if not found:
        return ""
    return "T" if found == AnaemiaClass.NONE else f"Y ({found.removeprefix('Anemia ')})"


def _tablets(row: OnPaper) -> str:
    parts = (
        value("iron_tablets")(row),
        {"Y": "diminum", "T": "tidak diminum"}.get(letter("iron_weekly")(row), ""),
    )
    return ", ".join(part for part in parts if part)


_PRESSURE, _SUGAR, _BLOOD = "Tekanan Darah (≥ 15 th)", "Gula Darah (≥ 15 th)", "Remaja Putri"
_MIND = "HEEADSSS (Y/T) – jawaban rahasia"
_SENSES_GROUP = "Indera (≥ 15 th)"

_COLUMNS: tuple[CardColumn, ...] = (
    CardColumn(1, "Waktu ke Posyandu (tanggal/bulan/tahun)", 1, day_of, width=15),
    CardColumn(2, "Berat Badan (Kg)", 2, value("weight_kg"), "IMT", width=9),
    CardColumn(3, "Tinggi Badan (Cm)", 2, value("height_cm"), "IMT", width=9),
    CardColumn(
        4,
        "IMT: Sangat Kurus (SK) / Kurus (K) / Normal (N) / Gemuk (G) / Obesitas (O)",
        3,
        bmi,
        "IMT",
        BMI_KEY,
        width=10,
    ),
    CardColumn(5, "Lingkar Perut (Cm) bagi usia ≥ 15 tahun", 2, value("waist_cm"), width=9),
    CardColumn(6, "Sistole/Diastole (mmHg)", 2, pressure, _PRESSURE, width=12),
    CardColumn(
        7,
        "Hasil: Rendah (R) / Normal (N) / Tinggi (T)",
        2,
        derived("blood_pressure"),
        _PRESSURE,
        "T: rujuk",
        width=8,
    ),
    CardColumn(8, "Kadar Gula Darah Sewaktu (mg/dL)", 4, value("glucose_mg_dl"), _SUGAR, width=9),
    CardColumn(
        9, "Hasil: Rendah (R) / Normal (N) / Tinggi (T)", 4, derived("glucose"), _SUGAR, "T: rujuk", width=8
    ),
    CardColumn(10, "Kadar Hb (g/dL)", 4, value("haemoglobin_g_dl"), _BLOOD, width=9),
    CardColumn(11, "Anemia (Y/T)", 4, _anaemia, _BLOOD, "Y: rujuk", width=12.5),
    CardColumn(None, "TTD: jumlah tablet, diminum seminggu terakhir", 4, _tablets, _BLOOD, width=13.5),
    *tuberculosis(12),
    *(
        CardColumn(16 + place, label, 4, item(HEEADSSS, code), _MIND, width=9)
        for place, (code, label) in enumerate(_DOMAINS.items())
    ),
    CardColumn(None, "Hasil HEEADSSS", 4, result(HEEADSSS), _MIND, width=13),
    CardColumn(
        None,
        "Tes hitung jari: mata kanan/kiri",
        4,
        sense("eye_right", "eye_left"),
        _SENSES_GROUP,
        "N/G",
        width=8,
    ),
    CardColumn(
        None,
        "Tes berbisik: telinga kanan/kiri",
        4,
        sense("ear_right", "ear_left"),
        _SENSES_GROUP,
        "N/G",
        width=8,
    ),
    CardColumn(24, "Edukasi", 5, education, width=26),
    CardColumn(25, "Rujuk Pustu/Puskesmas", 4, referred_to, width=17),
)


SCHOOL = Paper(Code.SCHOOL, TITLE, "", "Kartu usia sekolah dan remaja", _COLUMNS)
