"""Kartu Bantu Pemeriksaan usia dewasa dan lansia, 2023: front, and SRQ-20 on the back.

Put right: PUMA sends on from 6 points, not above; columns of the 2025 recap stand without a number.
"""

from __future__ import annotations

from registry.rules.life_stage import Sex
from visits.models import Screening
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
    items_of,
    letter,
    pressure,
    referred_to,
    tuberculosis,
    value,
)
from visits.papers.mothers import family_planning
from visits.papers.school import bmi, result
from visits.rules.questionnaire import read_questionnaire

TITLE = "Kartu Bantu Pemeriksaan Usia Dewasa dan Lansia"
PUMA, SRQ20 = Screening.Form.PUMA.value, Screening.Form.SRQ20.value
_SENSES = {"Normal": "N", "Gangguan": "G"}
_LUNGS = {
    "napas_pendek": "Apakah Anda pernah merasa napas pendek ketika berjalan lebih cepat pada jalan yang datar "
    "atau sedikit menanjak?",
    "dahak": "Apakah Anda (biasanya) mempunyai dahak yang berasal dari paru atau kesulitan mengeluarkan dahak "
    "saat tidak menderita flu?",
    "batuk": "Apakah Anda biasanya batuk saat tidak menderita flu?",
    "pernah_spirometri": "Apakah dokter/nakes pernah meminta pemeriksaan spirometri atau peakflow meter?",
}


def _side(name: str) -> Fill:
    return lambda row: _SENSES.get(row.values[name], "")


def points(code: str) -> Fill:
    """The points of one part of PUMA; sex and age are known."""

    def fill(row: OnPaper) -> str:
        screening = row.screenings.get(PUMA)
        if screening is None or screening.is_postponed:
            return ""
        found = _known(row).get(code) or row.answer(PUMA, code)
        option = read_questionnaire(PUMA, rules=row.rules).item(code).option(found) if found else None
        return str(option.score) if option else ""

    return fill


def _known(row: OnPaper) -> dict[str, str]:
    """What the register answers of PUMA."""
    ages = row.rules.rows("puma")["ages"]
    age = next((str(each["answer"]) for each in ages if row.age.years >= each["from"]), "")
    return {"jenis_kelamin": Sex(row.person.sex).value, "usia": age}


def _score(row: OnPaper) -> str:
    screening = row.screenings.get(PUMA)
    if screening is None:
        return ""
    if screening.is_postponed:
        return "ditunda"
    return "" if screening.score is None else str(screening.score)


def _cholesterol(row: OnPaper) -> str:
    return f"{value('cholesterol_mg_dl')(row)} {derived('cholesterol')(row)}".strip()


_PRESSURE, _SUGAR = "Tekanan Darah", "Gula Darah"
_EYES, _EARS = "Tes Hitung Jari Tangan", "Tes Berbisik"
_PUMA = "PUMA (≥ 40 tahun): Tidak = 0, Ya = 1"

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
        width=10,
    ),
    CardColumn(5, "Lingkar Perut (Cm)", 2, value("waist_cm"), key="L > 90, P > 80", width=9),
    CardColumn(6, "Lingkar Lengan Atas (Cm)", 2, value("muac_cm"), width=9),
    CardColumn(7, "Sistole/Diastole (mmHg)", 2, pressure, _PRESSURE, width=14),
    CardColumn(
        8,
        "Hasil: Rendah (R) / Normal (N) / Tinggi (T)",
        2,
        derived("blood_pressure"),
        _PRESSURE,
        "T: rujuk",
        width=7,
    ),
    CardColumn(9, "Kadar Gula Darah Sewaktu (mg/dL)", 4, value("glucose_mg_dl"), _SUGAR, width=9),
    CardColumn(
        10, "Hasil: Rendah (R) / Normal (N) / Tinggi (T)", 4, derived("glucose"), _SUGAR, "T: rujuk", width=7
    ),
    CardColumn(None, "Kolesterol (mg/dL)", 4, _cholesterol, width=10),
    CardColumn(11, "Mata Kanan", 4, _side("eye_right"), _EYES, "N / G", width=6),
    CardColumn(12, "Mata Kiri", 4, _side("eye_left"), _EYES, "N / G", width=6),
    CardColumn(13, "Telinga Kanan", 4, _side("ear_right"), _EARS, "N / G", width=6),
    CardColumn(14, "Telinga Kiri", 4, _side("ear_left"), _EARS, "N / G", width=6),
    CardColumn(15, "Jenis Kelamin: Pr = 0, Lk = 1", 4, points("jenis_kelamin"), _PUMA, width=7),
    CardColumn(16, "Usia: 40–49 = 0; 50–59 = 1; ≥ 60 = 2", 4, points("usia"), _PUMA, width=7),
    CardColumn(
        17,
        "Merokok: Tidak = 0; < 20 Bks/Th = 0; 20–30 Bks/Th = 1; > 30 Bks/Th = 2",
        4,
        points("merokok"),
        _PUMA,
        width=9,
    ),
    *(
        CardColumn(18 + place, label, 4, points(code), _PUMA, width=13)
        for place, (code, label) in enumerate(_LUNGS.items())
    ),
    CardColumn(22, "Skor PUMA: < 6 / ≥ 6", 4, _score, _PUMA, "≥ 6: rujuk", width=9),
    *tuberculosis(23),
    CardColumn(
        27, "Usia Dewasa yang menggunakan Alat Kontrasepsi (Pil/Kondom/Lainnya)", 4, family_planning, width=17
    ),
    CardColumn(None, "Imunisasi Covid-19 (lansia)", 4, letter("covid_vaccinated"), key="Y/T", width=6),
    CardColumn(28, "Edukasi", 5, education, width=22),
    CardColumn(29, "Rujuk Pustu/Puskesmas", 4, referred_to, width=17.5),
)


def _srq_columns() -> tuple[CardColumn, ...]:
    group = "SRQ-20: keadaan 30 hari terakhir. Ya = Y, Tidak = T"
    asked = tuple(
        CardColumn(one.number + 1, f"{one.number}. {one.text}", 4, item(SRQ20, one.code), group, width=8.5)
        for one in items_of(SRQ20)
    )
    return (
        CardColumn(1, "Waktu ke Posyandu (tanggal/bulan/tahun)", 1, day_of, width=15),
        *asked,
        CardColumn(None, "Jumlah Ya", 4, result(SRQ20), group, "≥ 6, atau no. 17 Ya: rujuk", width=13),
        CardColumn(22, "Edukasi", 5, education, width=34),
        CardColumn(23, "Rujuk Pustu/Puskesmas", 4, referred_to, width=19),
    )


ADULT = Paper(Code.ADULT, TITLE, "", "Kartu dewasa dan lansia", _COLUMNS)
SRQ = Paper(
    Code.SRQ20,
    TITLE,
    "Kesehatan Jiwa (SRQ-20), usia ≥ 18 tahun",
    "Kartu SRQ-20",
    _srq_columns(),
    form=SRQ20,
)
