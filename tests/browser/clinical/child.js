// Adapters of the rules on children and the simple laboratory: the vectors' words on both sides.
import { classifyHaemoglobin } from "/static/js/clinical/anaemia.js";
import { completedMonths } from "/static/js/clinical/dates.js";
import { checklistSheet, judgeKpsp, kpspForm } from "/static/js/clinical/development.js";
import { albendazoleMg } from "/static/js/clinical/deworming.js";
import { weightFaltering } from "/static/js/clinical/faltering.js";
import { exclusiveBreastfeeding, judgeDiet } from "/static/js/clinical/feeding.js";
import { correctedAgeDays, growthAge } from "/static/js/clinical/growth-age.js";
import { growthBand } from "/static/js/clinical/growth-band.js";
import { assessGrowth } from "/static/js/clinical/growth.js";
import { basicCoverage, boosterCoverage } from "/static/js/clinical/immunisation-coverage.js";
import { doseCodes, isIntervalValid, schedule } from "/static/js/clinical/immunisation.js";
import { classifyCholesterol, classifyUricAcid } from "/static/js/clinical/laboratory.js";
import { absent, judged, shares, weighed } from "/static/js/clinical/skdn.js";
import { capsuleOn } from "/static/js/clinical/vitamin-a.js";

const ALL_BASIC = "17 dosis";
const DAYS_A_WEEK = 7;

/** The rules as they are where the kabupaten decided otherwise. */
function decided(rules, table, change) {
  return { rows: (name) => (name === table ? { ...rules.rows(table), ...change } : rules.rows(name)) };
}

function interval(given, rules) {
  const [earlier, later] = given.pasangan.split("-");
  if (!doseCodes(rules).includes(earlier)) {
    throw new Error(`no dose ${earlier}`);
  }
  return { sah: isIntervalValid(later, given.dosis_awal, given.dosis_lanjut, rules) };
}

function givenDoses(given, rules) {
  const codes = given.diberikan === ALL_BASIC ? rules.rows("immunisation").basic_sets[ALL_BASIC] : given.diberikan;
  const planned = given.lahir ? schedule(given.lahir, rules) : {};
  return Object.fromEntries(codes.map((code) => [code, given[`tanggal_${code}`] ?? planned[code] ?? null]));
}

function coverage(given, rules) {
  const doses = givenDoses(given, rules);
  const basic = basicCoverage(doses, given.lahir ?? null, rules);
  const booster = boosterCoverage(doses, null, rules);
  const oldSet = decided(rules, "immunisation", { basic_set: "11 dosis" });
  return {
    idl: basic.isComplete,
    idl_set_lama: basicCoverage(doses, null, oldSet).isComplete,
    idl_sebelum_12_bulan: basic.inTime,
    ibl: booster.isComplete,
    kurang: [...basic.missing, ...(booster.started ? booster.missing : [])],
  };
}

function diet(given, rules) {
  const found = judgeDiet(
    {
      months: given.umur_bulan,
      breastfed: given.masih_asi,
      foodGroups: given.kelompok_pangan,
      meals: given.frek_makan,
      milkFeeds: given.frek_susu,
    },
    rules,
  );
  return found
    ? { MDD: found.isDiverse, MMF: found.isFrequent, MAD: found.isAcceptable }
    : { MDD: null, MMF: null, MAD: null };
}

function form(given, rules) {
  const found = kpspForm(given.lahir, given.tanggal, null, rules);
  return { bulan_dibulatkan: found.roundedMonths, formulir: found.form };
}

function ageMethods(given, rules) {
  const exact = growthAge(given.lahir, given.ukur, null, rules);
  const full = growthAge(given.lahir, given.ukur, null, decided(rules, "growth_age", { method: "bulan_penuh" }));
  const months = completedMonths(given.lahir, given.ukur);
  return {
    harian: { hari: exact.tableDay, ...scoresAt(given, exact, rules) },
    bulan_penuh: { bulan: months, hari_tabel: full.tableDay, ...scoresAt(given, full, rules) },
  };
}

function scoresAt(given, { tableDay }, rules) {
  const growth = assessGrowth(
    { sex: given.jk, ageDays: tableDay, weightKg: given.bb_kg, heightCm: given.tb_cm, position: given.posisi },
    rules,
  );
  return { bbu: growth.weightForAgeZ, tbu: growth.heightForAgeZ };
}

function correctedAge(given, rules) {
  const days = correctedAgeDays(given.umur_hari, given.minggu_lahir * DAYS_A_WEEK, rules);
  return { umur_koreksi_hari: days, z_dihitung: days >= 0 };
}

function monthCounts({ S, K, N, T, O, B }, rules) {
  const counts = { registered: S, withCard: K, gained: N, notGained: T, absentLastMonth: O, first: B };
  return { D: weighed(counts), "D'": judged(counts), tidak_hadir: absent(counts), ...shares(counts, rules) };
}

function faltering(given, rules) {
  const found = weightFaltering(
    { sex: given.jk, startMonth: given.bulan_awal, gainG: given.kenaikan_1bulan_g, weightForAgeZ: given.bbu_z },
    rules,
  );
  return { weight_faltering: found.isFaltering };
}

function haemoglobin(given, rules) {
  const found = classifyHaemoglobin(
    { sex: given.jk, months: given.umur_bulan, pregnant: given.hamil, gDl: given.hb },
    rules,
  );
  return { kelompok: found?.group ?? null, kategori: found?.category ?? null };
}

function breastMilkOnly(given, rules) {
  const answers = given.asi_saja_per_bulan.map((answer) => (answer === null ? null : Boolean(answer)));
  return { status: exclusiveBreastfeeding(given.umur_bulan, answers, rules) };
}

export const adapters = {
  "IMU-01": (given, rules) => schedule(given.lahir, rules),
  "IMU-02": interval,
  "IMU-03": coverage,
  "VITA-01": (given, rules) => ({ kapsul: capsuleOn(given.lahir, given.tanggal, rules) }),
  "CACING-01": (given, rules) => ({ albendazol_mg: albendazoleMg(given.umur_bulan, rules) }),
  "ASI-01": breastMilkOnly,
  "MPASI-01": diet,
  "KPSP-01": form,
  "KPSP-02": (given, rules) => ({ hasil: judgeKpsp(given.ya, rules) }),
  "KEMBANG-01": (given, rules) => ({ lembar: checklistSheet(given.lahir, given.tanggal, rules)?.code ?? null }),
  "ANT-13": ageMethods,
  "ANT-15": correctedAge,
  "KMS-05": (given, rules) => ({ pita: growthBand(given.bbu_z, rules) }),
  "KMS-06": monthCounts,
  "KMS-07": faltering,
  "KOL-01": (given, rules) => ({ kategori: classifyCholesterol(given.kolesterol, rules) }),
  "AU-01": (given, rules) => ({ kategori: classifyUricAcid(given.jk, given.asam_urat, rules) }),
  "HB-01": haemoglobin,
};
