// Adapters of the rules on ages, growth, body measures, NIK, KK and areas: the vectors' words on both sides.
import { bloodPressureCode, classifyAdolescentPressure, classifyAdultPressure, isPossible, needsEvaluation } from "/static/js/clinical/blood-pressure.js";
import { classifyFastingGlucose, classifyRandomGlucose, glucoseCode } from "/static/js/clinical/blood-sugar.js";
import { bmi, centralObesity, classifyAdultBmi, classifyAsiaPacific } from "/static/js/clinical/body-mass.js";
import { ageOn, daysBetween } from "/static/js/clinical/dates.js";
import { assessGrowth, edgedZ, implausible, plainZ } from "/static/js/clinical/growth.js";
import { lifeStageOn } from "/static/js/clinical/life-stage.js";
import { nikWarnings, readKk, readNik } from "/static/js/clinical/nik.js";
import * as nutrition from "/static/js/clinical/nutrition.js";
import { allows } from "/static/js/clinical/plausibility.js";
import { readRegionCode } from "/static/js/clinical/region.js";
import { minimumGainG, notGainedRun, weightGain } from "/static/js/clinical/weight-gain.js";
import { sayAdult, sayChild, worstLevel } from "/static/js/clinical/advice.js";

const INDICES = {
  bbu: "weightForAge",
  tbu: "heightForAge",
  bbtb: "weightForHeight",
  imtu: "bmiForAge",
  lku: "headForAge",
  lilau: "muacForAge",
};
const FLAGS = {
  weight_for_age: "BB/U",
  height_for_age: "TB/U",
  weight_for_height: "BB/TB",
  bmi_for_age: "IMT/U",
  head_for_age: "LK/U",
  muac_for_age: "LiLA/U",
};
// The vectors name the signs, the card names the range.
const HEAD_WORDS = { "Kurang dari normal": "Mikrosefali", Normal: "Normal", "Melebihi normal": "Makrosefali" };
const RANGES = {
  bb_balita_kg: ["child", "weight_kg"],
  tb_balita_cm: ["child", "height_cm"],
  lk_cm: ["child", "head_cm"],
  gula: ["adult", "glucose_mg_dl"],
};
// Length and head circumference are scored by the plain formula however far out; every other index is not (ANT-03).
const PLAIN = ["PB/U", "TB/U", "PB|TB/U", "LK/U"];
const SERVICE_DAY = "2026-02-15";

const round = (value, decimals) => Number(value.toFixed(decimals));
const ageDays = (given) => daysBetween(given.lahir, given.ukur ?? given.tanggal);
const lastDay = (rules) => rules.rows("nutrition").last_day_under_five;

function grown(given, days, rules) {
  return assessGrowth(
    {
      sex: given.jk,
      ageDays: days,
      weightKg: given.bb_kg,
      heightCm: given.tb_cm,
      position: given.posisi,
      headCm: given.lk_cm,
      muacCm: given.lila_cm,
      oedema: given.edema,
    },
    rules,
  );
}

function age(given) {
  if (given.tanggal < given.lahir) {
    return null;
  }
  const lived = ageOn(given.lahir, given.tanggal);
  return { tahun: lived.years, bulan: lived.monthsPart, hari: lived.daysPart, umur_hari: lived.days };
}

function stage(given, rules) {
  const found = lifeStageOn(given.lahir, given.tanggal, rules);
  const school = ["usia_sekolah", "remaja"].includes(found.stage);
  return { tahap: school ? "usia_sekolah_remaja" : found.stage, neonatus: found.isNeonate, remaja: found.isAdolescent };
}

function corrected(given, rules) {
  const growth = assessGrowth({ sex: "L", ageDays: given.umur_hari, heightCm: given.cm, position: given.posisi }, rules);
  return { cm_terkoreksi: growth.correctedHeightCm, "peringatan_berdiri_<9bl": growth.positionNoteIgnored };
}

function formula({ L: power, M: median, S: variation, indeks, nilai }, rules) {
  const row = { power, median, variation };
  const z = PLAIN.includes(indeks) ? plainZ(row, nilai) : edgedZ(row, nilai, rules.rows("growth").edge_sd);
  return { z: z === null ? null : z / 100 };
}

function heightClass({ z }, rules) {
  const kategori = nutrition.classifyHeightForAge(z, rules);
  return { kategori, stunting: nutrition.isBelowNormal("height_for_age", kategori, rules) };
}

function weightForHeightClass({ z }, rules) {
  const kategori = nutrition.classifyWeightForHeight(z, rules);
  if (kategori !== nutrition.classifyBmiForAge(z, lastDay(rules), rules)) {
    throw new Error("IMT/U under five has the classes of BB/TB");
  }
  return { kategori, wasting: nutrition.isBelowNormal("weight_for_height", kategori, rules) };
}

