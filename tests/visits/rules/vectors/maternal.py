"""Mothers and birth (LILA-02, TD-05, TD-06, HML-*, NIFAS-*, NEO-01, RISTI-01, BBL-01, KB-01, TTDREM-01)."""

from __future__ import annotations

from tests.visits.rules.vectors.values import Adapter, Values, day, decimal, number
from visits.rules import birth, contraception, danger_signs, postpartum, pregnancy, supplements, tetanus
from visits.rules.maternal_referral import maternal_referrals
from visits.rules.maternal_risk import ArmColour, arm_colour, four_t, maternal_pressure, mean_pressure
from visits.rules.pregnancy_weight import BmiGroup, GainBand, bmi_group, gain_by_week, total_gain


def arm(given: Values) -> Values | None:
    colour = arm_colour(decimal(given["lila_cm"]))
    if colour is None:
        return None
    referrals = maternal_referrals(muac_cm=decimal(given["lila_cm"]))
    return {"kek": colour is ArmColour.RED, "rujuk": bool(referrals), "warna": colour}


def pressure(given: Values) -> Values:
    return {"kode": maternal_pressure(given["sistol"], given["diastol"])}


def mean(given: Values) -> Values | None:
    found = mean_pressure(given["sistol"], given["diastol"])
    return None if found is None else {"map": number(found.value), "positif": found.is_positive}


def due(given: Values) -> Values:
    date = pregnancy.due_date(day(given["hpht"]))
    return {"hpl": None if date is None else date.isoformat()}


def gestation(given: Values) -> Values | None:
    try:
        found = pregnancy.gestation(day(given["tanggal"]), last_period=day(given["hpht"]))
    except ValueError:
        return None
    if found is None:
        return None
    return {"minggu": found.weeks, "hari": found.days_part, "trimester": found.trimester}


def contacts(given: Values) -> Values:
    held = [pregnancy.Contact(row["trimester"], row["dokter"]) for row in given["kontak"]]
    reached = pregnancy.goals_reached(held)
    return {goal.value: goal in reached for goal in pregnancy.ContactGoal}


def band(found: GainBand | None) -> Values | None:
    return None if found is None else {"min_kg": number(found.min_kg), "maks_kg": number(found.max_kg)}


def whole_gain(given: Values) -> Values | None:
    return band(total_gain(bmi_group(decimal(given["imt_prahamil"]))))


def gain_of_week(given: Values) -> Values | None:
    return band(gain_by_week(BmiGroup(given["kelompok"]), decimal(given["minggu"])))


def tablets(given: Values) -> Values | None:
    found = supplements.pregnancy_tablets(given["tablet"])
    if found is None:
        return None
    return {">=90": found.meets_indicator, ">=180": found.meets_target}


def tetanus_doses(given: Values) -> Values:
    found = tetanus.tetanus_status(day(dose) for dose in given["tanggal"])
    until = found.protected_until
    return {"status": found.status, "terlindungi_sampai": until and until.isoformat()}


def referral(given: Values) -> Values:
    reading = given.get("td")
    systolic, diastolic = (int(part) for part in reading.split("/")) if reading else (None, None)
    found = maternal_referrals(
        follows_curve=given.get("bb_sesuai_kurva"),
        muac_cm=decimal(given.get("lila")),
        systolic=systolic,
        diastolic=diastolic,
        tuberculosis_signs=given.get("tbc"),
        signs=danger_signs.noted_signs(danger_signs.SignList.VISIT_PREGNANT, given.get("tanda_bahaya", ())),
    )
    return {"rujuk": bool(found)}


def mother_window(given: Values) -> Values:
    return {"kf": postpartum.mother_visit(given["hari_pasca_salin"])}


def newborn_window(given: Values) -> Values:
    return {"kn": postpartum.newborn_visit(given["umur_hari"])}


def capsules(given: Values) -> Values:
    first, second = given["kapsul1_jam_pasca_salin"], given["kapsul2_jam_pasca_salin"]
    return {"status": supplements.mother_vitamin_a(first, second)}


def risks(given: Values) -> Values:
    return {"risiko": four_t(given["umur"], given["anak_hidup"], given["jarak_bulan"])}


def birth_weight(given: Values) -> Values:
    return {"kategori": birth.classify_birth_weight(decimal(given["berat_lahir_g"]))}


def method(given: Values) -> Values:
    found = contraception.read_method(given["metode"])
    begun = contraception.is_postpartum_contraception(given["metode"], given["mulai_hari_pasca_salin"])
    return {"mkjp": found and found.long_acting, "kb_pasca_salin": begun}


def girl_tablets(given: Values) -> Values:
    return {"persen_target": number(supplements.girl_tablets_percent(given["tablet_setahun"]))}


ADAPTERS: dict[str, Adapter] = {
    "LILA-02": arm,
    "TD-05": pressure,
    "TD-06": mean,
    "HML-01": due,
    "HML-02": gestation,
    "HML-03": contacts,
    "HML-04": whole_gain,
    "HML-05": gain_of_week,
    "HML-06": tablets,
    "HML-07": tetanus_doses,
    "HML-08": referral,
    "NIFAS-01": mother_window,
    "NIFAS-02": capsules,
    "NEO-01": newborn_window,
    "RISTI-01": risks,
    "BBL-01": birth_weight,
    "KB-01": method,
    "TTDREM-01": girl_tablets,
}
