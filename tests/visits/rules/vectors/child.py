"""Children: immunisation, vitamin A, deworming, feeding, development, growth age, SKDN, and the simple laboratory.

Rules IMU-*, VITA-01, CACING-01, ASI-01, MPASI-01, KPSP-*, KEMBANG-01, ANT-13, ANT-15, KMS-05 to KMS-07, KOL-01, AU-01
and HB-01.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from registry.rules.life_stage import Sex, completed_months
from tests.visits.rules.vectors.values import Adapter, Values, day, decimal, number
from visits.rules.anaemia import classify_haemoglobin
from visits.rules.book import CURRENT, Book, Override, Rules
from visits.rules.development import checklist_sheet, judge_kpsp, kpsp_form
from visits.rules.deworming import albendazole_mg
from visits.rules.faltering import weight_faltering
from visits.rules.feeding import exclusive_breastfeeding, judge_diet
from visits.rules.growth import Position, assess_growth
from visits.rules.growth_age import GrowthAge, corrected_age_days, growth_age
from visits.rules.growth_band import growth_band
from visits.rules.immunisation import Given, dose_codes, is_interval_valid, schedule
from visits.rules.immunisation_coverage import basic_coverage, booster_coverage
from visits.rules.laboratory import classify_cholesterol, classify_uric_acid
from visits.rules.skdn import Counts, shares
from visits.rules.vitamin_a import capsule_on

ALL_BASIC = "17 dosis"


def decided(table: str, setting: str, value: str) -> Rules:
    return Book([Override(table, setting, value, date(2000, 1, 1))]).on(date(2026, 2, 15))


OLD_SET = decided("immunisation", "basic_set", "11 dosis")
FULL_MONTHS = decided("growth_age", "method", "bulan_penuh")


def due_dates(given: Values) -> Values:
    return {code: due.isoformat() for code, due in schedule(day(given["lahir"])).items()}


def interval(given: Values) -> Values:
    earlier, later = given["pasangan"].split("-")
    assert earlier in dose_codes()
    return {"sah": is_interval_valid(later, day(given["dosis_awal"]), day(given["dosis_lanjut"]))}


def given_doses(given: Values) -> Given:
    birth = day(given["lahir"]) if "lahir" in given else None
    named = given["diberikan"]
    codes = CURRENT.rows("immunisation")["basic_sets"][ALL_BASIC] if named == ALL_BASIC else named
    planned: dict[str, Any] = {} if birth is None else dict(schedule(birth))
    dated = {
        key.removeprefix("tanggal_"): day(text) for key, text in given.items() if key.startswith("tanggal_")
    }
    return {code: dated.get(code, planned.get(code)) for code in codes}


def coverage(given: Values) -> Values:
    doses = given_doses(given)
    basic = basic_coverage(doses, day(given["lahir"]) if "lahir" in given else None)
    booster = booster_coverage(doses)
    return {
        "idl": basic.is_complete,
        "idl_set_lama": basic_coverage(doses, rules=OLD_SET).is_complete,
        "idl_sebelum_12_bulan": basic.in_time,
        "ibl": booster.is_complete,
        "kurang": [*basic.missing, *(booster.missing if booster.started else ())],
    }


def capsule(given: Values) -> Values:
    return {"kapsul": capsule_on(day(given["lahir"]), day(given["tanggal"]))}


def deworming(given: Values) -> Values:
    return {"albendazol_mg": albendazole_mg(given["umur_bulan"])}


def breast_milk_only(given: Values) -> Values:
    answers = [None if answer is None else bool(answer) for answer in given["asi_saja_per_bulan"]]
    return {"status": exclusive_breastfeeding(given["umur_bulan"], answers)}


def diet(given: Values) -> Values:
    judged = judge_diet(
        months=given["umur_bulan"],
        breastfed=given["masih_asi"],
        food_groups=given["kelompok_pangan"],
        meals=given["frek_makan"],
        milk_feeds=given["frek_susu"],
    )
    if judged is None:
        return {"MDD": None, "MMF": None, "MAD": None}
    return {"MDD": judged.is_diverse, "MMF": judged.is_frequent, "MAD": judged.is_acceptable}


def form(given: Values) -> Values:
    found = kpsp_form(day(given["lahir"]), day(given["tanggal"]))
    return {"bulan_dibulatkan": found.rounded_months, "formulir": found.form}


def kpsp_result(given: Values) -> Values:
    return {"hasil": judge_kpsp(given["ya"])}


def sheet(given: Values) -> Values:
    found = checklist_sheet(day(given["lahir"]), day(given["tanggal"]))
    return {"lembar": None if found is None else found.code}


def age_methods(given: Values) -> Values:
    birth, measured = day(given["lahir"]), day(given["ukur"])
    exact = growth_age(birth, measured)
    full = growth_age(birth, measured, rules=FULL_MONTHS)
    return {
        "harian": {"hari": exact.table_day, **scores_at(given, exact)},
        "bulan_penuh": {
            "bulan": completed_months(birth, measured),
            "hari_tabel": full.table_day,
            **scores_at(given, full),
        },
    }


def scores_at(given: Values, age: GrowthAge) -> Values:
    assert age.table_day is not None
    growth = assess_growth(
        sex=Sex(given["jk"]),
        age_days=age.table_day,
        weight_kg=decimal(given["bb_kg"]),
        height_cm=decimal(given["tb_cm"]),
        position=Position(given["posisi"]),
    )
    return {"bbu": number(growth.weight_for_age_z), "tbu": number(growth.height_for_age_z)}


def corrected_age(given: Values) -> Values:
    days = corrected_age_days(given["umur_hari"], given["minggu_lahir"] * 7)
    return {"umur_koreksi_hari": days, "z_dihitung": days >= 0}


def band(given: Values) -> Values:
    return {"pita": growth_band(decimal(given["bbu_z"]))}


def month_counts(given: Values) -> Values:
    counts = Counts(given["S"], given["K"], given["N"], given["T"], given["O"], given["B"])
    percents = {code: number(share) for code, share in shares(counts).items()}
    return {"D": counts.weighed, "D'": counts.judged, "tidak_hadir": counts.absent, **percents}


def faltering(given: Values) -> Values:
    found = weight_faltering(
        sex=Sex(given["jk"]),
        start_month=given["bulan_awal"],
        gain_g=given["kenaikan_1bulan_g"],
        weight_for_age_z=decimal(given["bbu_z"]),
    )
    return {"weight_faltering": found.is_faltering}


def cholesterol(given: Values) -> Values:
    return {"kategori": classify_cholesterol(given["kolesterol"])}


def uric_acid(given: Values) -> Values:
    return {"kategori": classify_uric_acid(Sex(given["jk"]), decimal(given["asam_urat"]))}


def haemoglobin(given: Values) -> Values:
    found = classify_haemoglobin(
        sex=Sex(given["jk"]),
        months=given["umur_bulan"],
        pregnant=given["hamil"],
        g_dl=decimal(given["hb"]),
    )
    return {"kelompok": found and found.group, "kategori": found and found.category}


ADAPTERS: dict[str, Adapter] = {
    "IMU-01": due_dates,
    "IMU-02": interval,
    "IMU-03": coverage,
    "VITA-01": capsule,
    "CACING-01": deworming,
    "ASI-01": breast_milk_only,
    "MPASI-01": diet,
    "KPSP-01": form,
    "KPSP-02": kpsp_result,
    "KEMBANG-01": sheet,
    "ANT-13": age_methods,
    "ANT-15": corrected_age,
    "KMS-05": band,
    "KMS-06": month_counts,
    "KMS-07": faltering,
    "KOL-01": cholesterol,
    "AU-01": uric_acid,
    "HB-01": haemoglobin,
}
