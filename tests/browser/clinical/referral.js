// Adapters of the referral proposals (RUJUK-01, RUJUK-02, KMS-04).
import { proposeAdult, proposeChild } from "/static/js/clinical/referral.js";

// The vectors write the colours of the tape and the names of the signs.
const ARMS = { merah: "Gizi buruk", kuning: "Gizi kurang", hijau: "Gizi baik" };
const HEADS = { Mikrosefali: "Kurang dari normal", Makrosefali: "Melebihi normal" };

const gainOf = (status) => (status ? { status, gainG: null, minimumGainG: null, previousKg: null, closeWarning: false } : null);

/** The vectors name the reasons in the order of the card. */
function inCardOrder(codes, rules) {
  const order = Object.keys(rules.rows("referral").reasons);
  return [...codes].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

function adultCard(given, rules) {
  const found = proposeAdult(
    {
      ageYears: given.umur ?? 40,
      systolic: given.sistol,
      diastolic: given.diastol,
      glucoseMgDl: given.gds,
      tuberculosis: { count: given.tbc_gejala, closeContact: given.kontak_erat },
      pumaScore: given.puma,
      srqScore: given.srq,
      srqSuicide: given.srq17,
      senses: { rightEye: given.mata, rightEar: given.telinga },
      elderly: { aksScore: given.aks, skilasProblems: Array(given.skilas ?? 0).fill("masalah") },
    },
    rules,
  );
  return { rujuk: found.length > 0, alasan: found.map(({ code }) => code) };
}

function childCard(given, rules) {
  const found = proposeChild(
    {
      gain: gainOf(given.nt),
      weightForAgeZ: given.bbu_z,
      oedema: given.edema,
      weightForHeight: given.bbtb,
      heightForAge: given.tbu,
      head: HEADS[given.lku] ?? given.lku,
      muac: ARMS[given.lila],
      tuberculosis: { count: given.tbc, closeContact: given.kontak_erat },
      developmentComplete: given.ceklis === undefined ? null : given.ceklis === "Lengkap",
    },
    rules,
  );
  return { alasan: inCardOrder(found.map(({ code }) => code), rules), rujuk: found.length > 0 };
}

function growthCard(given, rules) {
  const found = proposeChild({ gain: gainOf(given.status), weightForAgeZ: given.bbu_z, oedema: given.edema }, rules);
  const codes = found.map(({ code }) => (code === "edema" ? "BGM" : code));
  return { alasan_rujuk: inCardOrder(codes, rules) };
}

export const adapters = { "RUJUK-01": adultCard, "RUJUK-02": childCard, "KMS-04": growthCard };
