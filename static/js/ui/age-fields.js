// Questions that do not fit somebody's age are put away; what is stored in them stays as it is.
const form = document.querySelector("form[data-age-form]");

function field(name) {
  return form.elements.namedItem(name)?.value ?? "";
}

/** Completed years today, or null while nothing is known. */
function years(today = new Date()) {
  const known = field("birth_date_known") || "pasti";
  if (known === "perkiraan" && (field("age_years") || field("age_months"))) {
    return Number(field("age_years") || 0);
  }
  if (known === "tahun") {
    return /^\d{4}$/.test(field("birth_year")) ? today.getFullYear() - Number(field("birth_year")) : null;
  }
  const born = new Date(`${field("birth_date")}T00:00`);
  if (Number.isNaN(born.getTime())) {
    return null;
  }
  const before = today.getMonth() - born.getMonth() || today.getDate() - born.getDate();
  return today.getFullYear() - born.getFullYear() - (before < 0 ? 1 : 0);
}

function fit() {
  const age = years();
  for (const part of form.querySelectorAll("[data-age-from]")) {
    part.hidden = age !== null && age < Number(part.dataset.ageFrom) && !part.querySelector(".field-error");
  }
  for (const part of form.querySelectorAll("[data-age-open-under]")) {
    if (age !== null && age < Number(part.dataset.ageOpenUnder)) {
      part.open = true;
    }
  }
}

if (form) {
  form.addEventListener("change", fit);
  fit();
}