function flagged(given, rules) {
  const hundredths = ([name, key]) => [key, given[name] === undefined ? null : Math.round(given[name] * 100)];
  const scores = Object.fromEntries(Object.entries(INDICES).map(hundredths));
  return { penanda: new Set(implausible(scores, rules).map((name) => FLAGS[name])) };
}

function inTable(given, rules) {
  const child = { sex: "P", ageDays: given.umur_hari, weightKg: 8, heightCm: given.cm_terkoreksi };
  return { bbtb_dihitung: assessGrowth(child, rules).weightForHeightZ !== null };
}

function reference(given, rules) {
  const days = ageDays(given);
  const growth = assessGrowth({ sex: "L", ageDays: days, heightCm: 100, muacCm: 16 }, rules);
  const by2007 = growth.heightForAgeZ === null ? null : "WHO2007";
  return {
    umur_hari: days,
    bulan_desimal: round(days / rules.rows("growth").days_per_month, 4),
    rujukan: growth.muacForAgeZ === null ? by2007 : "WHO2006",
  };
}

function underFive(given, rules) {
  const days = ageDays(given);
  const growth = grown(given, days, rules);
  const weightForHeight = nutrition.classifyWeightForHeight(growth.weightForHeightZ, rules);
  const status = nutrition.nutritionStatus(weightForHeight, given.edema, rules);
  return {
    umur_hari: days,
    cm_terkoreksi: growth.correctedHeightCm,
    z: Object.fromEntries(Object.entries(INDICES).map(([name, key]) => [name, growth[`${key}Z`]])),
    kategori: {
      bbu: nutrition.classifyWeightForAge(growth.weightForAgeZ, rules),
      tbu: nutrition.classifyHeightForAge(growth.heightForAgeZ, rules),
      bbtb: given.edema ? `${status} (edema)` : status,
      imtu: nutrition.classifyBmiForAge(growth.bmiForAgeZ, days, rules),
      lku: HEAD_WORDS[nutrition.classifyHead(growth.headForAgeZ, rules)] ?? null,
    },
    penanda_tidak_wajar: new Set(growth.implausible.map((name) => FLAGS[name])),
  };
}

function isAdult(given, rules) {
  return ageOn(given.lahir, given.ukur ?? given.tanggal).years >= rules.rows("blood_pressure").adult_from_years;
}

function schoolAge(given, rules) {
  const days = ageDays(given);
  const growth = grown(given, days, rules);
  return {
    bulan_desimal: round(days / rules.rows("growth").days_per_month, 4),
    imt: round(given.bb_kg / (given.tb_cm / 100) ** 2, 2),
    z: { imtu: growth.bmiForAgeZ, tbu: growth.heightForAgeZ },
    // From 18 years the adults' IMT is classified instead (IMT-01).
    kategori_imtu: isAdult(given, rules) ? null : nutrition.classifyBmiForAge(growth.bmiForAgeZ, days, rules),
  };
}

function oedema(given, rules) {
  const growth = assessGrowth({ sex: "L", ageDays: 400, weightKg: 9, heightCm: 75, oedema: given.edema }, rules);
  const z = growth.weightForHeightZ === null ? null : given.bbtb_z_tanpa_edema;
  const status = nutrition.nutritionStatus(nutrition.classifyWeightForHeight(z, rules), given.edema, rules);
  const findings = sayChild({ weightForHeight: status, oedema: given.edema }, rules);
  return {
    bbu: growth.weightForAgeZ,
    bbtb: z,
    imtu: growth.bmiForAgeZ,
    status_gizi: status,
    rujuk: worstLevel(findings) === "rujuk",
  };
}

function head(given, rules) {
  const z = given.z ?? grown(given, given.umur_hari, rules).headForAgeZ;
  return { z, kategori: HEAD_WORDS[nutrition.classifyHead(z, rules)] };
}

function gain(given, rules) {
  const history = given.riwayat.map(({ tanggal, kg }) => ({ day: tanggal, kg }));
  const judged = weightGain(
    { sex: given.jk, birthDate: given.lahir, history, day: given.tanggal, weightKg: given.kg },
    rules,
  );
  return { status: judged.status };
}

function runOfT(given, rules) {
  const run = notGainedRun(given.status_bulanan);
  return { t_berturut: run, dua_T: run >= rules.rows("weight_gain").run_that_refers };
}

function adultPressure({ sistol, diastol }, rules) {
  const found = classifyAdultPressure(sistol, diastol, rules);
  return found && { kategori: found.category, sistolik_terisolasi: found.isolatedSystolic };
}

