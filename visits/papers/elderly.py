"""Kartu Bantu Pemeriksaan lansia, 2023: AKS on the front, SKILAS on the back."""

from __future__ import annotations

from visits.models import Screening
from visits.papers.column import (
    TICK,
    CardColumn,
    Code,
    Fill,
    OnPaper,
    Paper,
    day_of,
    education,
    item,
    items_of,
    referred_to,
)

TITLE = "Kartu Bantu Pemeriksaan Lansia"
AKS, SKILAS = Screening.Form.AKS.value, Screening.Form.SKILAS.value
_SKILAS = {
    "kognitif_1": "Orientasi waktu dan tempat",
    "kognitif_2": "Mengulang ketiga kata (bunga, pintu, nasi)",
    "mobilisasi": "Tes Berdiri dari Kursi",
    "malnutrisi_1": "BB berkurang > 3 kg dalam 3 bulan terakhir atau pakaian jadi lebih longgar",
    "malnutrisi_2": "Hilang nafsu makan/kesulitan makan",
    "malnutrisi_3": "LiLA < 21 cm",
    "penglihatan_1": "Masalah pada mata (sulit lihat jauh, membaca, penyakit mata, sedang dalam pengobatan "
    "hipertensi/diabetes)",
    "penglihatan_2": "Tes Melihat",
    "pendengaran_1": "Tes Bisik",
    "pendengaran_2": "Tes Bisik tidak dapat dilakukan",
    "depresi_1": "Perasaan sedih, tertekan, atau putus asa",
    "depresi_2": "Sedikit minat atau kesenangan dalam melakukan sesuatu",
}
_DOMAINS = {
    "kognitif": "Penurunan Kognitif",
    "mobilisasi": "Keterbatasan Mobilisasi",
    "malnutrisi": "Malnutrisi",
    "penglihatan": "Gangguan Penglihatan",
    "pendengaran": "Gangguan Pendengaran",
    "depresi": "Gejala Depresi (dalam 2 minggu terakhir)",
}


def _chosen(code: str, option: str) -> Fill:
    return lambda row: TICK if row.answer(AKS, code) == option else ""


def _level(row: OnPaper) -> str:
    screening = row.screenings.get(AKS)
    if screening is None or screening.is_postponed:
        return "ditunda" if screening else ""
    score = "" if screening.score is None else f" ({screening.score})"
    return f"{screening.level}{score}" if screening.level else ""


def _aks_columns() -> tuple[CardColumn, ...]:
    options = [(one, option) for one in items_of(AKS) for option in one.options]
    return (
        CardColumn(1, "Waktu ke Posyandu (tanggal/bulan/tahun)", 1, day_of, width=15),
        *(
            CardColumn(
                number,
                f"{option.score} {option.label}",
                4,
                _chosen(one.code, option.code),
                one.text,
                width=9.5 if len(one.options) == 2 else 7.5 if one.code == "berpakaian" else 6.6,
            )
            for number, (one, option) in enumerate(options, start=2)
        ),
        CardColumn(
            len(options) + 2,
            "Tingkat Ketergantungan (M/R/S/B/T)",
            4,
            _level,
            key="< 20: rujuk",
            width=10,
        ),
        CardColumn(len(options) + 3, "Edukasi", 5, education, width=25),
        CardColumn(len(options) + 4, "Rujuk Pustu/Puskesmas", 4, referred_to, width=16),
    )


def _skilas_columns() -> tuple[CardColumn, ...]:
    asked = tuple(
        CardColumn(
            number,
            _SKILAS[one.code],
            4,
            item(SKILAS, one.code),
            _DOMAINS[str(one.group)],
            width=20 if one.code == "mobilisasi" else 15,
        )
        for number, one in enumerate(items_of(SKILAS), start=2)
    )
    return (
        CardColumn(1, "Waktu ke Posyandu (tanggal/bulan/tahun)", 1, day_of, width=15),
        *asked,
        CardColumn(14, "Edukasi", 5, education, width=48, turned=False),
        CardColumn(15, "Rujuk Pustu/Puskesmas", 4, referred_to, width=24, turned=False),
    )


INDEPENDENCE = Paper(
    Code.AKS,
    TITLE,
    "Aktivitas Kehidupan Sehari-hari (AKS)",
    "Kartu AKS lansia",
    _aks_columns(),
    form=AKS,
    footnotes=(
        "M mandiri = 20 (kategori A); R ringan = 12–19 (B); S sedang = 9–11 (B); B berat = 5–8 (C);",
        "T total = 0–4 (C). Kurang dari 20: rujuk ke Pustu/Puskesmas.",
    ),
)
ABILITY = Paper(
    Code.SKILAS,
    TITLE,
    "Skrining Lansia Sederhana (SKILAS)",
    "Kartu SKILAS lansia",
    _skilas_columns(),
    form=SKILAS,
    footnotes=(
        "Y = ada masalah (termasuk tes yang tidak dapat dilakukan), T = tidak ada masalah.",
        "Satu Y: rujuk ke Pustu/Puskesmas.",
    ),
)
