"""Growth of children: ages, scores, classes, KMS (ANT-*, LK-01, LILA-01, KMS-01 to KMS-03)."""

from __future__ import annotations

from decimal import Decimal

from registry.rules.life_stage import Sex, age_on
from tests.visits.rules.vectors.values import Adapter, Values, day, decimal, number
from visits.rules import nutrition, weight_gain
from visits.rules.advice import Level, say_child, worst_level
from visits.rules.blood_pressure import ADULT_YEARS
from visits.rules.growth import LAST_DAY_2006, Growth, Position, assess_growth
from visits.rules.growth.scores import DAYS_PER_MONTH, Hundredths, edged_z, implausible, plain_z
from visits.rules.growth.who import Row

INDICES = {
    "bbu": "weight_for_age",
    "tbu": "height_for_age",
    "bbtb": "weight_for_height",
    "imtu": "bmi_for_age",
    "lku": "head_for_age",
    "lilau": "muac_for_age",
}
FLAGS = {
    "weight_for_age": "BB/U",
    "height_for_age": "TB/U",
    "weight_for_height": "BB/TB",
    "bmi_for_age": "IMT/U",
    "head_for_age": "LK/U",
    "muac_for_age": "LiLA/U",
}
# The vectors name the signs, the card names the range.
HEAD_WORDS = {"Kurang dari normal": "Mikrosefali", "Normal": "Normal", "Melebihi normal": "Makrosefali"}


def days_between(given: Values) -> int:
    return (day(given.get("ukur") or given["tanggal"]) - day(given["lahir"])).days


def is_adult(given: Values) -> bool:
    return age_on(day(given["lahir"]), day(given.get("ukur") or given["tanggal"])).years >= ADULT_YEARS


def grown(given: Values, age_days: int) -> Growth:
    position = given.get("posisi")
    return assess_growth(
        sex=Sex(given["jk"]) if given.get("jk") else None,
        age_days=age_days,
        weight_kg=decimal(given.get("bb_kg")),
        height_cm=decimal(given.get("tb_cm")),
        position=Position(position) if position else None,
        head_cm=decimal(given.get("lk_cm")),
        muac_cm=decimal(given.get("lila_cm")),
        oedema=given.get("edema", False),
    )


def corrected(given: Values) -> Values:
    growth = assess_growth(
        sex=Sex.MALE,
        age_days=given["umur_hari"],
        height_cm=decimal(given["cm"]),
        position=Position(given["posisi"]) if given.get("posisi") else None,
    )
    return {
        "cm_terkoreksi": number(growth.corrected_height_cm),
        "peringatan_berdiri_<9bl": growth.position_note_ignored,
    }


# Length and head circumference are scored by the plain formula however far out; every other index is not (ANT-03).
PLAIN = {"PB/U", "TB/U", "PB|TB/U", "LK/U"}


def formula(given: Values) -> Values:
    row = Row(given["L"], given["M"], given["S"])
    z = (plain_z if given["indeks"] in PLAIN else edged_z)(row, given["nilai"])
    return {"z": None if z is None else z / 100}


def weight_class(given: Values) -> Values:
    return {"kategori": nutrition.classify_weight_for_age(decimal(given["z"]))}


def height_class(given: Values) -> Values:
    category = nutrition.classify_height_for_age(decimal(given["z"]))
    return {"kategori": category, "stunting": category in nutrition.STUNTED}


def weight_for_height_class(given: Values) -> Values:
    z = decimal(given["z"])
    category = nutrition.classify_weight_for_height(z)
    assert category == str(nutrition.classify_bmi_for_age(z, LAST_DAY_2006))
    return {"kategori": category, "wasting": category in nutrition.WASTED}


def school_age_class(given: Values) -> Values:
    return {"kategori": nutrition.classify_bmi_for_age(decimal(given["z"]), LAST_DAY_2006 + 1)}


def flagged(given: Values) -> Values:
    scores = [None if given.get(name) is None else round(given[name] * 100) for name in INDICES]
    return {"penanda": frozenset(FLAGS[name] for name in implausible(Hundredths(*scores)))}


def in_table(given: Values) -> Values:
    growth = assess_growth(
        sex=Sex.FEMALE, age_days=given["umur_hari"], weight_kg=8, height_cm=decimal(given["cm_terkoreksi"])
    )
    return {"bbtb_dihitung": growth.weight_for_height_z is not None}


