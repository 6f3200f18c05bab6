// Habits of a class's pages: a trainee dragged into another group, printing.

let dragged = null;

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-trainee]") ?? null;
  event.dataTransfer?.setData("text/plain", dragged?.dataset.trainee ?? "");
});
document.addEventListener("dragover", (event) => {
  const group = event.target.closest?.("[data-group]");
  if (!dragged || !group) return;
  event.preventDefault();
  mark(group);
});
document.addEventListener("drop", (event) => {
  const group = event.target.closest?.("[data-group]");
  if (!dragged || !group) return;
  event.preventDefault();
  htmx.ajax("POST", dragged.dataset.trainee, {
    target: "#board",
    swap: "outerHTML",
    values: { group: group.dataset.group },
  });
});
document.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});

function mark(group) {
  for (const card of document.querySelectorAll("[data-group]")) card.classList.toggle("is-over", card === group);
}
