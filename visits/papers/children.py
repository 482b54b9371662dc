"""Kartu Bantu Pemeriksaan bayi, balita dan apras, 2023: the front has the months of the first year."""

from __future__ import annotations

from registry.rules.background import BirthDateKnown
from visits.models import ChildCheck
from visits.papers.column import (
    CardColumn,
    Code,
    OnPaper,
    Paper,
    day_of,
    derived,
    education,
    letter,
    referred_to,
    tuberculosis,
    value,
    words,
)
from visits.rules.growth import Position
from visits.rules.nutrition import HeightForAge, Muac, WeightForAge

_WAYS = {Position.LYING.value: "PB", Position.STANDING.value: "TB"}
# The front of the card has a line for each of these months.
FIRST_MONTHS = tuple(range(13))
TITLE = "Kartu Bantu Pemeriksaan Bayi, Balita dan Apras"
# The card's words are longer than its columns.
WEIGHT_WORDS = {
    WeightForAge.SEVERELY_UNDERWEIGHT.value: "Sangat kurang",
    WeightForAge.UNDERWEIGHT.value: "Kurang",
    WeightForAge.NORMAL.value: "Normal",
    WeightForAge.RISK_OF_OVERWEIGHT.value: "Risiko lebih",
}
HEIGHT_WORDS = {HeightForAge.TALL.value: "Tinggi melebihi normal"}
ARM_WORDS = {
    Muac.SEVERELY_WASTED.value: "Gizi Buruk (merah)",
    Muac.WASTED.value: "Gizi Kurang (kuning)",
    Muac.WELL_NOURISHED.value: "Normal (hijau)",
    Muac.GOOD.value: "Baik",
    Muac.AT_RISK.value: "Berisiko",
}


def months_of(row: OnPaper) -> str:
    """Completed months of age."""
    about = "±" if row.person.birth_date_known != BirthDateKnown.EXACT else ""
    return f"{about}{row.age.months}"


def _nutrition(row: OnPaper) -> str:
    card = row.visit.card
    if not isinstance(card, ChildCheck):
        return ""
    if card.weight_for_height:
        return str(card.weight_for_height)
    # Past five years weight for height has no table; the newer recap asks for IMT APRAS.
    return f"IMT/U: {card.bmi_for_age}" if card.bmi_for_age else ""


def _height_and_way(row: OnPaper) -> str:
    position = _WAYS.get(row.values["position"], "")
    return f"{value('height_cm')(row)} {position}".strip()


def _arm_result(row: OnPaper) -> str:
    swollen = "; kaki bengkak" if row.values["oedema"] else ""
    return derived("muac", ARM_WORDS)(row) + swollen


def _doses(row: OnPaper) -> str:
    complete = letter("immunisation_complete")(row)
    doses = ", ".join(dose.label for dose in row.doses)
    return "; ".join(part for part in (complete, doses) if part)


def _capsule(row: OnPaper) -> str:
    answer = letter("vitamin_a")(row)
    colour = next((s.detail for s in row.visit.services.all() if s.kind == "vitamin_a"), "")
    return f"{answer} {colour}".strip() if row.values["vitamin_a"] else answer


def _local_food(row: OnPaper) -> str:
    portions, note = row.values["local_food_portions"], row.values["local_food_note"]
    parts = (
        letter("local_food_eaten")(row),
        "" if portions is None else f"{portions} porsi",
        note,
    )
    return ", ".join(part for part in parts if part)


def _sick(row: OnPaper) -> str:
    parts = ({True: "Ya", False: "Tidak"}.get(row.values["sick"], ""), row.values["sick_note"])
    return ": ".join(part for part in parts if part)


_WEIGHT, _HEIGHT = "Berat Badan", "Panjang/Tinggi Badan"
_HEAD, _ARM, _SERVICE = "Lingkar Kepala", "Lingkar Lengan Atas", "Pelayanan"

