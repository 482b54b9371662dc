// The grid of a day: keys between the boxes, cells from a spreadsheet, and each row stored when it is left.
import { Row } from "./grid-row.js";

const RETRY_MS = 15_000;
const form = document.querySelector("[data-grid]");
const note = form?.querySelector("[data-note]");

function tokenOf() {
  return form.querySelector('input[name="csrfmiddlewaretoken"]').value;
}

/** Asks the API for a visit; throws where no answer came. */
async function send(method, visit, entry) {
  const reason = form.querySelector("[data-reason]")?.value ?? "";
  const body = entry && JSON.stringify({ ...entry, date: form.dataset.day, session: form.dataset.session, reason });
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": tokenOf() };
  const answer = await fetch(`${form.dataset.api}${visit}/`, { method, body, headers });
  if (answer.status >= 500) {
    throw new Error(String(answer.status));
  }
  const content = await answer.json().catch(() => null);
  return { ok: answer.ok, status: answer.status, content };
}

/** One row after the other: a pasted page of forty people must not fall on the server at once. */
class Queue {
  waiting = [];
  busy = false;

  add(row) {
    if (!this.waiting.includes(row)) {
      this.waiting.push(row);
    }
    if (!this.busy) {
      this.run();
    }
  }

  async run() {
    this.busy = true;
    while (this.waiting.length) {
      await this.waiting.shift().save();
    }
    this.busy = false;
  }
}

/** The box of a row and column; null where the person has no such column. */
function boxAt(table, row, column) {
  const cell = table[row]?.cells[column];
  return cell?.matches("input") ? cell : null;
}

/** The rows as they stand, each with its cells from left to right, closed ones too. */
function tableOf(rows) {
  return rows.map((row) => ({ row, cells: [...row.body.querySelectorAll("input.grid-cell, [data-closed]")] }));
}

function placeOf(table, box) {
  const row = table.findIndex((each) => each.cells.includes(box));
  return { row, column: table[row]?.cells.indexOf(box) };
}

function go(box) {
  box?.focus();
  return Boolean(box);
}

/** The nearest open box up or down in the same column. */
function vertical(table, { row, column }, by) {
  for (let at = row + by; at >= 0 && at < table.length; at += by) {
    const box = boxAt(table, at, column);
    if (box) {
      return go(box);
    }
  }
  return false;
}

/** The next or previous open box, into the next row at the end of one. */
function horizontal(table, box, by) {
  const all = table.flatMap((each) => each.cells.filter((cell) => cell.matches("input")));
  return go(all[all.indexOf(box) + by]);
}

function atEdge(box, key) {
  const isWhole = box.selectionStart === 0 && box.selectionEnd === box.value.length;
  const edge = key === "ArrowLeft" ? 0 : box.value.length;
  return isWhole || (box.selectionStart === edge && box.selectionEnd === edge);
}

function onKey(event, table, rows, queue) {
  if (event.key === "F2") {
    const asked = rows.filter((row) => row.questions.length);
    const own = asked.find((row) => row.body.contains(document.activeElement)) ?? asked.at(-1);
    own?.confirm();
    event.preventDefault();
    return;
  }
  const box = event.target;
  if (!box.matches("input.grid-cell") || event.isComposing) {
    return;
  }
  const place = placeOf(table, box);
  let moved = false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    moved = vertical(table, place, event.key === "ArrowDown" ? 1 : -1);
  } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && !event.shiftKey && atEdge(box, event.key)) {
    moved = horizontal(table, box, event.key === "ArrowRight" ? 1 : -1);
  } else if (event.key === "Enter") {
    const { row } = table[place.row];
    // Enter goes on and never says yes: whoever types fast has not read the question yet.
    moved = form.dataset.enter === "next" ? horizontal(table, box, 1) : vertical(table, place, 1);
    if (!moved) {
      // The last box: nothing follows that would leave the row.
      queue.add(row);
    }
    event.preventDefault();
  }
  if (moved) {
    event.preventDefault();
  }
}

/** Cells of a spreadsheet: rows by line, columns by tab; the last line break ends the last row. */
function cellsOf(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
}

function words(count, one) {
  return `${count} ${one}`;
}

/** Fills boxes to the right and below; says what did not fit. Returns the rows that were touched. */
function fill(table, start, cells) {
  const touched = new Set();
  const lost = { rows: Math.max(0, start.row + cells.length - table.length), columns: 0, closed: 0 };
  const width = table[start.row].cells.length - start.column;
  lost.columns = Math.max(0, Math.max(...cells.map((line) => line.length)) - width);
  cells.slice(0, table.length - start.row).forEach((line, down) => {
    line.slice(0, width).forEach((text, right) => {
      const box = boxAt(table, start.row + down, start.column + right);
      if (box && !box.readOnly) {
        box.value = text.trim();
        table[start.row + down].row.typed(box);
        touched.add(table[start.row + down].row);
      } else if (text.trim()) {
        lost.closed += 1;
      }
    });
  });
  const left = [
    lost.columns && words(lost.columns, "kolom"),
    lost.rows && words(lost.rows, "baris"),
    lost.closed && `${words(lost.closed, "nilai")} untuk kotak yang tidak dipakai`,
  ].filter(Boolean);
  note.textContent = left.length
    ? `Tidak muat, jadi tidak dimasukkan: ${left.join(", ")}. Periksa kotak pertama tempat menempel.`
    : `Ditempel: ${words(touched.size, "baris")}.`;
  note.classList.toggle("is-warning", left.length > 0);
  return touched;
}

function onPaste(event, table, queue) {
  const box = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!box.matches("input.grid-cell") || box.readOnly || !/[\t\n]/.test(text)) {
    return;
  }
  event.preventDefault();
  for (const row of fill(table, placeOf(table, box), cellsOf(text))) {
    queue.add(row);
  }
}

function start() {
  const rows = [...form.querySelectorAll("[data-row]")].map((body) => new Row(body, send));
  const table = tableOf(rows);
  const queue = new Queue();
  const rowOf = (target) => rows.find((row) => row.body.contains(target));
  form.addEventListener("submit", (event) => event.preventDefault());
  // Also where nothing has the focus: a question is answered from anywhere.
  document.addEventListener("keydown", (event) => onKey(event, table, rows, queue));
  form.addEventListener("paste", (event) => onPaste(event, table, queue));
  form.addEventListener("input", (event) => event.target.matches("input.grid-cell") && rowOf(event.target).typed(event.target));
  form.addEventListener("focusin", (event) => event.target.matches("input.grid-cell") && event.target.select());
  form.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (row && !row.body.contains(event.relatedTarget)) {
      queue.add(row);
    }
  });
  form.addEventListener("grid:resolved", (event) => {
    const row = event.detail;
    if (row.changed().length) {
      queue.add(row);
    } else {
      row.settle();
    }
  });
  const again = () => rows.filter((row) => ["offline", "out"].includes(row.body.dataset.is)).forEach((row) => queue.add(row));
  addEventListener("online", again);
  setInterval(again, RETRY_MS);
  addEventListener("beforeunload", (event) => {
    if (rows.some((row) => row.changed().length)) {
      event.preventDefault();
    }
  });
  // What an earlier page could not store is tried again.
  rows.filter((row) => row.changed().length).forEach((row) => queue.add(row));
  if (form.dataset.enter === "next") {
    const empty = table.find(({ row }) => !row.revision) ?? table[0];
    empty?.cells.find((cell) => cell.matches("input:not([readonly])"))?.focus({ preventScroll: true });
  }
}

if (form) {
  start();
}
