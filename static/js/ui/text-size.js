// The reader's choice of large text (130%), kept on this device.
const buttons = document.querySelectorAll("[data-text-size]");

function show() {
  const large = document.documentElement.dataset.text === "besar";
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(large));
    button.querySelector("[data-text-size-state]").textContent = large ? "nyala" : "mati";
  }
}

function toggle() {
  const root = document.documentElement;
  if (root.dataset.text === "besar") {
    delete root.dataset.text;
  } else {
    root.dataset.text = "besar";
  }
  try {
    localStorage.setItem("text-size", root.dataset.text ?? "");
  } catch {
    // Without storage the choice lasts for this page.
  }
  show();
}

for (const button of buttons) {
  button.addEventListener("click", toggle);
}
show();
