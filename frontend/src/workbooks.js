// Handing workbooks in: files may be dropped on the field, what was chosen is told, one click sends them once.
for (const form of document.querySelectorAll("[data-hand-in]")) {
  const zone = form.querySelector("[data-dropzone]");
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const button = form.querySelector("[data-working]");

  const tell = () => {
    chosen.hidden = !input.files.length;
    chosen.textContent = chosen.dataset.words.replace("#", input.files.length);
  };
  input.addEventListener("change", tell);

  // A file dropped beside the zone must not open in the browser and take the page away.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  zone.addEventListener("dragover", () => zone.classList.add("is-over"));
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    zone.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    tell();
  });

  form.addEventListener("submit", () => {
    button.disabled = true;
    button.querySelector("span").textContent = button.dataset.working;
  });
}
