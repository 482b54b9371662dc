// The account menu closes with Escape and with a touch elsewhere, as people expect of a menu.
const menu = document.querySelector(".topbar .account");

if (menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
