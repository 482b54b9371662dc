// The list of the day stays current while others save, and stays where it is for whoever is looking at it.
const list = document.getElementById("daftar");
const stale = document.querySelector("[data-stale]");
let pressed = false;
let kept = null;

/** The mark of what is shown, which the server compares with what there is now. */
function mark() {
  return list.querySelector("[data-mark]")?.dataset.mark ?? "";
}

/** Whether the list asked by itself; a search and a chip put their answer into it too. */
function isPoll(event) {
  return (event.detail.requestConfig?.elt ?? event.detail.elt) === list;
}

/** Every question is asked with all that was chosen so far, also where an earlier answer is still on its way. */
function address(event) {
  const { elt, path } = event.detail;
  const state = new URLSearchParams(location.search);
  if (elt.matches(".chip")) {
    state.set("kelompok", new URL(path, location.href).searchParams.get("kelompok") ?? "");
  } else if (elt.name) {
    state.set(elt.name, elt.value);
  }
  for (const [name, value] of [...state]) {
    if (!value) {
      state.delete(name);
    }
  }
  return location.pathname + (state.size > 0 ? `?${state}` : "");
}

function prepare(event) {
  const { detail } = event;
  if (detail.target !== list) {
    return;
  }
  if (isPoll(event) && document.hidden) {
    event.preventDefault();
    return;
  }
  detail.path = address(event);
  for (const name of [...detail.formData.keys()]) {
    detail.formData.delete(name);
  }
  if (isPoll(event)) {
    detail.headers["If-None-Match"] = `W/"${mark()}"`;
  } else {
    history.replaceState(history.state, "", detail.path);
  }
  detail.asked = location.search;
}

/** What is new is left for the next time where nothing changed, where it answers an older question, under a finger. */
function decide(event) {
  if (event.detail.target !== list) {
    return;
  }
  const { xhr } = event.detail;
  const outdated = event.detail.requestConfig.asked !== location.search || (isPoll(event) && pressed);
  if (xhr.status === 304 || outdated) {
    event.detail.shouldSwap = false;
    return;
  }
  kept = isPoll(event) ? remember() : { chips: scrolled() };
}

function scrolled() {
  return [...list.querySelectorAll(".chips")].map((row) => row.scrollLeft);
}

/** The first person in view and how far down they are, the chips' place, and the chip that has the focus. */
function remember() {
  const links = [...list.querySelectorAll("a.person-name")];
  const inView = links.find((link) => link.getBoundingClientRect().top > 0);
  const chip = document.activeElement?.closest?.(".chip");
  return {
    chips: scrolled(),
    id: scrollY > 0 ? inView?.id : undefined,
    top: inView?.getBoundingClientRect().top,
    chip: chip && list.contains(chip) ? chipName(chip) : "",
  };
}

function chipName(chip) {
  return `${chip.closest("nav").getAttribute("aria-label")}: ${chip.firstChild.textContent.trim()}`;
}

function restore(event) {
  if (event.detail.target !== list || !kept) {
    return;
  }
  const { chips, id, top, chip } = kept;
  kept = null;
  list.querySelectorAll(".chips").forEach((row, place) => {
    row.scrollLeft = chips[place] ?? 0;
  });
  const same = id && document.getElementById(id);
  if (same) {
    scrollBy({ top: same.getBoundingClientRect().top - top, behavior: "instant" });
  }
  if (chip) {
    [...list.querySelectorAll(".chip")].find((each) => chipName(each) === chip)?.focus({ preventScroll: true });
  }
}

function clock() {
  return new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
}

let fresh = clock();

function lost(isLost) {
  if (!isLost) {
    fresh = clock();
  }
  stale.querySelector("[data-stale-since]").textContent = fresh;
  stale.hidden = !isLost;
}

if (list) {
  document.body.addEventListener("htmx:configRequest", prepare);
  document.body.addEventListener("htmx:beforeSwap", decide);
  document.body.addEventListener("htmx:afterSwap", restore);
  document.body.addEventListener("htmx:sendError", () => lost(true));
  document.body.addEventListener("htmx:afterRequest", (event) => event.detail.successful && lost(false));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      list.dispatchEvent(new Event("segar"));
    }
  });
  addEventListener("pointerdown", () => (pressed = true));
  for (const up of ["pointerup", "pointercancel"]) {
    // The click comes after the finger is lifted.
    addEventListener(up, () => setTimeout(() => (pressed = false), 50));
  }
}
