// Adapters of the screenings of school age, adults and the elderly: the vectors' words on both sides.
import * as adolescent from "/static/js/clinical/adolescent.js";
import { screeningsFor } from "/static/js/clinical/eligibility.js";
import { classifyFrailty } from "/static/js/clinical/frailty.js";
import { assessAks } from "/static/js/clinical/independence.js";
import { assessPuma, isActiveSmoker, packYears } from "/static/js/clinical/lung.js";
import { assessPhq4, assessSrq20, classifyGds4, srq20Answers } from "/static/js/clinical/mental-health.js";
import { AnswersRefused, NO, YES, answersOf, readQuestionnaire } from "/static/js/clinical/questionnaire.js";
import { fingerCounting, whisperTest } from "/static/js/clinical/senses.js";
import { armIsThin, chairStandFails, needsFollowUp } from "/static/js/clinical/skilas.js";
import { screenTuberculosis, tuberculosisAnswers } from "/static/js/clinical/tuberculosis.js";

const PUMA_SIGNS = ["napas_pendek", "dahak", "batuk", "pernah_spirometri"];

const word = (flag) => (flag === undefined || flag === null ? null : flag ? YES : NO);

function puma(given, rules) {
  if ("tahun_merokok" in given) {
    return { pack_years: packYears(given.tahun_merokok, given.batang_per_hari, rules) };
  }
  const answers = Object.fromEntries(PUMA_SIGNS.map((sign) => [sign, word(given[sign])]));
  const person = { sex: given.jk, ageYears: given.umur, answers, smoked: given.pack_years ?? null };
  const result = assessPuma(person, rules);
  return { skor: result?.score ?? null, rujuk: result?.refer ?? null };
}

function smoking(given, rules) {
  return {
    perokok_aktif: isActiveSmoker(given.status, rules),
    pack_years: packYears(given.tahun, given.batang_per_hari, rules),
  };
}

function tuberculosis(given, rules) {
  const { batuk: cough, demam_2mgg: fever, bb_tidak_naik_2bl: weight, kontak_erat: contact } = given;
  const result = screenTuberculosis(tuberculosisAnswers({ cough, fever, weight, contact }, rules), rules);
  return {
    jumlah: result.count,
    rujuk_kartu: result.cardRefers,
    terduga_kmk: result.suspected,
    kontak: result.contact,
    rujuk_app: result.refer,
  };
}

function srq20({ ya }, rules) {
  const result = assessSrq20(srq20Answers(ya, rules), rules);
  if (result.urgent !== ya.includes(17) || result.private !== ya.includes(17)) {
    throw new Error("Item 17 alone is urgent and private");
  }
  return { skor: result.score, hasil: result.outcome };
}

function sdq(given, rules) {
  if ("total" in given) {
    return { kategori: adolescent.classifySdq(given.total, given.diisi_sendiri ? "anak" : "pengasuh", rules) };
  }
  const { items } = readQuestionnaire("sdq", rules, "anak");
  const answers = Object.fromEntries(items.map(({ code }) => [code, String(given.jawaban_mentah_semua)]));
  const { scales, total } = adolescent.assessSdq(answers, "anak", rules);
  return { ...scales, total };
}

function phq4(given, rules) {
  const answers = Object.fromEntries(Object.entries(given).map(([code, value]) => [code, String(value)]));
  const { score, category, anxious, depressed } = assessPhq4(answers, rules);
  return { skor: score, kategori: category, cemas: anxious, depresi: depressed };
}

function gds4({ skor }, rules) {
  const { category, further } = classifyGds4(skor, rules);
  return { hasil: category, lanjut_gds15: further };
}

function heeadsss(given, rules) {
  if ("jawaban_penuntun" in given) {
    const { domain, isProblem } = adolescent.promptProblem(given.jawaban_penuntun, given.jawab.toLowerCase(), rules);
    return { [`masalah_${domain}`]: isProblem };
  }
  const { problems, refer, urgent } = adolescent.assessHeeadsss(given, rules);
  return { jumlah_masalah: problems.length, rujuk: refer, segera: urgent };
}

function aks({ skor_butir: scores }, rules) {
  try {
    const { score, level, refer } = assessAks(answersOf(readQuestionnaire("aks", rules), scores), rules);
    return { skor: score, kategori: level, rujuk: refer };
  } catch (error) {
    if (error instanceof AnswersRefused) {
      return { galat: error.message };
    }
    throw error;
  }
}

function skilas(given, rules) {
  if ("kursi_5x_detik" in given) {
    return { mobilisasi_positif: chairStandFails(given.kursi_5x_detik, rules) };
  }
  return { rujuk: needsFollowUp(given.positif.length, rules) };
}

export const adapters = {
  "PUMA-01": puma,
  "ROKOK-01": smoking,
  "TBC-01": tuberculosis,
  "SRQ-01": srq20,
  "SDQ-01": sdq,
  "PHQ4-01": phq4,
  "GDS-01": gds4,
  "REMAJA-01": heeadsss,
  "AKS-01": aks,
  "SKILAS-01": skilas,
  "LILA-03": ({ lila_cm: arm }, rules) => ({ positif: armIsThin(arm, rules) }),
  "RAPUH-01": ({ skor }, rules) => ({ hasil: classifyFrailty(skor, rules).category }),
  "MATA-01": ({ benar }, rules) => ({ hasil: fingerCounting(benar, rules) }),
  "TELINGA-01": ({ benar, kata }, rules) => ({ hasil: whisperTest(benar, kata, rules) }),
  "ELIG-01": ({ umur, risiko_ptm: atRisk, tbc }, rules) => ({
    skrining: screeningsFor({ ageYears: umur, atRisk, tuberculosis: tbc }, rules),
  }),
};