_COLUMNS: tuple[CardColumn, ...] = (
    CardColumn(1, "Umur (Bulan)", 1, months_of, width=7),
    CardColumn(2, "Waktu kunjungan ke Posyandu", 1, day_of, width=14),
    CardColumn(
        3,
        "Checklist Perkembangan",
        1,
        words("development_complete", yes="L", no="TL"),
        key="L (hijau) / TL (kuning): rujuk",
        width=7,
    ),
    CardColumn(4, "Berat Badan Bayi/Balita/Apras (Kg)", 2, value("weight_kg"), _WEIGHT, width=8.5),
    CardColumn(
        5,
        "Kesimpulan Hasil Penimbangan BB dibandingkan bulan sebelumnya",
        3,
        derived("gain_status"),
        _WEIGHT,
        "N / T: rujuk / O / B",
        width=10,
    ),
    CardColumn(
        6,
        "Kesimpulan BB/Umur 0-5 tahun",
        3,
        derived("weight_for_age", WEIGHT_WORDS),
        _WEIGHT,
        "Sangat kurang / Kurang / Normal / Risiko lebih",
        width=12,
    ),
    CardColumn(7, "Panjang/Tinggi Badan (Cm)", 2, _height_and_way, _HEIGHT, "PB / TB", width=9),
    CardColumn(
        8,
        "Kesimpulan PB/TB/Umur 0-5 tahun",
        3,
        derived("height_for_age", HEIGHT_WORDS),
        _HEIGHT,
        "Sangat Pendek / Pendek / Normal / Tinggi",
        width=12,
    ),
    CardColumn(
        9,
        "Kesimpulan BB/PB atau BB/TB",
        3,
        _nutrition,
        "Status Gizi",
        "Gizi Buruk / Kurang / Baik / Berisiko Lebih / Lebih / Obesitas",
        width=13,
    ),
    CardColumn(10, "Lingkar Kepala (Cm)", 2, value("head_cm"), _HEAD, width=8.5),
    CardColumn(
        11,
        "Kesimpulan Lingkar Kepala 0-5 tahun",
        3,
        derived("head_circumference"),
        _HEAD,
        "Melebihi / Normal / Kurang",
        width=12,
    ),
    CardColumn(12, "Lingkar Lengan Atas (Cm)", 2, value("muac_cm"), _ARM, width=8.5),
    CardColumn(
        13, "Hasil Lingkar Lengan Atas", 3, _arm_result, _ARM, "hijau / kuning / merah: rujuk", width=13
    ),
    *tuberculosis(14),
    CardColumn(
        18, "ASI Eksklusif", 4, letter("exclusive_breastfeeding"), _SERVICE, "Y/T, < 6 bln", width=6.5
    ),
    CardColumn(
        19,
        "MP ASI (Komposisi, jenis sesuai umur)",
        4,
        letter("feeding_suits_age"),
        _SERVICE,
        "Y sesuai / T",
        width=7,
    ),
    CardColumn(
        20, "Imunisasi (Lengkap sesuai umur)", 4, _doses, _SERVICE, "Y/T, sebutkan jenisnya", width=16
    ),
    CardColumn(21, "Vitamin A", 4, _capsule, _SERVICE, "Y/T, biru/merah", width=8.5),
    CardColumn(22, "Obat Cacing", 4, letter("deworming"), _SERVICE, "Y/T", width=6.5),
    CardColumn(
        23,
        "MT Pangan Lokal Untuk Pemulihan (Konsumsi patuh)",
        4,
        _local_food,
        _SERVICE,
        "Y/T, porsi",
        width=15,
    ),
    CardColumn(
        24,
        "Edukasi/Konseling (Jika memberikan MP-ASI kaya protein hewani disebutkan)",
        5,
        education,
        width=23,
    ),
    CardColumn(25, "Gejala Sakit", 4, _sick, key="Ya (sebutkan) / Tidak", width=14),
    CardColumn(26, "Rujuk Pustu/Puskesmas", 4, referred_to, width=15),
)


CHILD = Paper(
    Code.CHILD,
    TITLE,
    "",
    "Kartu bayi, balita dan apras",
    _COLUMNS,
    footnotes=(
        "N = berat badan naik, T = tidak naik, O = bulan lalu tidak ditimbang, B = penimbangan pertama.",
        "± = umur menurut tanggal lahir perkiraan.",
    ),
)
