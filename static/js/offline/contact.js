// Questions to the server. Only what is certainly its own counts as an answer: whatever a hotspot's login page, a proxy
// or a broken line says instead leaves everything as it was.
import { read, write } from "./database.js";
import * as clock from "./clock.js";

export const PROTOCOL = 1;
export const APP = "1";
const SYNC = "/api/v1/sync/";
const DEVICES = "/api/v1/devices/";
/** A question without an answer is asked again; this only ends the waiting for a dead line. */
const PATIENCE_MS = 60_000;
/** Numbers of refusals, as in visits/sync/codes.py. */
const CODE = {
  NOT_ALLOWED: 210,
  FAILED: 501,
  MALFORMED: 1001,
  PROTOCOL: 1002,
  TOO_LARGE: 1003,
  LOGIN: 1005,
  REVOKED: 1006,
  FOREIGN_DEVICE: 1007,
  UNKNOWN_DEVICE: 1008,
  TOKEN: 1010,
};
const WIPED = "posyandu:kosong:";

/** Nothing more can be sent for now. */
export class Stop extends Error {
  name = "Stop";

  /**
   * @param {import("./status.js").Sending} sending why, for the screen
   * @param {number} [waitMs] what the server asked for
   */
  constructor(sending, waitMs = 0) {
    super(sending);
    this.sending = sending;
    this.waitMs = waitMs;
  }
}

/** The server cannot take this batch as a whole. Fewer items may pass, and the one that is to blame is found. */
export class TooMuch extends Error {
  name = "TooMuch";

  /**
   * @param {number} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
    this.isTooLarge = code === CODE.TOO_LARGE;
    this.isMalformed = code === CODE.MALFORMED;
  }
}

/** The server does not know this phone; it is registered once more. */
class Unknown extends Stop {
  constructor() {
    super("menunggu");
  }
}

/** How long an answer tells how things stand. */
const IN_TOUCH_MS = 300_000;
let token = "";
/** When the server last answered, by performance.now(); 0 where that says nothing about now. */
let inTouchAt = 0;

/** Whether the server answered lately, so that its clock, the login and the token are known. */
export function isInTouch() {
  return inTouchAt > 0 && performance.now() - inTouchAt < IN_TOUCH_MS && clock.offset() !== null;
}

/** To be found out anew: the login may be another one by now. */
export function loseTouch() {
  inTouchAt = 0;
}

/**
 * @returns {Promise<{status: number, json: any, retryAfter: number}>} retryAfter: seconds
 * @throws {Stop} where nobody answered
 */
async function ask(method, path, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-CSRFToken"] = token || cookieToken();
    headers["Content-Type"] = "application/json";
  }
  const given = body === undefined ? undefined : JSON.stringify(body);
  const signal = AbortSignal.timeout?.(PATIENCE_MS);
  /** @type {RequestInit} */
  const how = { method, headers, body: given, signal, cache: "no-store", redirect: "error" };
  try {
    const response = await fetch(path, how);
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const json = isJson ? await response.json() : null;
    return { status: response.status, json, retryAfter: Number(response.headers.get("Retry-After")) || 0 };
  } catch {
    inTouchAt = 0;
    throw new Stop("menunggu");
  }
}

function cookieToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

/**
 * Asks, and once more with a new token where that is all that is missing.
 * @param {string} method
 * @param {string} path
 * @param {any} body
 * @param {(json: any, status: number) => boolean} isAnswer
 * @throws {Stop|TooMuch|Unknown}
 */
async function settle(method, path, body, isAnswer) {
  let answer = await ask(method, path, body);
  if (answer.status === 403 && answer.json?.code === CODE.TOKEN) {
    token = "";
    await renewToken();
    answer = await ask(method, path, body);
  }
  if (answer.status < 300 && isAnswer(answer.json, answer.status)) {
    return answer.json;
  }
  throw refusal(answer);
}

