"""What a proposal is, why there can be one, and what the cards know beside their measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from visits.rules.danger_signs import Urgency
from visits.rules.senses import SenseResult


class Destination(StrEnum):
    """Where the card sends to."""

    PUSTU = "Pustu"
    PUSKESMAS = "Puskesmas"
    HOSPITAL = "RS"


class Reason(StrEnum):
    """Why somebody is sent on, as it is stored and counted; a mother's reasons are MaternalReason."""

    NOT_GAINED = "T"
    NOT_GAINED_TWICE = "2T"
    BELOW_RED_LINE = "BGM"
    ABOVE_ORANGE_LINE = "di atas garis oranye"
    OEDEMA = "edema"
    WEIGHT_FOR_HEIGHT = "BB/TB"
    BMI_FOR_AGE = "IMT/U"
    HEIGHT_FOR_AGE = "TB/U"
    HEAD = "LK/U"
    ARM = "LiLA"
    DEVELOPMENT = "ceklis"
    TUBERCULOSIS = "TBC"
    TUBERCULOSIS_CONTACT = "kontak TBC"
    BLOOD_PRESSURE = "TD"
    BLOOD_PRESSURE_OF_CHILD = "TD anak"
    BLOOD_PRESSURE_CRISIS = "TD sangat tinggi"
    GLUCOSE = "gula darah"
    ANAEMIA = "anemia"
    PUMA = "PUMA"
    SRQ = "SRQ-20"
    SRQ_SUICIDE = "SRQ-20 nomor 17"
    HEEADSSS = "HEEADSSS"
    HEEADSSS_SUICIDE = "HEEADSSS bunuh diri"
    EYES = "mata"
    EARS = "telinga"
    INDEPENDENCE = "AKS"
    SKILAS = "SKILAS"
    DANGER_SIGN = "tanda bahaya"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One reason to send somebody on; `private` ones are shown only to those who may see them."""

    code: str
    reason: str
    urgency: Urgency
    destination: Destination
    rule_id: str
    private: bool = False

    @property
    def heading(self) -> str:
        """Where to and how soon: "Puskesmas, segera"; nothing is added to an ordinary one."""
        return self.destination if self.urgency is Urgency.ORDINARY else f"{self.destination}, {self.urgency}"


@dataclass(frozen=True, slots=True)
class Tuberculosis:
    """The four questions of every card: how many were answered Ya, and whether close contact was one of them."""

    count: int | None = None
    close_contact: bool | None = None


@dataclass(frozen=True, slots=True)
class Senses:
    """Finger counting and whispering, right and left; None = not tested."""

    right_eye: SenseResult | None = None
    left_eye: SenseResult | None = None
    right_ear: SenseResult | None = None
    left_ear: SenseResult | None = None


@dataclass(frozen=True, slots=True)
class Elderly:
    """AKS score 0 to 20 with its level in words, and the domains of SKILAS that have a problem."""

    aks_score: int | None = None
    aks_label: str = ""
    skilas_problems: Sequence[str] = ()


def shown_to(proposals: Sequence[Proposal], *, sees_private: bool) -> list[Proposal]:
    """What a person may read of a list: private reasons only with the right to see them (SRQ-01, REMAJA-01)."""
    return [proposal for proposal in proposals if sees_private or not proposal.private]
