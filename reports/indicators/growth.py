"""Weighing (SKDN) and growth of children of 0 to 59 months."""

from __future__ import annotations

from reports.indicators.base import Better, Group, Indicator

_SURVEILLANCE = "Permenkes 14/2019 (surveilans gizi)"
_KMS = "Buku KIA 2024 dan KMS; Permenkes 14/2019"
_STANDARD = "Permenkes 2/2020 (standar antropometri anak)"
_STAGES = ("infant", "toddler")
_SASARAN = tuple(f"PopulationMonth.{state}_{stage}" for state in ("attended", "absent") for stage in _STAGES)
_GAIN_KNOWN = ("ChildMonth.gained", "ChildMonth.not_gained")


def _count(code: str, label: str, short: str, field: str, definition: str) -> Indicator:
    return Indicator(
        code=code,
        label=label,
        short=short,
        group=Group.UNDER_FIVE,
        numerator=(f"ChildMonth.{field}",),
        unit="anak",
        definition=definition,
        source=_KMS,
    )


def _share(
    code: str,
    names: tuple[str, str],
    fields: tuple[str, tuple[str, ...]],
    definition: str,
    source: str,
    better: Better = Better.DOWN,
) -> Indicator:
    return Indicator(
        code=code,
        label=names[0],
        short=names[1],
        group=Group.UNDER_FIVE,
        numerator=(f"ChildMonth.{fields[0]}",),
        denominator=fields[1],
        better=better,
        definition=definition,
        source=source,
    )


_WEIGHED = ("ChildMonth.weighed",)

INDICATORS = (
    Indicator(
        code="s",
        label="S: sasaran balita",
        short="S",
        group=Group.UNDER_FIVE,
        numerator=_SASARAN,
        unit="anak",
        definition="Jumlah semua bayi dan balita (0–59 bulan) di wilayah Posyandu pada bulan ini.",
        source=_SURVEILLANCE,
        from_register=True,
    ),
    _count("d", "D: ditimbang", "D", "weighed", "Jumlah bayi dan balita yang ditimbang dalam bulan ini."),
    _count(
        "n",
        "N: naik",
        "N",
        "gained",
        "Jumlah balita yang berat badannya naik sedikitnya sebesar kenaikan berat minimum (KBM) sejak bulan lalu.",
    ),
    _count(
        "t",
        "T: tidak naik",
        "T",
        "not_gained",
        "Jumlah balita yang berat badannya tetap, turun, atau naik kurang dari kenaikan berat minimum (KBM).",
    ),
    _count(
        "o",
        "O: tidak ditimbang bulan lalu",
        "O",
        "absent_last_month",
        "Jumlah balita yang ditimbang bulan ini tetapi tidak ditimbang bulan lalu, sehingga kenaikannya tidak dinilai.",
    ),
    _count(
        "b",
        "B: baru pertama ditimbang",
        "B",
        "first_weighing",
        "Jumlah balita yang bulan ini ditimbang untuk pertama kali, sehingga kenaikannya belum dapat dinilai.",
    ),
    _share(
        "d_s",
        ("D/S: partisipasi penimbangan", "D/S"),
        ("weighed", _SASARAN),
        "Bagian balita yang ditimbang: D dibagi semua balita di wilayah (S).",
        _SURVEILLANCE,
        Better.UP,
    ),
    _share(
        "n_d_aksen",
        ("N/D': balita naik berat badannya", "N/D'"),
        ("gained", _GAIN_KNOWN),
        "Bagian balita yang naik berat badannya di antara yang kenaikannya dapat dinilai: N dibagi N + T. Yang baru "
        "pertama ditimbang (B) dan yang tidak ditimbang bulan lalu (O) tidak ikut.",
        _SURVEILLANCE,
        Better.UP,
    ),
    _share(
        "n_d",
        ("N/D: naik dari yang ditimbang", "N/D"),
        ("gained", _WEIGHED),
        "Bagian balita yang naik berat badannya di antara semua yang ditimbang: N dibagi D (cara hitung lama).",
        "KMS; laporan SKDN",
        Better.UP,
    ),
    _share(
        "dua_t_d",
        ("2T/D: dua kali berturut-turut tidak naik", "2T/D"),
        ("not_gained_twice", _WEIGHED),
        "Bagian balita yang berat badannya tidak naik dua bulan berturut-turut di antara semua yang ditimbang.",
        _KMS,
    ),
    _share(
        "bgm_d",
        ("BGM/D: di bawah garis merah", "BGM/D"),
        ("below_red_line", _WEIGHED),
        "Bagian balita yang berat badannya di bawah garis merah KMS di antara semua yang ditimbang.",
        _KMS,
    ),
    _share(
        "stunting",
        ("Stunting: pendek dan sangat pendek", "Stunting"),
        ("stunted", ("ChildMonth.height_judged",)),
        "Bagian balita dengan PB/U atau TB/U di bawah -2 SD (pendek dan sangat pendek) di antara yang diukur panjang "
        "atau tingginya dan dapat dinilai.",
        _STANDARD,
    ),
    _share(
        "wasting",
        ("Wasting: gizi kurang dan gizi buruk", "Wasting"),
        ("wasted", ("ChildMonth.nutrition_judged",)),
        "Bagian balita dengan BB/PB atau BB/TB di bawah -2 SD atau dengan bengkak di kedua kaki, di antara yang dapat "
        "dinilai.",
        _STANDARD,
    ),
    _share(
        "gizi_buruk",
        ("Gizi buruk", "Gizi buruk"),
        ("severely_wasted", ("ChildMonth.nutrition_judged",)),
        "Bagian balita dengan BB/PB atau BB/TB di bawah -3 SD atau dengan bengkak di kedua kaki, di antara yang dapat "
        "dinilai.",
        _STANDARD,
    ),
    _share(
        "underweight",
        ("Underweight: berat badan kurang dan sangat kurang", "Underweight"),
        ("underweight", ("ChildMonth.weight_judged",)),
        "Bagian balita dengan BB/U di bawah -2 SD (kurang dan sangat kurang) atau dengan bengkak di kedua kaki, di "
        "antara yang dapat dinilai.",
        _STANDARD,
    ),
)
