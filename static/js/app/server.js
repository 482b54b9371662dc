// Questions of the app itself to the server: who is logged in, the days, the way out. The queue has its own (contact.js).
import { APP, deviceOf } from "../offline/contact.js";

const SYNC = "/api/v1/sync/";
const LOGOUT = "/keluar/";
const PATIENCE_MS = 20_000;

/**
 * @typedef {{state: "masuk"|"keluar"|"izin"|"tanpa jawaban", user: {id: string, name: string}|null}} Who
 *   izin: logged in with a role that does not record. tanpa jawaban: no signal, or something else answered.
 * @typedef {{status: number, json: any, retryAfter: number}} Answer retryAfter: seconds
 */

let token = "";

/**
 * @param {string} method
 * @param {string} path
 * @param {any} [body] of JSON
 * @returns {Promise<Answer|null>} null where nobody answered, or not this server
 */
export async function ask(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": token });
  }
  const given = body === undefined ? undefined : JSON.stringify(body);
  const signal = AbortSignal.timeout?.(PATIENCE_MS);
  try {
    const response = await fetch(path, { method, headers, body: given, signal, cache: "no-store", redirect: "error" });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const retryAfter = Number(response.headers.get("Retry-After")) || 0;
    return isJson ? { status: response.status, json: await response.json(), retryAfter } : null;
  } catch {
    return null;
  }
}

/** @returns {Promise<Who>} */
export async function whoIsIn() {
  const answer = await ask("GET", SYNC);
  if (answer?.status === 200 && answer.json?.protocol === 1) {
    token = answer.json.csrf;
    const { id, name } = answer.json.user;
    return { state: "masuk", user: { id: String(id), name } };
  }
  const state = answer?.json?.code === 1005 ? "keluar" : answer?.json?.code === 210 ? "izin" : "tanpa jawaban";
  return { state, user: null };
}

/** @returns {string} where one logs in and comes back to this very screen */
export function loginAddress() {
  return `/masuk/?next=${encodeURIComponent(`/hp/${location.hash}`)}`;
}

/** @returns {Promise<Answer|null>} the days of today and the last week, whoever is logged in */
export function listDays() {
  return ask("GET", "/api/v1/sessions/");
}

/** @param {string} user @param {string} recovery @returns {Promise<boolean>} whether the server has it */
export async function giveRecovery(user, recovery) {
  const device = await deviceOf(user);
  const who = await whoIsIn();
  if (!device || who.user?.id !== user) {
    return false;
  }
  const answer = await ask("PUT", `/api/v1/devices/${device.id}/`, { app: APP, recovery });
  return (answer?.status === 200 || answer?.status === 201) && answer.json?.id === device.id;
}

/** @param {string} user @param {string} password of the account @returns {Promise<Answer|null>} */
export async function askRecovery(user, password) {
  const device = await deviceOf(user);
  const who = await whoIsIn();
  return device && who.user?.id === user
    ? ask("POST", `/api/v1/devices/${device.id}/recovery/`, { password })
    : { status: 401, json: { code: 1005 }, retryAfter: 0 };
}

/**
 * Ends the login on the server.
 * @param {string} [only] of this user; somebody else stays logged in
 * @returns {Promise<boolean>} whether the server said that it has ended
 */
export async function logOut(only = "") {
  if (isOut(await whoIsIn(), only)) {
    return true;
  }
  const headers = { "X-CSRFToken": token };
  const signal = AbortSignal.timeout?.(PATIENCE_MS);
  await fetch(LOGOUT, { method: "POST", headers, signal, redirect: "manual", cache: "no-store" }).catch(() => null);
  return isOut(await whoIsIn(), only);
}

function isOut({ state, user }, only) {
  return state === "keluar" || Boolean(only && user && user.id !== only);
}
