// One person of the grid: which boxes were changed, saving them, and what the server says about them.
import { draftOf, keepDraft } from "./grid-drafts.js";
import { same, textOf, Unreadable, valueOf } from "./grid-values.js";

const STATES = {
  typed: "Belum disimpan",
  saving: "Menyimpan…",
  asked: "Apakah benar?",
  check: "Perlu diperiksa",
  conflict: "Bentrok",
  offline: "Belum tersimpan: sambungan terputus",
  out: "Belum tersimpan: masuk lagi di tab lain",
};

export class Row {
  /** @param {HTMLElement} body the person's part of the table */
  constructor(body, send) {
    this.body = body;
    this.send = send;
    this.boxes = [...body.querySelectorAll("input.grid-cell")];
    this.message = body.querySelector("[data-message]");
    this.state = body.querySelector("[data-state]");
    this.resident = body.dataset.resident;
    this.visit = body.dataset.visit;
    this.revision = Number(body.dataset.revision);
    this.base = new Map(this.boxes.map((box) => [box.dataset.field, valueOf(box)]));
    this.questions = [];
    this.conflicts = [];
    this.confirmed = new Set();
    this.restore();
  }

  restore() {
    const texts = draftOf(this.resident);
    for (const box of this.boxes) {
      if (box.dataset.field in texts) {
        box.value = texts[box.dataset.field];
      }
    }
    if (this.changed().length) {
      this.say("typed");
    }
  }

  /** The boxes that hold something else than what is stored. */
  changed() {
    return this.boxes.filter((box) => {
      try {
        return !same(valueOf(box), this.base.get(box.dataset.field));
      } catch {
        return true;
      }
    });
  }

  /** Somebody typed into a box: it is unsaved, and a question about it is open no longer. */
  typed(box) {
    this.confirmed.delete(box.dataset.field);
    this.questions = this.questions.filter((question) => question.field !== box.dataset.field);
    box.removeAttribute("aria-invalid");
    this.keep();
    if (this.conflicts.length) {
      return;
    }
    if (this.changed().length) {
      this.say("typed");
    } else {
      this.say(this.revision ? "saved" : "");
      this.clear();
    }
  }

  keep() {
    keepDraft(this.resident, Object.fromEntries(this.changed().map((box) => [box.dataset.field, box.value])));
  }

  /** Stores what was changed, the boxes of each step in their own request. */
  async save() {
    if (!this.changed().length || this.conflicts.length) {
      return;
    }
    const unreadable = this.unreadable();
    if (unreadable.length) {
      this.problems(unreadable);
      return;
    }
    this.say("saving");
    const steps = [...new Set(this.changed().map((box) => box.dataset.step))].sort();
    for (const step of steps) {
      const boxes = this.changed().filter((box) => box.dataset.step === step);
      const sent = Object.fromEntries(boxes.map((box) => [box.dataset.field, valueOf(box)]));
      const stored = await this.request(Number(step), sent);
      if (!stored) {
        return;
      }
      this.take(stored, sent);
    }
    this.settle();
  }

  async request(step, measures) {
    let answer;
    try {
      answer = await this.send("PUT", this.visit, {
        resident: this.resident,
        revision: this.revision,
        step,
        measures,
        confirmed: [...this.confirmed],
      });
    } catch {
      this.say("offline");
      return null;
    }
    if (answer.ok) {
      return answer.content;
    }
    await this.refused(answer);
    return null;
  }

  /** The server holds this now; what was typed meanwhile stays. */
  take(visit, sent = {}) {
    this.visit = visit.id;
    this.revision = visit.revision;
    const typed = this.changed();
    for (const box of this.boxes) {
      const name = box.dataset.field;
      const value = visit.fields_filled[name] ?? (box.dataset.kind === "tick" ? false : null);
      const arrived = name in sent && this.reads(box, sent[name]);
      if (arrived || !typed.includes(box)) {
        box.value = textOf(box, value);
      }
      this.base.set(name, value);
    }
  }

  reads(box, value) {
    try {
      return same(valueOf(box), value);
    } catch {
      return false;
    }
  }

