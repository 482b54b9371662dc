"""Why people are sent on, in words for counts: a reason's own sentence names the values of one person."""

from __future__ import annotations

from visits.rules.maternal_referral import MaternalReason
from visits.rules.referral import Reason

_LABELS: dict[str, str] = {
    Reason.NOT_GAINED: "Berat tidak naik (T)",
    Reason.NOT_GAINED_TWICE: "Dua bulan tidak naik (2T)",
    Reason.BELOW_RED_LINE: "Di bawah garis merah (BGM)",
    Reason.ABOVE_ORANGE_LINE: "Di atas garis oranye",
    Reason.OEDEMA: "Bengkak kedua punggung kaki",
    Reason.WEIGHT_FOR_HEIGHT: "Status gizi (BB/TB)",
    Reason.BMI_FOR_AGE: "Status gizi (IMT/U)",
    Reason.HEIGHT_FOR_AGE: "Tinggi badan (TB/U)",
    Reason.HEAD: "Lingkar kepala",
    Reason.ARM: "Lingkar lengan atas",
    Reason.DEVELOPMENT: "Perkembangan",
    Reason.TUBERCULOSIS: "Gejala TBC",
    Reason.TUBERCULOSIS_CONTACT: "Kontak erat TBC",
    Reason.BLOOD_PRESSURE: "Tekanan darah",
    Reason.BLOOD_PRESSURE_OF_CHILD: "Tekanan darah anak",
    Reason.BLOOD_PRESSURE_CRISIS: "Tekanan darah sangat tinggi",
    Reason.GLUCOSE: "Gula darah",
    Reason.ANAEMIA: "Anemia",
    Reason.PUMA: "PUMA (paru)",
    Reason.EYES: "Penglihatan",
    Reason.EARS: "Pendengaran",
    Reason.INDEPENDENCE: "Kemandirian (AKS)",
    Reason.SKILAS: "SKILAS",
    Reason.DANGER_SIGN: "Tanda bahaya",
    MaternalReason.WEIGHT: "Kurva berat badan ibu",
    MaternalReason.ARM: "LiLA ibu merah (KEK)",
    MaternalReason.PRESSURE: "Tekanan darah ibu merah",
    MaternalReason.PRESSURE_AT_ONCE: "Tekanan darah ibu sangat tinggi",
    MaternalReason.PRESSURE_CURVE: "Kurva tekanan darah ibu",
}
# What nobody but the nurse needs to know, also as a number; and whatever a later release calls otherwise.
OTHER = "Alasan lain"


def reason_label(code: str) -> str:
    """The words of a reason for counting; questionnaires about the mind count as "Alasan lain"."""
    return _LABELS.get(code, OTHER)