def reference(given: Values) -> Values:
    days = days_between(given)
    growth = assess_growth(sex=Sex.MALE, age_days=days, height_cm=100, muac_cm=16)
    names = {(True, True): "WHO2006", (True, False): "WHO2007", (False, False): None}
    scored = (growth.height_for_age_z is not None, growth.muac_for_age_z is not None)
    return {"umur_hari": days, "bulan_desimal": round(days / DAYS_PER_MONTH, 4), "rujukan": names[scored]}


def under_five(given: Values) -> Values:
    days = days_between(given)
    growth = grown(given, days)
    head = nutrition.classify_head(growth.head_for_age_z)
    weight_for_height = nutrition.classify_weight_for_height(growth.weight_for_height_z)
    status = nutrition.nutrition_status(weight_for_height, oedema=given.get("edema", False))
    return {
        "umur_hari": days,
        "cm_terkoreksi": number(growth.corrected_height_cm),
        "z": {name: number(getattr(growth, f"{field}_z")) for name, field in INDICES.items()},
        "kategori": {
            "bbu": nutrition.classify_weight_for_age(growth.weight_for_age_z),
            "tbu": nutrition.classify_height_for_age(growth.height_for_age_z),
            "bbtb": f"{status} (edema)" if given.get("edema") else status,
            "imtu": nutrition.classify_bmi_for_age(growth.bmi_for_age_z, days),
            "lku": HEAD_WORDS[head] if head else None,
        },
        "penanda_tidak_wajar": frozenset(FLAGS[name] for name in growth.implausible),
    }


def school_age(given: Values) -> Values:
    days = days_between(given)
    growth = grown(given, days)
    return {
        "bulan_desimal": round(days / DAYS_PER_MONTH, 4),
        "imt": round(given["bb_kg"] / (given["tb_cm"] / 100) ** 2, 2),
        "z": {"imtu": number(growth.bmi_for_age_z), "tbu": number(growth.height_for_age_z)},
        # From 18 years the adults' IMT is classified instead (IMT-01).
        "kategori_imtu": None
        if is_adult(given)
        else nutrition.classify_bmi_for_age(growth.bmi_for_age_z, days),
    }


def oedema(given: Values) -> Values:
    has_oedema = given["edema"]
    growth = assess_growth(sex=Sex.MALE, age_days=400, weight_kg=9, height_cm=75, oedema=has_oedema)
    z = None if growth.weight_for_height_z is None else decimal(given["bbtb_z_tanpa_edema"])
    status = nutrition.nutrition_status(nutrition.classify_weight_for_height(z), oedema=has_oedema)
    findings = say_child(weight_for_height=status, oedema=has_oedema)
    return {
        "bbu": number(growth.weight_for_age_z),
        "bbtb": number(z),
        "imtu": number(growth.bmi_for_age_z),
        "status_gizi": status,
        "rujuk": worst_level(findings) is Level.REFER,
    }


def head(given: Values) -> Values:
    z = decimal(given.get("z"))
    if z is None:
        z = grown(given, given["umur_hari"]).head_for_age_z
    return {"z": number(z), "kategori": HEAD_WORDS[nutrition.classify_head(z) or ""]}


def arm(given: Values) -> Values:
    return {"kategori": nutrition.classify_muac(decimal(given["lila_cm"]), given["umur_bulan"])}


def minimum_gain(given: Values) -> Values:
    return {"kbm_g": weight_gain.minimum_gain_g(Sex(given["jk"]), given["umur_bulan"])}


def gain(given: Values) -> Values:
    history = [(day(row["tanggal"]), Decimal(str(row["kg"]))) for row in given["riwayat"]]
    judged = weight_gain.weight_gain(
        sex=Sex(given["jk"]),
        birth_date=day(given["lahir"]),
        history=history,
        day=day(given["tanggal"]),
        weight_kg=Decimal(str(given["kg"])),
    )
    return {"status": judged.status}


def run_of_t(given: Values) -> Values:
    run = weight_gain.not_gained_run([weight_gain.GainStatus(status) for status in given["status_bulanan"]])
    return {"t_berturut": run, "dua_T": run >= 2}


ADAPTERS: dict[str, Adapter] = {
    "ANT-02": corrected,
    "ANT-03": formula,
    "ANT-04": weight_class,
    "ANT-05": height_class,
    "ANT-06": weight_for_height_class,
    "ANT-07": school_age_class,
    "ANT-08": flagged,
    "ANT-09": in_table,
    "ANT-10": reference,
    "ANT-11": under_five,
    "ANT-12": school_age,
    "ANT-14": oedema,
    "LK-01": head,
    "LILA-01": arm,
    "KMS-01": minimum_gain,
    "KMS-02": gain,
    "KMS-03": run_of_t,
}
