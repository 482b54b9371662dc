// One value that several screens show, drawn again when it changes.
import { status } from "../offline/status.js";
import { useEffect, useState } from "./html.js";

/** @template T */
export class Shared extends EventTarget {
  /** @param {T} value */
  constructor(value) {
    super();
    this.value = value;
  }

  /** @param {T} value */
  set(value) {
    this.value = value;
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * @template T
 * @param {Shared<T>} shared
 * @returns {T}
 */
export function useShared(shared) {
  const [value, setValue] = useState(() => shared.value);
  useEffect(() => {
    const look = () => setValue(() => shared.value);
    shared.addEventListener("change", look);
    // It may have changed between the drawing and now.
    look();
    return () => shared.removeEventListener("change", look);
  }, [shared]);
  return value;
}

/** @returns {import("../offline/status.js").Shown} how the queue stands */
export function useStatus() {
  const [shown, setShown] = useState(status.shown);
  useEffect(() => {
    const look = () => setShown(status.shown);
    status.addEventListener("change", look);
    look();
    return () => status.removeEventListener("change", look);
  }, []);
  return shown;
}
