// A page that draws itself says so when it does not: a file is missing, or the browser is too old for it.
const PATIENCE_MS = 20_000;

function say() {
  const words = document.querySelector("[data-opening]");
  if (words) {
    const again = document.createElement("a");
    again.href = location.pathname;
    again.textContent = "Muat ulang";
    words.replaceChildren("Belum bisa dibuka. Isian Anda tetap aman di HP ini. ", again);
  }
}

setTimeout(say, PATIENCE_MS);
