// What was typed and is not stored yet, kept in this tab: a reload or a lost connection loses nothing.
const KEY = `kisi:${location.pathname}`;

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function write(drafts) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(drafts));
  } catch {
    // A full or closed storage must never stop anyone from typing.
  }
}

/** The text of unsaved boxes of a person, by field. */
export function draftOf(resident) {
  return read()[resident] ?? {};
}

/** Keeps the text of a person's unsaved boxes; none forgets the person. */
export function keepDraft(resident, texts) {
  const drafts = read();
  if (Object.keys(texts).length) {
    drafts[resident] = texts;
  } else {
    delete drafts[resident];
  }
  write(drafts);
}
