// Runs before the first paint, so that large text does not jump into place.
(() => {
  try {
    if (localStorage.getItem("text-size") === "besar") {
      document.documentElement.dataset.text = "besar";
    }
  } catch {
    // Storage may be closed to this page; the normal size is fine then.
  }
})();
