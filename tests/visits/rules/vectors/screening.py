"""Screening of school age, adults and the elderly (PUMA, ROKOK, TBC, SRQ, SDQ, PHQ4, GDS, REMAJA, AKS, SKILAS, ...)."""

from __future__ import annotations

from registry.rules.life_stage import Sex
from tests.visits.rules.vectors.values import Adapter, Values, decimal, number
from visits.rules import adolescent, eligibility, frailty, independence, lung, mental_health, senses, skilas
from visits.rules.questionnaire import NO, YES, AnswersRefused, read_questionnaire
from visits.rules.tuberculosis import screen_tuberculosis, tuberculosis_answers

PUMA_SIGNS = ("napas_pendek", "dahak", "batuk", "pernah_spirometri")


def word(flag: bool | int | None) -> str | None:
    """Ya or Tidak for a flag of the vectors."""
    return None if flag is None else (YES if flag else NO)


def puma(given: Values) -> Values:
    if "tahun_merokok" in given:
        return smoked_pack_years(given["tahun_merokok"], given["batang_per_hari"])
    answers = {sign: word(given.get(sign)) for sign in PUMA_SIGNS}
    smoked = decimal(given.get("pack_years"))
    result = lung.assess_puma(Sex(given["jk"]), given["umur"], answers, smoked=smoked)
    return {"skor": result.score, "rujuk": result.refer} if result else {"skor": None, "rujuk": None}


def smoked_pack_years(years: float, cigarettes: float) -> Values:
    return {"pack_years": number(lung.pack_years(decimal(years), decimal(cigarettes)))}


def smoking(given: Values) -> Values:
    status = lung.SmokingStatus(given["status"])
    amount = smoked_pack_years(given["tahun"], given["batang_per_hari"])
    return {"perokok_aktif": lung.is_active_smoker(status), **amount}


def tuberculosis(given: Values) -> Values:
    answers = tuberculosis_answers(
        cough=given["batuk"],
        fever=given["demam_2mgg"],
        weight=given["bb_tidak_naik_2bl"],
        contact=given["kontak_erat"],
    )
    result = screen_tuberculosis(answers)
    assert result
    return {
        "jumlah": result.count,
        "rujuk_kartu": result.card_refers,
        "terduga_kmk": result.suspected,
        "kontak": result.contact,
        "rujuk_app": result.refer,
    }


def srq20(given: Values) -> Values:
    result = mental_health.assess_srq20(mental_health.srq20_answers(given["ya"]))
    assert result
    assert result.urgent == (17 in given["ya"])
    return {"skor": result.score, "hasil": result.outcome}


def sdq(given: Values) -> Values:
    if "total" in given:
        form = adolescent.SdqForm.SELF if given["diisi_sendiri"] else adolescent.SdqForm.CARER
        return {"kategori": adolescent.classify_sdq(given["total"], form)}
    items = read_questionnaire("sdq", "anak").items
    answers = {item.code: str(given["jawaban_mentah_semua"]) for item in items}
    result = adolescent.assess_sdq(answers, adolescent.SdqForm.SELF)
    assert result
    return {**result.scales, "total": result.total}


def phq4(given: Values) -> Values:
    result = mental_health.assess_phq4({code: str(value) for code, value in given.items()})
    assert result
    return {
        "skor": result.score,
        "kategori": result.category,
        "cemas": result.anxious,
        "depresi": result.depressed,
    }


def gds4(given: Values) -> Values:
    result = mental_health.classify_gds4(given["skor"])
    assert result
    return {"hasil": result.category, "lanjut_gds15": result.further}


def heeadsss(given: Values) -> Values:
    if "jawaban_penuntun" in given:
        domain, is_problem = adolescent.prompt_problem(given["jawaban_penuntun"], given["jawab"].lower())
        return {f"masalah_{domain}": is_problem}
    result = adolescent.assess_heeadsss(given)
    assert result
    return {"jumlah_masalah": len(result.problems), "rujuk": result.refer, "segera": result.urgent}


def aks(given: Values) -> Values:
    try:
        result = independence.assess_aks(read_questionnaire("aks").answers_of(given["skor_butir"]))
    except AnswersRefused as refused:
        return {"galat": str(refused)}
    assert result
    return {"skor": result.score, "kategori": result.level, "rujuk": result.refer}


def elderly(given: Values) -> Values:
    if "kursi_5x_detik" in given:
        return {"mobilisasi_positif": skilas.chair_stand_fails(decimal(given["kursi_5x_detik"]))}
    return {"rujuk": skilas.needs_follow_up(len(given["positif"]))}


def thin_arm(given: Values) -> Values:
    return {"positif": skilas.arm_is_thin(decimal(given["lila_cm"]))}


def frail(given: Values) -> Values:
    result = frailty.classify_frailty(given["skor"])
    assert result
    return {"hasil": result.category}


def eye(given: Values) -> Values:
    return {"hasil": senses.finger_counting(given["benar"])}


def ear(given: Values) -> Values:
    return {"hasil": senses.whisper_test(given["benar"], given["kata"])}


def eligible(given: Values) -> Values:
    wanted = eligibility.screenings_for(given["umur"], at_risk=given["risiko_ptm"], tuberculosis=given["tbc"])
    return {"skrining": list(wanted)}


ADAPTERS: dict[str, Adapter] = {
    "PUMA-01": puma,
    "ROKOK-01": smoking,
    "TBC-01": tuberculosis,
    "SRQ-01": srq20,
    "SDQ-01": sdq,
    "PHQ4-01": phq4,
    "GDS-01": gds4,
    "REMAJA-01": heeadsss,
    "AKS-01": aks,
    "SKILAS-01": elderly,
    "LILA-03": thin_arm,
    "RAPUH-01": frail,
    "MATA-01": eye,
    "TELINGA-01": ear,
    "ELIG-01": eligible,
}