function refusal({ status, json, retryAfter }) {
  const code = status >= 400 ? json?.code : null;
  if (status === 413) {
    return new TooMuch(CODE.TOO_LARGE, "Isian ini terlalu besar untuk dikirim.");
  }
  if ([CODE.TOO_LARGE, CODE.MALFORMED, CODE.FAILED].includes(code)) {
    return new TooMuch(code, json.message);
  }
  inTouchAt = 0;
  if (code === CODE.UNKNOWN_DEVICE) {
    return new Unknown();
  }
  if (code === CODE.REVOKED && json.wipe === true) {
    return new Stop("dicabut");
  }
  if (code === CODE.PROTOCOL) {
    return new Stop("perbarui");
  }
  if (code === CODE.NOT_ALLOWED) {
    return new Stop("izin");
  }
  if (code === CODE.LOGIN || code === CODE.FOREIGN_DEVICE) {
    return new Stop("login");
  }
  return new Stop("menunggu", retryAfter * 1_000);
}

/**
 * @param {string} user
 * @returns {Promise<{id: string, registered: boolean}|undefined>}
 */
export function deviceOf(user) {
  return read(user, ["meta"], (tx) => tx.objectStore("meta").get("device"));
}

/** Asks for a token without asking about the phone, which the server may not know yet. */
async function renewToken() {
  const json = await settle("GET", SYNC, undefined, isHeartbeat);
  token = json.csrf;
  return json;
}

function isHeartbeat(told) {
  return told?.protocol === PROTOCOL && typeof told.csrf === "string";
}

async function register(user, device) {
  await renewToken();
  const about = { name: deviceName(), app: APP };
  await settle("PUT", `${DEVICES}${device.id}/`, about, (json) => json?.id === device.id);
  await write(user, ["meta"], (tx) => tx.objectStore("meta").put({ ...device, registered: true }, "device"));
}

function deviceName() {
  const { userAgentData, userAgent } = /** @type {any} */ (navigator);
  const system = userAgentData?.platform || userAgent.match(/Android|iPhone|iPad|Windows|Mac OS|Linux/)?.[0] || "";
  const brand = userAgentData?.brands?.at(-1)?.brand || userAgent.match(/Firefox|Edg|Chrome|Safari/)?.[0];
  const browser = brand || "Browser";
  return `${browser}${system && ` di ${system}`}`.slice(0, 80);
}

/**
 * Asks how things stand: the login, the token, the clock, and whether this phone was revoked. Registers it at first.
 * @param {string} user
 * @param {{id: string, registered: boolean}} device
 * @throws {Stop}
 */
export async function greet(user, device) {
  if (!device.registered) {
    await register(user, device);
  }
  let json;
  try {
    json = await greeted(device);
  } catch (error) {
    if (!(error instanceof Unknown)) {
      throw error;
    }
    await register(user, device);
    json = await greeted(device);
  }
  token = json.csrf;
  if (String(json.user?.id) !== String(user)) {
    throw new Stop("login");
  }
  inTouchAt = performance.now();
}

async function greeted(device) {
  const before = clock.asked();
  const json = await settle("GET", `${SYNC}?device=${device.id}`, undefined, isHeartbeat);
  clock.heard(json.server_time, before);
  return json;
}

/**
 * The items' times are told by the clock of this moment: whoever calls waits for nothing between the two.
 * @param {{id: string}} device
 * @param {object[]} items
 * @param {number} unsent
 * @returns {Promise<{answers: any[], server_time: string}>}
 * @throws {Stop|TooMuch}
 */
export async function send(device, items, unsent) {
  const sent_at = new Date(Date.now()).toISOString();
  const body = { protocol: PROTOCOL, device: device.id, sent_at, app: APP, unsent, items };
  const isAnswer = (told) => told?.protocol === PROTOCOL && Array.isArray(told.answers);
  return settle("POST", SYNC, body, isAnswer);
}

/**
 * Notes that the server is owed the news that a phone was emptied; told until it has heard.
 * @param {string} user
 * @param {string} device
 */
export function oweWiped(user, device) {
  localStorage.setItem(WIPED + user, device);
}

/**
 * Tells the server that the user's phone was emptied, as far as it is there to hear it.
 * @param {string} user
 */
export async function payWiped(user) {
  const device = localStorage.getItem(WIPED + user);
  if (!device) {
    return;
  }
  try {
    await settle("POST", `${DEVICES}${device}/wiped/`, {}, (json, status) => status === 204);
  } catch (error) {
    if (!(error instanceof Unknown)) {
      return;
    }
  }
  localStorage.removeItem(WIPED + user);
}
