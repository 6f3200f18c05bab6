// Runs before the page is painted: where the theme follows the device, ask the device. Paper is always light.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const paper = window.matchMedia("print");
  const apply = () => {
    const chosen = root.dataset.theme;
    const shown = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    root.dataset.bsTheme = paper.matches ? "light" : shown;
  };
  apply();
  dark.addEventListener("change", apply);
  paper.addEventListener("change", apply);
})();
