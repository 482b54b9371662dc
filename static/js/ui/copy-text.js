// A button with data-copy="id" copies the text of that box; where the browser refuses, the text is marked for the hand.
function say(id, words) {
  const line = document.querySelector(`[data-copied="${id}"]`);
  if (line) {
    line.textContent = words;
  }
}

async function copy(box) {
  box.focus();
  box.select();
  // Only a page behind https may write to the clipboard; many an office serves without it.
  await navigator.clipboard.writeText(box.value);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  button.addEventListener("click", async () => {
    try {
      await copy(box);
      say(box.id, "Tersalin. Tempel di WhatsApp.");
    } catch {
      say(box.id, "Teks sudah ditandai. Tekan lama lalu pilih Salin, atau Ctrl+C.");
    }
  });
}
