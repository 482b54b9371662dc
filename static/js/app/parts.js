// Pieces that several screens are made of; the same markup and classes as the pages of the server.
import { ageOn } from "../clinical/dates.js";
import { numberText } from "../clinical/numbers.js";
import { html } from "./html.js";

const LEVEL_ICONS = {
  baik: "check-circle-fill",
  perhatian: "exclamation-triangle-fill",
  rujuk: "exclamation-octagon-fill",
  info: "info-circle-fill",
  kosong: "dash-circle",
};
const STAGE_ICONS = {
  bayi: "emoji-smile",
  balita: "balloon",
  apras: "puzzle",
  usia_sekolah: "backpack",
  remaja: "mortarboard",
  dewasa: "person",
  lansia: "eyeglasses",
  ibu_hamil: "heart",
  ibu_nifas: "house-heart",
  ibu_menyusui: "house-heart",
};
const MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(" ");
const ZONE = "Asia/Jakarta";

/** A decorative icon of the sprite; the word beside it carries the meaning. @param {string} name */
export function icon(name) {
  const sprite = document.getElementById("app")?.dataset.icons ?? "";
  return html`<svg class="icon" aria-hidden="true" focusable="false"><use href=${`${sprite}#${name}`}></use></svg>`;
}

/** @param {{level?: string, children?: any}} props level: baik perhatian rujuk info */
export function Alert({ level = "info", children }) {
  return html`<div class=${`alert is-${level}`}>${icon(LEVEL_ICONS[level])}<div>${children}</div></div>`;
}

/** @param {{level?: string, title?: string, children?: any}} props */
export function Finding({ level = "info", title = "", children }) {
  return html`<div class=${`finding is-${level}`}>
    ${icon(LEVEL_ICONS[level] ?? LEVEL_ICONS.info)}
    <div>${title && html`<strong class="finding-title">${title}</strong> `}${children}</div>
  </div>`;
}

/** Colour, icon and word together. @param {{level: string, word: string}} props */
export function Status({ level, word }) {
  return html`<span class=${`status is-${level}`}>${icon(LEVEL_ICONS[level] ?? LEVEL_ICONS.info)}${word}</span>`;
}

/** @param {{href: string, label: string}} props */
export function Back({ href, label }) {
  return html`<a class="back" href=${href}>${icon("arrow-left")} ${label}</a>`;
}

/** @param {{icon?: string, title: string, text?: string, href?: string, action?: string}} props */
export function Empty({ icon: name = "journal-text", title, text = "", href = "", action = "" }) {
  return html`<div class="empty">
    ${icon(name)}
    <p class="empty-title">${title}</p>
    ${text && html`<p>${text}</p>`} ${href && html`<a class="btn btn-primary" href=${href}>${action}</a>`}
  </div>`;
}

/** Page frame of one screen. @param {{title: string, lead?: any, back?: any, bottom?: any, children?: any}} props */
export function Screen({ title, lead = "", back = null, bottom = null, children }) {
  return html`${back}
    <div class="page-head">
      <div class="page-head-words">
        <h1 tabindex="-1">${title}</h1>
        ${lead && html`<p class="page-lead">${lead}</p>`}
      </div>
    </div>
    ${children} ${bottom && html`<div class="page-bottom">${bottom}</div>`}`;
}

/** @param {{stage: string, size?: string}} props */
export function Avatar({ stage, size = "" }) {
  return html`<span class=${`avatar${size && ` avatar-${size}`}`}>${icon(STAGE_ICONS[stage] ?? "person")}</span>`;
}

/** What stands under a field: help, and what is wrong with it. @param {{id: string, help?: string, errors?: string[]}} props */
export function FieldFoot({ id, help = "", errors = [] }) {
  return html`${help && html`<p class="field-help" id=${`${id}-help`}>${help}</p>`}
  ${errors.length > 0 &&
  html`<div class="field-error" id=${`${id}-error`}>
    ${icon("exclamation-octagon-fill")}
    <ul>
      ${errors.map((error) => html`<li>${error}</li>`)}
    </ul>
  </div>`}`;
}

/** What reads out the help and the error of a field; `foot` has the id of the field with "-foot". */
export function describedBy(id, { help = "", errors = [], ghost = "", foot = null }) {
  const parts = { help, error: errors.length, ghost, foot };
  const ids = Object.keys(parts).filter((name) => parts[name]).map((name) => `${id}-${name}`);
  return ids.length ? ids.join(" ") : undefined;
}

/**
 * One line to type in. `onInput` gets the text, `onLeave` too, once the field is left. `foot` stands under it.
 * @param {{name: string, label: string, value: string, onInput: (text: string) => void, unit?: string, ghost?: string,
 *   help?: string, errors?: string[], optional?: boolean, type?: string, inputMode?: string, maxLength?: number,
 *   live?: any, foot?: any, onLeave?: (text: string) => void}} props
 */
