// A long list to choose from gets a box above it that leaves only what one types.
function start(select) {
  const options = [...select.options];
  const box = document.createElement("input");
  box.type = "search";
  box.className = "form-control";
  box.placeholder = "Saring daftar ini";
  box.setAttribute("aria-label", `Saring: ${select.labels[0]?.textContent.trim() ?? ""}`);
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (option) => !option.value || words.every((word) => option.text.toLowerCase().includes(word));
    const chosen = select.value;
    select.replaceChildren(...options.filter(fits));
    select.value = [...select.options].some((option) => option.value === chosen) ? chosen : "";
    if (words.length > 0 && select.options.length === 2) {
      select.selectedIndex = 1;
    }
  });
  // The box is no field of the form: Enter in it must not send anything.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      select.focus();
    }
  });
  select.closest(".field-row").before(box);
}

for (const select of document.querySelectorAll("[data-filter-select] select")) {
  start(select);
}
