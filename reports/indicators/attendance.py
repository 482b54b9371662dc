"""Who belongs to the Posyandu, who came and who did not."""

from __future__ import annotations

from typing import Any

from reports.indicators.base import Better, Group, Indicator

SOURCE = "KMK HK.01.07/MENKES/2015/2023; sasaran dari register warga, datang dari kunjungan"

# Code, words after "Sasaran", short words, and the life stages as the recap names them.
_AGES = (
    ("balita", "bayi dan balita (0–59 bulan)", "balita", ("infant", "toddler")),
    ("apras", "apras (60–71 bulan)", "apras", ("preschool",)),
    ("remaja", "usia sekolah dan remaja (6–18 tahun)", "remaja", ("school", "teen")),
    ("dewasa", "dewasa (19–59 tahun)", "dewasa", ("adult",)),
    ("lansia", "lansia (60 tahun ke atas)", "lansia", ("elderly",)),
)
# The lines and columns in which attendance is read: suffix of the codes and words, everybody first.
LINES = (("", "Semua sasaran"), *((f"_{code}", f"{who[0].upper()}{who[1:]}") for code, who, *_ in _AGES))
STATES = ("sasaran", "datang", "tidak_datang", "kunjungan")
_EVERYONE = tuple(stage for *_, stages in _AGES for stage in stages)


def _attended(stages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"PopulationMonth.attended_{stage}" for stage in stages)


def _absent(stages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"PopulationMonth.absent_{stage}" for stage in stages)


def _people(
    code: str, label: str, short: str, counts: tuple[str, ...], definition: str, **more: Any
) -> Indicator:
    return Indicator(
        code=code,
        label=label,
        short=short,
        group=Group.VISITS,
        numerator=counts,
        unit="orang",
        definition=definition,
        source=SOURCE,
        **more,
    )


def _coverage(suffix: str, who: str, short: str, stages: tuple[str, ...]) -> tuple[Indicator, ...]:
    """Sasaran, datang, tidak datang and kunjungan of one age group."""
    label, few = (f" {who}", f" {short}") if who else ("", "")
    attended, everyone = _attended(stages), _attended(stages) + _absent(stages)
    rate = Indicator(
        code=f"kunjungan{suffix}",
        label=f"Kunjungan{label}",
        short=f"Kunjungan{few}",
        group=Group.VISITS,
        numerator=attended,
        denominator=everyone,
        better=Better.UP,
        definition=f"Bagian sasaran{label} yang datang sedikitnya satu kali dalam bulan ini: datang dibagi "
        "sasaran. Seorang warga dihitung satu kali, di Posyandu tempat tinggalnya.",
        source=SOURCE,
    )
    belonged = (
        f"Jumlah warga{label} yang menjadi tanggungan Posyandu pada bulan ini: yang datang, menurut "
        "umurnya saat datang, dan yang tidak datang, menurut umurnya pada hari terakhir bulan."
    )
    came = f"Jumlah sasaran{label} yang datang ke Posyandu mana pun dalam bulan ini, tiap orang satu kali."
    missed = f"Jumlah sasaran{label} yang tidak datang dalam bulan ini: sasaran dikurangi datang."
    return (
        rate,
        _people(
            f"sasaran{suffix}", f"Sasaran{label}", f"Sasaran{few}", everyone, belonged, from_register=True
        ),
        _people(f"datang{suffix}", f"Datang{label}", f"Datang{few}", attended, came, better=Better.UP),
        _people(
            f"tidak_datang{suffix}",
            f"Tidak datang{label}",
            f"Tidak datang{few}",
            _absent(stages),
            missed,
            better=Better.DOWN,
        ),
    )


INDICATORS = (
    Indicator(
        code="posyandu_melapor",
        label="Posyandu melapor",
        short="Melapor",
        group=Group.VISITS,
        numerator=("Posyandu.reported",),
        denominator=("Posyandu.active",),
        better=Better.UP,
        definition="Bagian Posyandu aktif yang mengirim sedikitnya satu kunjungan dalam bulan ini.",
        source="Daftar Posyandu dan kunjungan yang tercatat",
        from_register=True,
    ),
    *_coverage("", "", "", _EVERYONE),
    *(indicator for code, who, short, ages in _AGES for indicator in _coverage(f"_{code}", who, short, ages)),
    Indicator(
        code="pengunjung_luar",
        label="Pengunjung dari Posyandu lain",
        short="Pengunjung luar",
        group=Group.VISITS,
        numerator=("PopulationMonth.visitors",),
        unit="orang",
        definition="Jumlah orang yang datang ke sini tetapi bertempat tinggal di wilayah Posyandu lain. Mereka "
        "dihitung sebagai datang di Posyandu tempat tinggalnya; angka ini hanya menunjukkan tamu yang dilayani.",
        source=SOURCE,
    ),
)
