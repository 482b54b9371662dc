// Adapters of the rules on mothers and birth: the vectors' words on both sides.
import { classifyBirthWeight } from "/static/js/clinical/birth.js";
import { isPostpartumContraception, readMethod } from "/static/js/clinical/contraception.js";
import { notedSigns } from "/static/js/clinical/danger-signs.js";
import { maternalReferrals } from "/static/js/clinical/maternal-referral.js";
import { armColour, fourT, maternalPressure, meanPressure } from "/static/js/clinical/maternal-risk.js";
import { motherVisit, newbornVisit } from "/static/js/clinical/postpartum.js";
import { bmiGroup, gainByWeek, totalGain } from "/static/js/clinical/pregnancy-weight.js";
import { dueDate, gestation, goalsReached } from "/static/js/clinical/pregnancy.js";
import { girlTabletsPercent, motherVitaminA, pregnancyTablets } from "/static/js/clinical/supplements.js";
import { tetanusStatus } from "/static/js/clinical/tetanus.js";

const band = (found) => found && { min_kg: found.minKg, maks_kg: found.maxKg };

function arm(given, rules) {
  const colour = armColour(given.lila_cm, rules);
  if (colour === null) {
    return null;
  }
  const rujuk = maternalReferrals({ muacCm: given.lila_cm }, rules).length > 0;
  return { kek: colour === "merah", rujuk, warna: colour };
}

function mean(given, rules) {
  const found = meanPressure(given.sistol, given.diastol, rules);
  return found && { map: found.value, positif: found.isPositive };
}

function pregnancyAge(given, rules) {
  try {
    const found = gestation(given.tanggal, { lastPeriod: given.hpht }, rules);
    return found && { minggu: found.weeks, hari: found.daysPart, trimester: found.trimester };
  } catch (refused) {
    if (refused instanceof RangeError) {
      return null;
    }
    throw refused;
  }
}

function contacts(given, rules) {
  const held = given.kontak.map(({ trimester, dokter }) => ({ trimester, byDoctor: dokter }));
  const reached = goalsReached(held, rules);
  return Object.fromEntries(["K1", "K1_murni", "K4", "K6"].map((goal) => [goal, reached.includes(goal)]));
}

function tablets(given, rules) {
  const found = pregnancyTablets(given.tablet, rules);
  return found && { ">=90": found.meetsIndicator, ">=180": found.meetsTarget };
}

function tetanus(given, rules) {
  const { status, protectedUntil } = tetanusStatus(given.tanggal, rules);
  return { status, terlindungi_sampai: protectedUntil };
}

function referral(given, rules) {
  const [systolic, diastolic] = given.td ? given.td.split("/").map(Number) : [null, null];
  const check = {
    followsCurve: given.bb_sesuai_kurva ?? null,
    muacCm: given.lila ?? null,
    systolic,
    diastolic,
    tuberculosisSigns: given.tbc ?? null,
    signs: notedSigns("kunjungan_hamil", given.tanda_bahaya ?? [], rules),
  };
  return { rujuk: maternalReferrals(check, rules).length > 0 };
}

function method(given, rules) {
  const found = readMethod(given.metode, rules);
  const begun = isPostpartumContraception(given.metode, given.mulai_hari_pasca_salin, rules);
  return { mkjp: found && found.longActing, kb_pasca_salin: begun };
}

export const adapters = {
  "LILA-02": arm,
  "TD-05": (given, rules) => ({ kode: maternalPressure(given.sistol, given.diastol, rules) }),
  "TD-06": mean,
  "HML-01": (given, rules) => ({ hpl: dueDate(given.hpht, rules) }),
  "HML-02": pregnancyAge,
  "HML-03": contacts,
  "HML-04": (given, rules) => band(totalGain(bmiGroup(given.imt_prahamil, rules), rules)),
  "HML-05": (given, rules) => band(gainByWeek(given.kelompok, given.minggu, rules)),
  "HML-06": tablets,
  "HML-07": tetanus,
  "HML-08": referral,
  "NIFAS-01": (given, rules) => ({ kf: motherVisit(given.hari_pasca_salin, rules) }),
  "NIFAS-02": (given, rules) => ({ status: motherVitaminA(given.kapsul1_jam_pasca_salin, given.kapsul2_jam_pasca_salin, rules) }),
  "NEO-01": (given, rules) => ({ kn: newbornVisit(given.umur_hari, rules) }),
  "RISTI-01": (given, rules) => ({ risiko: fourT(given.umur, given.anak_hidup, given.jarak_bulan, rules) }),
  "BBL-01": (given, rules) => ({ kategori: classifyBirthWeight(given.berat_lahir_g, rules) }),
  "KB-01": method,
  "TTDREM-01": (given, rules) => ({ persen_target: girlTabletsPercent(given.tablet_setahun, rules) }),
};
