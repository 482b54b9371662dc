// A button that shows a password while it is being checked.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = button.parentElement.querySelector("input");
  const [closed, open] = button.querySelectorAll(".icon");
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    closed.toggleAttribute("hidden", shown);
    open.toggleAttribute("hidden", !shown);
  });
}
