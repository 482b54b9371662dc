// What a screen says about the queue, and what the tabs of one browser tell each other.

/**
 * @typedef {"tenang"|"mengirim"|"menunggu"|"login"|"izin"|"perbarui"|"dicabut"|"terkunci"} Sending
 *   tenang: nothing waits. menunggu: no answer yet, tried again by itself. login: nobody, or somebody else, is logged
 *   in. izin: the role may not record any more. perbarui: the app is too old to be understood. dicabut: emptied on
 *   order of the Puskesmas. terkunci: the PIN is asked.
 * @typedef {{menunggu: number, terkirim: number, "perlu diperbaiki": number, bentrok: number, unsent: number}} Counts
 * @typedef {{user: string, sending: Sending, counts: Counts|null, clockOffMs: number|null, triedAt: number|null,
 *   answeredAt: number|null}} Shown
 *   counts: null until somebody has counted, which is not the same as nothing. clockOffMs: how far the server's clock
 *   is ahead of the phone's, once that is wrong by more than two minutes. triedAt: the end of the last try in this tab,
 *   by the phone's clock. answeredAt: when the server last answered a greeting, by its own.
 */

/**
 * Says "change" when something to be shown changed, "added" after an item was written, "settled" after answers of the
 * server, "packed" after a new package, "told" by another tab, "opened" after the PIN.
 */
class Status extends EventTarget {
  /** @type {Shown} */
  shown = { user: "", sending: "terkunci", counts: null, clockOffMs: null, triedAt: null, answeredAt: null };

  /** @param {Partial<Shown>} change */
  set(change) {
    this.shown = { ...this.shown, ...change };
    this.dispatchEvent(new CustomEvent("change", { detail: this.shown }));
  }
}

export const status = new Status();

/** @type {BroadcastChannel|null} */
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("posyandu-offline") : null;

/**
 * Tells the other tabs: "queue" after a change of the queue, "wiped" after the user's data were taken away.
 * @param {string} user
 * @param {"queue"|"wiped"} news
 */
export function tellTabs(user, news) {
  channel?.postMessage({ user, news });
}

channel?.addEventListener("message", ({ data }) => status.dispatchEvent(new CustomEvent("told", { detail: data })));
