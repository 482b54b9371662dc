// Half-filled forms: kept sealed on every pause of typing, and given back after a lock, a reload or an update.
import { StorageFull, draft, dropDraft, keepDraft } from "../offline/store.js";
import { useCallback, useEffect, useRef, useState } from "./html.js";

const PAUSE_MS = 400;
const FULL = "Penyimpanan HP penuh, jadi ini belum tersimpan. Biarkan layar ini terbuka, hapus foto atau video, lalu coba lagi.";

/**
 * @template T
 * @param {string} key names the form on this phone
 * @param {T|null} [start] what stands in it where nothing was kept
 * @returns {{isReady: boolean, found: T|null, value: T, isKept: boolean, isFull: boolean, keep: (value: T) => void,
 *   change: (value: T) => void, drop: () => Promise<void>}}
 *   found: what was kept before this screen was opened, isKept: that there was something. value: what stands in it now,
 *   changed by `change`, which keeps it too. isFull: the phone could not keep it
 */
export function useDraft(key, start = null) {
  const [state, setState] = useState({ isReady: false, found: null, value: start, isFull: false });
  const merge = useCallback((more) => setState((now) => ({ ...now, ...more })), []);
  const { keep, drop, flush } = useWriting(key, merge);
  useEffect(() => {
    let isCurrent = true;
    const show = (found) => isCurrent && merge({ isReady: true, found, ...(found === null ? {} : { value: found }) });
    // What is damaged on the disk is not shown; nothing of it was saved yet.
    draft(key).then(show, () => show(null));
    const leave = () => document.visibilityState === "hidden" && flush();
    document.addEventListener("visibilitychange", leave);
    return () => {
      isCurrent = false;
      document.removeEventListener("visibilitychange", leave);
      flush();
    };
  }, [key]);
  const change = useCallback(
    (value) => {
      merge({ value });
      keep(value);
    },
    [keep],
  );
  return { ...state, isKept: state.found !== null, keep, change, drop };
}

/** Writes to the disk one after the other: what is dropped is not written once more by a slower hand. */
function useWriting(key, merge) {
  const waiting = useRef({ timer: 0, value: null });
  const turn = useRef(Promise.resolve());
  const take = () => {
    const { timer, value } = waiting.current;
    clearTimeout(timer);
    waiting.current = { timer: 0, value: null };
    return value;
  };
  const flush = useCallback(() => {
    const value = take();
    if (value !== null) {
      turn.current = turn.current
        .then(() => keepDraft(key, value))
        .then(() => merge({ isFull: false }))
        // Locked meanwhile: what was kept at the last pause is there.
        .catch((error) => error instanceof StorageFull && merge({ isFull: true }));
    }
  }, [key]);
  const keep = useCallback(
    (value) => {
      take();
      waiting.current = { timer: setTimeout(flush, PAUSE_MS), value };
    },
    [flush],
  );
  const drop = useCallback(() => {
    take();
    turn.current = turn.current.then(() => dropDraft(key));
    return turn.current;
  }, [key]);
  return { keep, drop, flush };
}

/**
 * Saves once at a time, and says what went wrong; the form stays as it is.
 * @returns {{save: (work: () => Promise<any>) => Promise<boolean>, problem: string, isSaving: boolean}}
 *   save: whether it is on the disk
 */
export function useSave() {
  const [state, setState] = useState({ problem: "", isSaving: false });
  const busy = useRef(false);
  const save = useCallback(async (work) => {
    if (busy.current) {
      return false;
    }
    busy.current = true;
    setState({ problem: "", isSaving: true });
    try {
      await work();
      setState({ problem: "", isSaving: false });
      return true;
    } catch (error) {
      setState({ problem: wordsOf(error), isSaving: false });
      return false;
    } finally {
      busy.current = false;
    }
  }, []);
  return { ...state, save };
}

function wordsOf(error) {
  return error instanceof StorageFull ? FULL : `Belum tersimpan (${String(error)}). Isian Anda tetap ada; coba lagi.`;
}

/** Whether the day is closed for this user. @param {import("./day.js").Day} day */
export function isShut({ session }) {
  return Boolean(session.closed && !session.may_correct);
}