function pressureCode({ sistol, diastol }, rules) {
  const code = bloodPressureCode(sistol, diastol, 40, rules);
  const findings = sayAdult({ systolic: sistol, diastolic: diastol, pressureCode: code }, rules);
  return { kode: code, rujuk: worstLevel(findings) === "rujuk" };
}

function waist({ jk, lp_cm: waistCm }, rules) {
  const isLarge = centralObesity(jk, waistCm, rules);
  return { kategori: isLarge === null ? null : isLarge ? "Obesitas sentral" : "Normal" };
}

function adultBmi(given, rules) {
  const imt = bmi(given.bb_kg, given.tb_cm, rules);
  return { imt, kode: classifyAdultBmi(imt, rules) };
}

// The vectors write low glucose with the card's letter.
const glucoseWord = (category, rules) => (glucoseCode(category, rules) === "R" ? "R" : category);

function randomGlucose({ gds }, rules) {
  const category = classifyRandomGlucose(gds, rules);
  return { kategori: glucoseWord(category, rules), rujuk: glucoseCode(category, rules) === "T" };
}

function nik(given, rules) {
  const reading = readNik(given.nik, rules);
  if (reading.errors.length) {
    return { valid: false, galat: reading.errors.map(({ code }) => code).join(",") };
  }
  return {
    valid: true,
    wilayah: reading.region,
    sex: reading.sex,
    hari: reading.day,
    bulan: reading.month,
    tahun2: reading.twoDigitYear,
    urut: reading.serial,
    prov_dikenal: reading.provinceKnown,
  };
}

function nikBesideThePerson(given, rules) {
  const person = { sex: given.jk, birthDate: given.lahir, day: SERVICE_DAY };
  return { peringatan: nikWarnings(given.nik, person, rules).map(({ code }) => code) };
}

function kk(given, rules) {
  const { isValid, datePlausible } = readKk(given.kk, rules);
  return isValid ? { valid: true, tanggal_wajar: datePlausible } : { valid: false };
}

/** Names come from the list of areas that the phone has. */
function region({ kode }, rules, { regions }) {
  const found = readRegionCode(kode, rules);
  if (!found) {
    return null;
  }
  const inside = Object.keys(regions).map((code) => readRegionCode(code, rules)).filter(({ parent }) => parent === kode);
  const count = (level) => inside.filter((each) => each.level === level).length;
  return {
    tingkat: found.level,
    induk: found.parent,
    nama: regions[kode],
    kecamatan: regions[kode.slice(0, 8)],
    kabupaten: regions[kode.slice(0, 5)],
    kelurahan: count("kelurahan"),
    desa: count("desa"),
  };
}

export const adapters = {
  "AGE-01": age,
  "AGE-02": stage,
  "ANT-02": corrected,
  "ANT-03": formula,
  "ANT-04": ({ z }, rules) => ({ kategori: nutrition.classifyWeightForAge(z, rules) }),
  "ANT-05": heightClass,
  "ANT-06": weightForHeightClass,
  "ANT-07": ({ z }, rules) => ({ kategori: nutrition.classifyBmiForAge(z, lastDay(rules) + 1, rules) }),
  "ANT-08": flagged,
  "ANT-09": inTable,
  "ANT-10": reference,
  "ANT-11": underFive,
  "ANT-12": schoolAge,
  "ANT-14": oedema,
  "LK-01": head,
  "LILA-01": (given, rules) => ({ kategori: nutrition.classifyMuac(given.lila_cm, given.umur_bulan, rules) }),
  "KMS-01": (given, rules) => ({ kbm_g: minimumGainG(given.jk, given.umur_bulan, rules) }),
  "KMS-02": gain,
  "KMS-03": runOfT,
  "TD-01": adultPressure,
  "TD-02": pressureCode,
  "TD-03": (given, rules) => ({ kategori: classifyAdolescentPressure(given.sistol, given.diastol, rules) }),
  "TD-04": (given, rules) => ({
    perlu_evaluasi: needsEvaluation(given.jk, given.umur_tahun, given.sistol, given.diastol, rules),
  }),
  "TD-07": (given, rules) => ({ diterima: isPossible(given.sistol, given.diastol, rules) }),
  "IMT-01": adultBmi,
  "IMT-02": ({ imt }, rules) => ({ kategori: classifyAsiaPacific(imt, rules) }),
  "LP-01": waist,
  "GD-01": randomGlucose,
  "GD-02": ({ gdp }, rules) => ({ kategori: glucoseWord(classifyFastingGlucose(gdp, rules), rules) }),
  "RANGE-01": ({ besaran, nilai }, rules) => ({ diterima: allows(...RANGES[besaran], nilai, rules) }),
  "NIK-01": nik,
  "NIK-02": nikBesideThePerson,
  "KK-01": kk,
  "WIL-01": region,
};
