// A long list to choose from gets a box above it that leaves only what one types.
function start(select) {
  const options = [...select.options];
  const groups = [...select.children].map((child) => ({ child, options: [...child.querySelectorAll("option")] }));
  const box = document.createElement("input");
  box.type = "search";
  box.className = "form-control";
  box.placeholder = "Saring daftar ini";
  box.setAttribute("aria-label", `Saring: ${select.labels[0]?.textContent.trim() ?? ""}`);
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const text = (option) => `${option.text} ${option.dataset.group}`.toLowerCase();
    const fits = (option) => !option.value || words.every((word) => text(option).includes(word));
    const chosen = select.value;
    select.replaceChildren(...groups.filter((group) => keep(group, fits)).map((group) => group.child));
    select.value = [...select.options].some((option) => option.value === chosen) ? chosen : "";
    if (words.length > 0 && select.options.length === 2) {
      select.selectedIndex = 1;
    }
  });
  for (const option of options) {
    option.dataset.group = option.parentElement.label ?? "";
  }
  // The box is no field of the form: Enter in it must not send anything.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      select.focus();
    }
  });
  select.closest(".field-row").before(box);
}

// Leaves in a group what fits, and says whether anything is left of it.
function keep(group, fits) {
  if (group.child.tagName === "OPTION") {
    return fits(group.child);
  }
  const left = group.options.filter(fits);
  group.child.replaceChildren(...left);
  return left.length > 0;
}

for (const select of document.querySelectorAll("[data-filter-select] select")) {
  start(select);
}