export function TextField({ name, label, value, onInput, unit = "", ghost = "", live = "", ...more }) {
  const { help = "", errors = [], optional = false, type = "text", inputMode, maxLength, foot = null, onLeave } = more;
  const id = `id_${name}`;
  return html`<div class="field">
    <div class="field-head">
      <label class="field-label" for=${id}
        >${label}${optional && html` <span class="field-optional">(boleh kosong)</span>`}</label
      >
      ${ghost && html`<span class="field-ghost" id=${`${id}-ghost`}>${ghost}</span>`}
    </div>
    <div class="field-row">
      <div class=${`field-box${unit && " has-unit"}`}>
        <input
          class="form-control"
          id=${id}
          name=${name}
          type=${type}
          inputmode=${inputMode}
          maxlength=${maxLength}
          autocomplete="off"
          value=${value}
          aria-invalid=${errors.length ? "true" : undefined}
          aria-describedby=${describedBy(id, { help, errors, ghost, foot })}
          onInput=${(event) => onInput(event.target.value)}
          onBlur=${onLeave && ((event) => onLeave(event.target.value))}
        />
        ${unit && html`<span class="field-unit">${unit}</span>`}
      </div>
      ${live && html`<span class="field-live">${live}</span>`}
    </div>
    <${FieldFoot} id=${id} help=${help} errors=${errors} />
    ${foot && html`<div id=${`${id}-foot`}>${foot}</div>`}
  </div>`;
}

/**
 * A few answers as big buttons. A second tap, or space, takes the answer back where `takesBack`; `optional` says so too.
 * @param {{name: string, label: string, choices: [string, string][], value: string, onChange: (value: string) => void,
 *   help?: string, errors?: string[], optional?: boolean, takesBack?: boolean, foot?: any}} props
 */
export function ChoiceField({ name, label, choices, value, onChange, help = "", errors = [], ...more }) {
  const { optional = false, takesBack = optional, foot = null } = more;
  const id = `id_${name}`;
  const pick = (code) => (event) => {
    if (takesBack && value === code) {
      event.target.checked = false;
      onChange("");
    }
  };
  // A browser's own space ticks a radio and never takes it back.
  const onSpace = (code) => (event) => {
    if (event.key === " " && takesBack && value === code) {
      event.preventDefault();
      pick(code)(event);
    }
  };
  return html`<fieldset class=${`field choice${errors.length ? " is-wrong" : ""}`} id=${id}>
    <legend class="field-label">
      ${label}${optional && html` <span class="field-optional">(boleh kosong)</span>`}
    </legend>
    <div class="choice-options">
      ${choices.map(
        ([code, words], place) =>
          html`<label class="choice-option" for=${`${id}_${place}`} key=${code}
            ><input
              type="radio"
              class="form-check-input"
              id=${`${id}_${place}`}
              name=${name}
              value=${code}
              checked=${value === code}
              onClick=${pick(code)}
              onKeyUp=${onSpace(code)}
              onChange=${() => onChange(code)}
            />
            <span>${words}</span></label
          >`,
      )}
    </div>
    <${FieldFoot} id=${id} help=${help} errors=${errors} />
    ${foot && html`<div id=${`${id}-foot`}>${foot}</div>`}
  </fieldset>`;
}

/** @param {{name: string, label: string, checked: boolean, onChange: (isOn: boolean) => void, errors?: string[]}} props */
export function CheckField({ name, label, checked, onChange, errors = [] }) {
  const id = `id_${name}`;
  return html`<div class="field">
    <label class="check"
      ><input
        type="checkbox"
        class="form-check-input"
        id=${id}
        name=${name}
        checked=${checked}
        onChange=${(event) => onChange(event.target.checked)}
      />
      <span>${label}</span></label
    >
    <${FieldFoot} id=${id} errors=${errors} />
  </div>`;
}

/** 12 Okt 2026, for tables and where there is little room. @param {string} isoDay */
export function shortDate(isoDay) {
  const [year, month, day] = isoDay.split("-").map(Number);
  return `${day} ${MONTHS[month - 1].slice(0, 3)} ${year}`;
}

/** Senin, 12 Oktober 2026. @param {string} isoDay */
export function weekdayDate(isoDay) {
  const weekday = new Intl.DateTimeFormat("id-ID", { timeZone: "UTC", weekday: "long" });
  return `${weekday.format(new Date(`${isoDay}T00:00:00Z`))}, ${longDate(isoDay)}`;
}

/** 12 Oktober 2026. @param {string} isoDay */
export function longDate(isoDay) {
  const [year, month, day] = isoDay.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** 12 Oktober 2026 pukul 09.30, in the village's time zone. @param {string|number} moment */
export function dateAndTime(moment) {
  const at = new Date(moment);
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(at);
  const time = new Intl.DateTimeFormat("id-ID", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).format(at);
  return `${longDate(day)} pukul ${time.replace(":", ".")}`;
}

/** Age in words, as on the server's pages. @param {string} birth @param {string} day */
export function ageText(birth, day) {
  if (birth > day) {
    return "";
  }
  const { days, months, years, monthsPart } = ageOn(birth, day);
  if (months < 1) {
    return `${days} hari`;
  }
  if (years < 1) {
    return `${months} bulan`;
  }
  return years < 6 && monthsPart ? `${years} tahun ${monthsPart} bulan` : `${years} tahun`;
}

/** A stored value for people: 9.4 is 9,4. @param {any} value */
export function shownNumber(value) {
  return value === null || value === undefined || value === "" ? "" : numberText(value);
}

/** A count for people: 1.086. @param {number} count */
export function whole(count) {
  return count.toLocaleString("id-ID");
}