  settle() {
    this.keep();
    this.confirmed.clear();
    this.questions = [];
    this.clear();
    this.say(this.changed().length ? "typed" : "saved");
  }

  unreadable() {
    return this.changed().flatMap((box) => {
      try {
        valueOf(box);
        return [];
      } catch (error) {
        const words = error instanceof Unreadable ? error.message : "tidak dapat dibaca";
        return [{ field: box.dataset.field, code: "refused", message: `${box.dataset.label}: ${words}.` }];
      }
    });
  }

  async refused({ status, content }) {
    if (status === 401 || status === 403) {
      this.say("out");
      return;
    }
    const errors = content?.errors ?? [];
    const conflicts = errors.filter((error) => error.code === "changed_meanwhile");
    if (conflicts.length) {
      await this.meet(conflicts, content.visit);
      return;
    }
    this.problems(errors.length ? errors : [{ field: "", code: "refused", message: "Tidak dapat disimpan. Muat ulang halaman ini." }]);
  }

  /** Questions to answer with one key, and what must be typed again. */
  problems(errors) {
    const wrong = errors.filter((error) => error.code !== "needs_confirmation");
    this.questions = errors.filter((error) => error.code === "needs_confirmation");
    this.clear();
    for (const error of errors) {
      const box = this.boxes.find((each) => each.dataset.field === error.field);
      if (box && error.code !== "needs_confirmation") {
        box.setAttribute("aria-invalid", "true");
      }
      this.line(box && !error.message.startsWith(box.dataset.label) ? `${box.dataset.label}: ${error.message}` : error.message);
    }
    if (this.questions.length && !wrong.length) {
      this.button("Ya, benar (F2)", () => this.confirm());
    }
    this.say(wrong.length ? "check" : "asked");
  }

  /** "Apakah benar?" answered with yes. */
  confirm() {
    for (const question of this.questions) {
      this.confirmed.add(question.field);
    }
    this.questions = [];
    return this.save();
  }

  /** Somebody else stored another value meanwhile: both are shown, and a person chooses. */
  async meet(errors, visitId) {
    let answer = null;
    try {
      answer = await this.send("GET", visitId);
    } catch {
      // Said below: without the other value nothing can be chosen.
    }
    if (!answer?.ok) {
      this.say("offline");
      return;
    }
    this.conflicts = errors.map((error) => ({ ...error, box: this.boxes.find((box) => box.dataset.field === error.field) }));
    this.take(answer.content);
    this.keep();
    this.clear();
    this.say("conflict");
    for (const conflict of [...this.conflicts]) {
      this.choice(conflict);
    }
  }

  choice(conflict) {
    const { box } = conflict;
    const stored = textOf(box, this.base.get(box.dataset.field)) || "kosong";
    const typed = box.value || "kosong";
    const line = this.line(`${box.dataset.label}: ${conflict.message} Tersimpan ${stored}, ketikan Ibu ${typed}.`);
    const done = (text) => {
      box.value = text;
      this.conflicts = this.conflicts.filter((each) => each !== conflict);
      line.remove();
      this.keep();
      if (!this.conflicts.length) {
        this.body.dispatchEvent(new CustomEvent("grid:resolved", { bubbles: true, detail: this }));
      }
    };
    this.button(`Pakai yang tersimpan (${stored})`, () => done(stored === "kosong" ? "" : stored), line);
    this.button(`Pakai ketikan (${typed})`, () => done(typed === "kosong" ? "" : typed), line);
  }

  line(text) {
    const line = document.createElement("p");
    line.textContent = text;
    this.message.append(line);
    this.message.closest("tr").hidden = false;
    return line;
  }

  button(text, act, inside = this.message) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary btn-sm";
    button.textContent = text;
    button.addEventListener("click", act);
    inside.append(" ", button);
  }

  clear() {
    this.message.replaceChildren();
    this.message.closest("tr").hidden = true;
  }

  say(state) {
    const clock = new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
    this.body.dataset.is = state;
    this.state.textContent = state === "saved" ? `Tersimpan ${clock}` : (STATES[state] ?? "");
    this.body.dispatchEvent(new CustomEvent("grid:state", { bubbles: true, detail: this }));
  }
}
