// Sends what waits until the server has answered for it. Whatever else happens, the item waits on.
import * as batch from "./batch.js";
import * as contact from "./contact.js";
import { alone } from "./leader.js";
import * as queue from "./queue.js";
import { status } from "./status.js";
import { noteClock } from "./store.js";
import { Locked, openUser, wipe } from "./vault.js";

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;
/** A phone with nothing to send hears this often whether it was revoked. */
const IDLE_MS = 900_000;

/** Whose queue this tab sends; empty while it does not. */
let user = "";
let timer = 0;
let failures = 0;
let most = batch.MAX_ITEMS;
let isRunning = false;
let isAskedAgain = false;
/** Not before this moment of performance.now(), because the server asked for it. */
let notBefore = 0;

/**
 * Sends the queue of this user from now on, as soon as the PIN has opened it; until then it only asks how things stand.
 * @param {string} of
 */
export function start(of) {
  stop();
  user = of;
  contact.loseTouch();
  status.set({ user, sending: openUser() === of ? "menunggu" : "terkunci", counts: null, triedAt: null });
  status.addEventListener("added", wake);
  status.addEventListener("opened", wake);
  addEventListener("online", hint);
  document.addEventListener("visibilitychange", hint);
  queue.refresh(user).catch(() => null);
  wake();
}

/** Sends nothing more from this tab; what is on its way is still answered. */
export function stop() {
  clearTimeout(timer);
  user = "";
  failures = 0;
  status.removeEventListener("added", wake);
  status.removeEventListener("opened", wake);
  removeEventListener("online", hint);
  document.removeEventListener("visibilitychange", hint);
}

/** The line may be back: no reason to believe it, but one to try. */
function hint() {
  if (!document.hidden) {
    contact.loseTouch();
    wake();
  }
}

/** Tries now, however long the next try was to be waited for; at once after the present try where one is running. */
export function wake() {
  failures = Math.min(failures, 1);
  if (isRunning) {
    isAskedAgain = true;
  } else {
    plan(Math.max(0, notBefore - performance.now()));
  }
}

function plan(waitMs) {
  clearTimeout(timer);
  if (user) {
    timer = setTimeout(run, waitMs);
  }
}

async function run() {
  if (isRunning) {
    isAskedAgain = true;
    return;
  }
  isRunning = true;
  isAskedAgain = false;
  const of = user;
  let stop;
  try {
    stop = await alone(of, () => pass(of));
  } catch (error) {
    stop = stopOf(error);
  }
  isRunning = false;
  if (of === user && of) {
    await conclude(stop ?? new contact.Stop("menunggu"));
  } else {
    plan(0);
  }
}

/** Whatever went wrong, the next try may go well; what is not foreseen leaves its name in the browser's log. */
function stopOf(error) {
  if (error instanceof contact.Stop) {
    return error;
  }
  if (error instanceof Locked) {
    return new contact.Stop("terkunci");
  }
  console.warn("Antrean belum terkirim:", error.name);
  return new contact.Stop("menunggu");
}

/** @param {contact.Stop} stop what ended the pass, be it only the end of the queue */
async function conclude({ sending, waitMs }) {
  if (sending === "dicabut") {
    await empty();
    return;
  }
  status.set({ sending, triedAt: Date.now() });
  await queue.refresh(user).catch(() => null);
  const isDone = sending === "tenang" || sending === "terkunci";
  failures = isDone ? 0 : failures + 1;
  notBefore = waitMs ? performance.now() + waitMs : 0;
  if (isAskedAgain && failures < 2) {
    plan(waitMs);
  } else {
    plan(isDone ? IDLE_MS : Math.max(waitMs, backoff()));
  }
}

/** Twice as long each time, and never at the same moment as the phone on the next table. */
function backoff() {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return wait * (0.75 + Math.random() / 4);
}

async function empty() {
  const of = user;
  stop();
  const device = await contact.deviceOf(of).catch(() => null);
  if (device) {
    contact.oweWiped(of, device.id);
  }
  await wipe(of);
  status.set({ sending: "dicabut" });
  await queue.refresh(of).catch(() => null);
  await contact.payWiped(of);
}

/** Once through the queue. @returns {Promise<contact.Stop>} */
async function pass(of) {
  await contact.payWiped(of);
  const device = await contact.deviceOf(of);
  if (!device) {
    return new contact.Stop("tenang");
  }
  const isOpen = openUser() === of;
  if (!contact.isInTouch() || !isOpen) {
    await contact.greet(of, device);
    await noteClock(of);
  }
  if (!isOpen) {
    return new contact.Stop("terkunci");
  }
  await sendAll(of, device);
  const { menunggu } = await queue.counts(of);
  return new contact.Stop(menunggu ? "menunggu" : "tenang");
}

async function sendAll(of, device) {
  for (let seq = 0; ; ) {
    const { items, last } = await batch.next(seq, most);
    if (last === seq) {
      return;
    }
    if (!items.length || (await isDealtWith(of, device, items))) {
      seq = last;
    }
  }
}

/** @returns {Promise<boolean>} false where fewer of the same items are to be sent at once */
async function isDealtWith(of, device, items) {
  status.set({ sending: "mengirim" });
  const { unsent } = await queue.counts(of);
  if (!contact.isInTouch()) {
    // A clock that was set since the greeting would move every entry of the batch.
    await contact.greet(of, device);
  }
  try {
    const sent = items.map(batch.asTold);
    const { answers, server_time: time } = await contact.send(device, sent, unsent);
    await batch.settle(items, answers, time);
    status.dispatchEvent(new Event("settled"));
  } catch (error) {
    if (!(error instanceof contact.TooMuch)) {
      throw error;
    }
    return isFound(items, error);
  }
  failures = 0;
  most = Math.min(batch.MAX_ITEMS, most * 2);
  return true;
}

/** What to do with items that the server could not take together; a single one is left behind, so that others pass. */
async function isFound(items, error) {
  if (items.length > 1) {
    most = Math.ceil(items.length / 2);
    if (!error.isTooLarge && !error.isMalformed) {
      throw new contact.Stop("menunggu");
    }
    return false;
  }
  if (error.isTooLarge) {
    await batch.putAside(items[0], error.code, error.message);
  }
  return true;
}

status.addEventListener("told", ({ detail }) => {
  if (detail.news === "wiped" && detail.user === user) {
    stop();
  }
});
