"""Referral proposals of the cards (RUJUK-01, RUJUK-02, KMS-04)."""

from __future__ import annotations

from tests.visits.rules.vectors.values import Adapter, Values, decimal
from visits.rules.nutrition import HeadCircumference, HeightForAge, Muac, WeightForHeight
from visits.rules.referral import Elderly, Reason, Senses, Tuberculosis, propose_adult, propose_child
from visits.rules.senses import SenseResult
from visits.rules.weight_gain import GainStatus, WeightGain

CARD_ORDER: list[str] = list(Reason)
# The vectors write the colours of the tape and the names of the signs.
ARMS = {"merah": Muac.SEVERELY_WASTED, "kuning": Muac.WASTED, "hijau": Muac.WELL_NOURISHED}
HEADS = {
    "Mikrosefali": HeadCircumference.BELOW_NORMAL,
    "Makrosefali": HeadCircumference.ABOVE_NORMAL,
}


def gain_of(status: str | None) -> WeightGain | None:
    return WeightGain(GainStatus(status), None, None, None, close_warning=False) if status else None


def sense(word: str | None) -> SenseResult | None:
    return SenseResult(word) if word else None


def adult_card(given: Values) -> Values:
    found = propose_adult(
        age_years=given.get("umur", 40),
        systolic=given.get("sistol"),
        diastolic=given.get("diastol"),
        glucose_mg_dl=decimal(given.get("gds")),
        tuberculosis=Tuberculosis(given.get("tbc_gejala"), given.get("kontak_erat")),
        puma_score=given.get("puma"),
        srq_score=given.get("srq"),
        srq_suicide=given.get("srq17"),
        senses=Senses(right_eye=sense(given.get("mata")), right_ear=sense(given.get("telinga"))),
        elderly=Elderly(given.get("aks"), "", ["masalah"] * (given.get("skilas") or 0)),
    )
    return {"rujuk": bool(found), "alasan": [proposal.code for proposal in found]}


def child_card(given: Values) -> Values:
    head = given.get("lku")
    checklist = given.get("ceklis")
    found = propose_child(
        gain=gain_of(given.get("nt")),
        weight_for_age_z=decimal(given.get("bbu_z")),
        oedema=given.get("edema", False),
        weight_for_height=WeightForHeight(given["bbtb"]) if given.get("bbtb") else None,
        height_for_age=HeightForAge(given["tbu"]) if given.get("tbu") else None,
        head=(HEADS.get(head) or HeadCircumference(head)) if head else None,
        muac=ARMS[given["lila"]] if given.get("lila") else None,
        tuberculosis=Tuberculosis(given.get("tbc"), given.get("kontak_erat")),
        development_complete=None if checklist is None else checklist == "Lengkap",
    )
    # The vectors name the reasons in the order of the card.
    codes = sorted((proposal.code for proposal in found), key=CARD_ORDER.index)
    return {"alasan": codes, "rujuk": bool(found)}


def growth_card(given: Values) -> Values:
    found = propose_child(
        gain=gain_of(given["status"]), weight_for_age_z=decimal(given["bbu_z"]), oedema=given["edema"]
    )
    codes = ["BGM" if proposal.code == Reason.OEDEMA else proposal.code for proposal in found]
    return {"alasan_rujuk": sorted(codes, key=CARD_ORDER.index)}


ADAPTERS: dict[str, Adapter] = {"RUJUK-01": adult_card, "RUJUK-02": child_card, "KMS-04": growth_card}
