"""Target groups (sasaran) on a day: the life stages, and the women whose pregnancy, birth or breastfeeding decides.

Sources: KMK HK.01.07/MENKES/2015/2023 and the Posyandu registers of 2023 (four registers, one for each set of groups).
A pregnant, postpartum or breastfeeding woman stands in the mothers' register, and in no other (KMK 2015/2023).
"""

from __future__ import annotations

from enum import StrEnum

from registry.rules.life_stage import LifeStage


class TargetGroup(StrEnum):
    """A group of the official registers, as it is stored and counted."""

    PREGNANT = "ibu_hamil"
    POSTPARTUM = "ibu_nifas"
    BREASTFEEDING = "ibu_menyusui"
    INFANT = "bayi"
    TODDLER = "balita"
    PRESCHOOL = "apras"
    SCHOOL = "usia_sekolah"
    TEEN = "remaja"
    ADULT = "dewasa"
    ELDERLY = "lansia"

    @property
    def label(self) -> str:
        """Word for screens and paper."""
        return _MOTHERS.get(self) or LifeStage(self.value).label


_MOTHERS = {
    TargetGroup.PREGNANT: "Ibu hamil",
    TargetGroup.POSTPARTUM: "Ibu nifas",
    TargetGroup.BREASTFEEDING: "Ibu menyusui",
}


class Register(StrEnum):
    """The four registers (Data sasaran/kartu register) of the Posyandu."""

    MOTHERS = "ibu"
    CHILDREN = "anak"
    SCHOOL = "sekolah"
    ADULTS = "dewasa"

    @property
    def label(self) -> str:
        """Title on screens and paper."""
        return _REGISTERS[self][0]

    @property
    def groups(self) -> tuple[TargetGroup, ...]:
        """The groups that stand in this register."""
        return _REGISTERS[self][1]


_REGISTERS = {
    Register.MOTHERS: (
        "Ibu hamil, nifas, menyusui",
        (TargetGroup.PREGNANT, TargetGroup.POSTPARTUM, TargetGroup.BREASTFEEDING),
    ),
    Register.CHILDREN: (
        "Bayi, balita, apras",
        (TargetGroup.INFANT, TargetGroup.TODDLER, TargetGroup.PRESCHOOL),
    ),
    Register.SCHOOL: ("Usia sekolah dan remaja", (TargetGroup.SCHOOL, TargetGroup.TEEN)),
    Register.ADULTS: ("Dewasa dan lansia", (TargetGroup.ADULT, TargetGroup.ELDERLY)),
}


def target_group(
    stage: LifeStage, *, pregnant: bool = False, postpartum: bool = False, breastfeeding: bool = False
) -> TargetGroup:
    """The one group somebody stands in on a day (KMK 2015/2023): an episode comes before the age."""
    if pregnant:
        return TargetGroup.PREGNANT
    if postpartum:
        return TargetGroup.POSTPARTUM
    if breastfeeding:
        return TargetGroup.BREASTFEEDING
    return TargetGroup(stage.value)


def register_of(group: TargetGroup) -> Register:
    """The register a group stands in (registers of 2023)."""
    return next(register for register in Register if group in register.groups)
