"""Which of the reported groups a death belongs to.

Sources: neonatal 0-28 days, infant 0-11 months, under-five 12-59 months (KMK HK.01.07/MENKES/2015/2023); a maternal
death is one in pregnancy or within 42 days of its end (WHO ICD-10).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from registry.rules.life_stage import age_on

MATERNAL_DAYS = 42
INFANT_MONTHS = 12
UNDER_FIVE_MONTHS = 60


class DeathGroup(StrEnum):
    """The groups that are reported on, and everybody else."""

    MATERNAL = "ibu"
    NEONATAL = "neonatal"
    INFANT = "bayi"
    TODDLER = "balita"
    OTHER = "lain"

    @property
    def label(self) -> str:
        """Word for screens and paper."""
        return _LABELS[self]


_LABELS = {
    DeathGroup.MATERNAL: "Kematian ibu",
    DeathGroup.NEONATAL: "Kematian neonatal (0-28 hari)",
    DeathGroup.INFANT: "Kematian bayi (29 hari-11 bulan)",
    DeathGroup.TODDLER: "Kematian balita (12-59 bulan)",
    DeathGroup.OTHER: "Kematian lain",
}


def death_group(
    birth_date: date, died_on: date, *, pregnant: bool = False, pregnancy_ended: date | None = None
) -> DeathGroup:
    """The group of a death. Source: KMK 2015/2023 for children, WHO for mothers.

    `pregnant` on the day, or `pregnancy_ended` at most 42 days before it, makes it a maternal one. Raises ValueError
    when `died_on` is before birth.
    """
    age = age_on(birth_date, died_on)
    if pregnant or (pregnancy_ended is not None and 0 <= (died_on - pregnancy_ended).days <= MATERNAL_DAYS):
        return DeathGroup.MATERNAL
    if age.is_neonate:
        return DeathGroup.NEONATAL
    if age.months < INFANT_MONTHS:
        return DeathGroup.INFANT
    return DeathGroup.TODDLER if age.months < UNDER_FIVE_MONTHS else DeathGroup.OTHER
