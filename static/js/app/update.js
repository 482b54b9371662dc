// The worker that opens the app without a network, and a newer version of the app that waits to be taken.
import { openUser } from "../offline/vault.js";
import { Shared } from "./shared.js";

const EVERY_MS = 3_600_000;
const PREFIX = "aplikasi-";

/** Whether a newer version is there and waits. @type {Shared<boolean>} */
export const newVersion = new Shared(false);
/** @type {ServiceWorkerRegistration|null} */
let registration = null;

/** Begins to keep the app on this phone. Without a worker it works too, as long as there is a network to open it. */
export async function keepApp() {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  registration = await navigator.serviceWorker
    .register("/sw.js", { scope: "/hp/", updateViaCache: "none" })
    .catch(() => null);
  if (!registration) {
    return;
  }
  if (isWaiting() && !openUser()) {
    // Nobody has typed anything yet.
    takeNewVersion();
    return;
  }
  newVersion.set(isWaiting());
  registration.addEventListener("updatefound", () => follow(registration?.installing));
  follow(registration.installing);
  setInterval(askForNewer, EVERY_MS);
}

/** The first worker has no earlier one to wait for. */
function isWaiting() {
  return Boolean(registration?.waiting && registration.active);
}

/** @param {ServiceWorker|null|undefined} worker */
function follow(worker) {
  worker?.addEventListener("statechange", () => newVersion.set(isWaiting()));
}

/** Asks the server whether there is a newer one. @returns {Promise<void>} */
export async function askForNewer() {
  await registration?.update().catch(() => null);
}

/** Loads the newer version: the queue and half-filled forms lie in the database and stay there. */
export function takeNewVersion() {
  const { serviceWorker } = navigator;
  if (!registration?.waiting) {
    location.reload();
    return;
  }
  serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting.postMessage("pakai");
}

/** @returns {Promise<string>} the version that is kept on this phone; "" = none is */
export async function keptVersion() {
  const names = (await globalThis.caches?.keys().catch(() => [])) ?? [];
  return names.find((name) => name.startsWith(PREFIX))?.slice(PREFIX.length) ?? "";
}
