// The phone's clock, which somebody sets: all tabs of the phone at once, and it stays so when a tab is opened anew.
(() => {
  const Real = Date;
  const shift = () => {
    try {
      return Number(localStorage.getItem("badai:jam") ?? 0);
    } catch {
      return 0;
    }
  };
  globalThis.Date = class Date extends Real {
    constructor(...given) {
      super(...(given.length ? given : [Real.now() + shift()]));
    }

    static now() {
      return Real.now() + shift();
    }
  };
})();
