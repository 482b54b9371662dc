// Putting the app on the home screen, where the browser offers it.
import { Shared } from "./shared.js";

/** What the browser offered, to be asked when somebody wants it. @type {Shared<any>} */
export const offer = new Shared(null);

/** @returns {boolean} whether it runs from the home screen */
export function isInstalled() {
  return matchMedia("(display-mode: standalone)").matches || Boolean(/** @type {any} */ (navigator).standalone);
}

/** Asks the browser to install. @returns {Promise<void>} */
export async function install() {
  const asked = offer.value;
  offer.set(null);
  await asked?.prompt();
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer.set(event);
});
addEventListener("appinstalled", () => offer.set(null));
