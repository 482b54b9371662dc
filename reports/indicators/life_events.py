"""Births, and the deaths that every level looks at: mothers, newborns, babies and under-fives."""

from __future__ import annotations

from reports.indicators.base import Better, Group, Indicator

SOURCE = "Register warga: tanggal lahir dan tanggal meninggal yang dicatat Posyandu"

_DEATHS = (
    ("ibu", "Kematian ibu", "died_mother", "ibu saat hamil, bersalin, atau sampai 42 hari sesudahnya"),
    ("neonatal", "Kematian neonatal", "died_neonate", "bayi berumur 0 sampai 28 hari"),
    ("bayi", "Kematian bayi", "died_infant", "bayi berumur 29 hari sampai 11 bulan"),
    ("balita", "Kematian balita", "died_toddler", "anak berumur 12 sampai 59 bulan"),
)

INDICATORS = (
    Indicator(
        code="lahir_hidup",
        label="Lahir hidup",
        short="Lahir",
        group=Group.LIFE,
        numerator=("PopulationMonth.born",),
        unit="orang",
        definition="Jumlah bayi yang lahir hidup dalam bulan ini dan sejak lahir menjadi tanggungan Posyandu.",
        source=SOURCE,
        from_register=True,
    ),
    *(
        Indicator(
            code=f"kematian_{code}",
            label=label,
            short=label,
            group=Group.LIFE,
            numerator=(f"PopulationMonth.{field}",),
            unit="orang",
            better=Better.DOWN,
            definition=f"Jumlah {who}, yang meninggal dalam bulan ini, di Posyandu tempat tinggalnya saat itu.",
            source=SOURCE,
            from_register=True,
        )
        for code, label, field, who in _DEATHS
    ),
)
