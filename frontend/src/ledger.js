// Habits of the ledger's pages: small steps in a dialog, a selection that counts itself, addresses without empty answers.

const dialog = () => document.getElementById("step-dialog");

// What arrives in the dialog's body opens it; a refusal is shown on the page, so the dialog makes room for it.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "step-body" || dialog().open) return;
  dialog().showModal();
  event.detail.target.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Retarget")) dialog()?.close();
});
document.addEventListener("click", (event) => {
  const leaves = event.target.closest("[data-closes-dialog]");
  if (leaves && dialog()?.open) {
    event.preventDefault();
    dialog().close();
  }
});

// A form with data-tidy leaves empty answers out of the address.
document.addEventListener("formdata", (event) => {
  if (event.target.matches("[data-tidy]")) tidy(event.formData);
});
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches("[data-tidy]")) tidy(event.detail.formData);
});

function tidy(answers) {
  for (const name of new Set(answers.keys())) {
    const given = answers.getAll(name).filter(Boolean);
    answers.delete(name);
    given.forEach((value) => answers.append(name, value));
  }
}

// One tick for all boxes of a name.
document.addEventListener("change", (event) => {
  const name = event.target.dataset.allOf;
  if (!name) return;
  event.target.form.querySelectorAll(`[name="${name}"]`).forEach((box) => (box.checked = event.target.checked));
});

// With the shift key a click ticks everything from the box that was clicked before.
let before = null;
document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-selection] [name=pk]")) return;
  const boxes = [...event.target.form.querySelectorAll("[name=pk]")];
  const [from, to] = [boxes.indexOf(before), boxes.indexOf(event.target)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) {
    for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }
  before = event.target;
});

// Ticked rows are counted; the bar with the steps shows once there are any.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-selection]");
  if (!form) return;
  if (event.target.matches("[data-all]")) {
    form.querySelectorAll("[name=pk]").forEach((box) => (box.checked = event.target.checked));
  }
  count(form);
});

function count(form) {
  const bar = form.querySelector("[data-selection-bar]");
  if (!bar) return;
  const boxes = [...form.querySelectorAll("[name=pk]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const text = bar.querySelector("[data-selection-count]");
  text.textContent = text.dataset.text.replace("{n}", ticked);
  bar.hidden = ticked === 0;
  const all = form.querySelector("[data-all]");
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

function countAll() {
  document.querySelectorAll("[data-selection]").forEach(count);
}
document.addEventListener("DOMContentLoaded", countAll);
document.addEventListener("htmx:afterSettle", countAll);
window.addEventListener("pageshow", countAll);

// A button with data-choice says what is ticked in the list that it opens.
function tell(button) {
  const list = document.querySelector(button.dataset.choice);
  const ticked = [...list.querySelectorAll("input:checked")].map((box) => box.parentElement.textContent.trim());
  button.dataset.none ??= button.textContent;
  button.textContent = ticked.join("、") || button.dataset.none;
}
function tellAll() {
  document.querySelectorAll("[data-choice]").forEach(tell);
}
document.addEventListener("DOMContentLoaded", tellAll);
document.addEventListener("change", tellAll);

// A button with data-unchecks clears its form's boxes, so that nothing chosen means the usual.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-unchecks]");
  button?.form.querySelectorAll("input[type=checkbox]").forEach((box) => (box.checked = false));
});

// j and k walk through the rows, x ticks one, Enter on the link opens it.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...document.querySelectorAll("[data-row]")];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  if (event.key === "j" || event.key === "k") {
    const next = rows[Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), rows.length - 1)];
    next?.querySelector("a[href]")?.focus();
  } else if (event.key === "x" && here >= 0) {
    rows[here].querySelector("[name=pk]")?.click();
  }
});
