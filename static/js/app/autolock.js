// A phone that lies on the table for a while asks for the PIN again.
import { lock, openUser } from "../offline/vault.js";

export const IDLE_MINUTES = 15;
const IDLE_MS = IDLE_MINUTES * 60_000;
const LOOK_MS = 15_000;
const SIGNS = ["pointerdown", "keydown", "input", "scroll"];

/** Locks after 15 minutes without a touch. Half-filled forms are kept by their screens. @returns {() => void} ends it */
export function lockWhenIdle() {
  let touchedAt = Date.now();
  const touch = () => {
    touchedAt = Date.now();
  };
  const look = () => {
    // A clock that was put back counts as a touch.
    touchedAt = Math.min(touchedAt, Date.now());
    if (openUser() && Date.now() - touchedAt >= IDLE_MS) {
      lock();
    }
  };
  const timer = setInterval(look, LOOK_MS);
  SIGNS.forEach((sign) => addEventListener(sign, touch, { capture: true, passive: true }));
  // A phone that slept runs no timers.
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    SIGNS.forEach((sign) => removeEventListener(sign, touch, { capture: true }));
    document.removeEventListener("visibilitychange", look);
  };
}
