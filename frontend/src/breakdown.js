// The breakdown page: text and drafts tied to each other, keys, choosing, filters, what others have changed.
// Works on attributes and on the document, so that rows brought in later behave like the first ones.

const page = document.querySelector("[data-breakdown]");
const phone = window.matchMedia("(max-width: 61.99rem)");

const rowOf = (element) => element?.closest?.("[data-draft]");
const rows = () => [...document.querySelectorAll("#drafts > [data-draft]")];
const shownRows = () => rows().filter((row) => !row.hidden);
const sourcesOf = (id) => [...document.querySelectorAll(`#text [data-drafts~="${id}"]`)];
const isTyping = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select");
const lengthOf = (text) => Array.from(text).length; // the server counts characters, not UTF-16 units

// A file that is chosen or dropped is sent at once.
for (const form of document.querySelectorAll("[data-drop-form]")) {
  const input = form.querySelector("input[type=file]");
  const send = () => {
    if (!input.files.length) return;
    form.querySelector("[data-working]").hidden = false;
    form.requestSubmit();
  };
  input.addEventListener("change", send);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    input.files = event.dataTransfer.files;
    send();
  });
}

// The side panel: opened by what fills it, closed when its work is done.
const panel = () => document.getElementById("panel");
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "panel-body") {
    if (!panel().open) panel().showModal();
    event.detail.target.querySelector("h2, input:not([type=hidden]), select, textarea")?.focus();
  }
});
document.addEventListener("panel-done", () => panel()?.close());
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Retarget") === "#messages") panel()?.close();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-panel-close]")) panel().close();
  if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
});

// What a printed name means decides which field goes with it.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-meaning]")) return;
  for (const field of event.target.closest("fieldset").querySelectorAll("[data-for]")) {
    field.hidden = field.dataset.for !== event.target.value;
    if (!field.hidden) field.focus();
  }
});

// Text fields grow with what is in them.
const grow = (field) => {
  field.rows = 1;
  const line = parseFloat(getComputedStyle(field).lineHeight);
  field.rows = Math.min(30, Math.max(1, Math.ceil((field.scrollHeight - 16) / line)));
};
document.addEventListener("input", (event) => event.target.matches("[data-grows]") && grow(event.target));

// The review page: how many are chosen stands on the button.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-review]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=draft]")];
  if (event.target.matches("[data-all]")) boxes.forEach((box) => (box.checked = event.target.checked));
  const chosen = boxes.filter((box) => box.checked).length;
  form.querySelector("[data-all]").checked = chosen === boxes.length;
  const count = form.querySelector("[data-count]");
  if (count) count.textContent = count.dataset.count.replace("%d", chosen);
});

// Not before htmx has seen the page: what was left open is opened again by its buttons.
if (page) document.addEventListener("DOMContentLoaded", start);

function start() {
  link();
  choose();
  filter();
  pick();
  keys();
  keep();
  watch();
  panes();
  enliven();
  reveal(location.hash);
}

// Words and drafts light up together; a click on one shows the other.
function link() {
  const light = (id) => {
    for (const lit of document.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
    if (!id) return;
    document.getElementById(`draft-${id}`)?.classList.add("is-lit");
    sourcesOf(id).forEach((source) => source.classList.add("is-lit"));
  };
  const idAt = (element) => {
    const source = element.closest?.("[data-drafts], [data-draft-link]");
    return rowOf(element)?.dataset.draft ?? source?.dataset.draftLink ?? source?.dataset.drafts.split(" ")[0];
  };
  document.addEventListener("mouseover", (event) => light(idAt(event.target)));
  document.addEventListener("focusin", (event) => light(idAt(event.target)));
  document.addEventListener("click", (event) => {
    const source = event.target.closest("#text [data-drafts], [data-draft-link]");
    if (source && String(document.getSelection()) === "") goToRow(document.getElementById(`draft-${idAt(source)}`));
    if (event.target.closest("[data-show-source]")) showSource(rowOf(event.target));
    const place = event.target.closest("[data-goto]");
    if (place) {
      event.preventDefault();
      showText(place.dataset.goto);
    }
  });
}

function goToRow(row) {
  if (!row) return;
  row.hidden = false;
  showPane("drafts");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function showSource(row) {
  const [source] = sourcesOf(row.dataset.draft);
  if (!source) return;
  showPane("text");
  source.scrollIntoView({ block: "center" });
  flash(sourcesOf(row.dataset.draft));
}

function showText(at) {
  const line = document.querySelector(`#text [data-at="${at}"]`) ?? document.getElementById(`at-${at}`);
  if (!line) return;
  showPane("text");
  line.scrollIntoView({ block: "center" });
  flash([line.closest("p, td") ?? line]);
}

function flash(elements) {
  for (const element of elements) {
    element.classList.add("is-found");
    setTimeout(() => element.classList.remove("is-found"), 1600);
  }
}

function reveal(hash) {
  if (hash.startsWith("#draft-")) goToRow(document.getElementById(hash.slice(1)));
}

// Once for many rows that come together.
function onceDrawn(act) {
  let due = 0;
  return () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(act);
  };
}

// The rows of a long plan come in words alone; those near the window, or that one works on, are fetched whole.
const AT_ONCE = 60;
function enliven() {
  const near = new Set();
  let due = 0;
  const fetchNear = () => {
    const some = [...near].slice(0, AT_ONCE);
    some.forEach((row) => near.delete(row));
    fetchWhole(some);
    if (near.size) due = setTimeout(fetchNear, 120);
  };
  const observer = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) near[isIntersecting ? "add" : "delete"](target);
      clearTimeout(due);
      due = setTimeout(fetchNear, 120); // rows that are only scrolled past are left alone
    },
    { root: phone.matches ? null : document.getElementById("drafts-pane"), rootMargin: "600px 0px" },
  );
  for (const row of document.querySelectorAll("#drafts > .is-short")) observer.observe(row);
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (!detail.target.matches?.(".is-short")) return;
    observer.unobserve(detail.target);
    const [alike, empty] = [detail.target, detail.fragment].map((row) => row.querySelector(".ls-alike"));
    if (alike?.dataset.doubt) empty?.replaceWith(alike);
  });
}

// Rows under way, by their id; each request has a carrier of its own, as htmx lets one element ask once at a time.
const coming = new Map();
function fetchWhole(some) {
  const wanted = some.filter((row) => row.isConnected && !coming.has(row.id));
  if (wanted.length) {
    const carrier = page.appendChild(Object.assign(document.createElement("span"), { hidden: true }));
    const values = { drafts: wanted.map((row) => row.dataset.draft).join(" ") };
    const url = document.getElementById("drafts").dataset.rows;
    const came = htmx.ajax("GET", url, { source: carrier, swap: "none", values }).finally(() => {
      carrier.remove();
      wanted.forEach((row) => coming.delete(row.id));
    });
    wanted.forEach((row) => coming.set(row.id, came));
  }
  return Promise.all(some.map((row) => coming.get(row.id)));
}

async function whole(row) {
  if (!row?.matches(".is-short")) return row;
  await fetchWhole([row]);
  const found = document.getElementById(row.id);
  if (found) htmx.process(found); // its buttons work at once, not only when all has settled
  return found;
}

// Chosen drafts can be joined.
function choose() {
  const bar = document.querySelector("[data-join]");
  const boxes = () => [...document.querySelectorAll("[data-choose]")];
  const count = () => {
    if (!bar) return;
    const chosen = boxes().filter((box) => box.checked);
    const text = bar.querySelector("[data-count]");
    text.textContent = text.dataset.text.replace("%d", chosen.length);
    bar.hidden = chosen.length === 0;
  };
  document.addEventListener("change", (event) => event.target.matches("[data-choose]") && count());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-unchoose]")) return;
    boxes().forEach((box) => (box.checked = false));
    count();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("[data-join]")) return;
    boxes().filter((box) => box.checked).forEach((box) => event.detail.formData.append("draft", box.value));
  });
  for (const name of ["htmx:afterSettle", "htmx:oobAfterSwap"]) document.addEventListener(name, onceDrawn(count));
}

// A chip shows only the drafts in which its doubt stands.
let wanted = "";
function filter() {
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-filter]");
    if (!chip) return;
    wanted = chip.dataset.filter === wanted ? "" : chip.dataset.filter;
    applyFilter();
  });
  for (const name of ["htmx:afterSettle", "htmx:oobAfterSwap"]) document.addEventListener(name, onceDrawn(applyFilter));
}

function applyFilter() {
  for (const chip of document.querySelectorAll("[data-filter]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.filter === wanted));
  }
  for (const row of rows()) {
    const doubts = row.dataset.doubts.split(" ");
    const alike = row.querySelector(".ls-alike")?.dataset.doubt;
    row.hidden = wanted !== "" && !doubts.includes(wanted) && alike !== wanted;
  }
}

// Words that are marked in the text can be added as a draft.
function pick() {
  const form = document.querySelector("[data-pick]");
  if (!form) return;
  document.addEventListener("selectionchange", () => {
    const found = markedStretch();
    form.hidden = !found;
    if (!found) return;
    form.elements.start.value = found.start;
    form.elements.end.value = found.end;
    form.style.top = `${Math.max(8, found.box.top - 44)}px`;
    form.style.left = `${Math.min(window.innerWidth - 160, Math.max(8, found.box.left))}px`;
  });
  form.addEventListener("mousedown", (event) => event.preventDefault()); // the marking stays while one clicks
  form.addEventListener("htmx:afterRequest", () => document.getSelection().removeAllRanges());
}

function markedStretch() {
  const marked = document.getSelection();
  if (marked.isCollapsed || !marked.rangeCount) return null;
  const range = marked.getRangeAt(0);
  if (!document.getElementById("text")?.contains(range.commonAncestorContainer)) return null;
  const start = offsetOf(range.startContainer, range.startOffset, "first");
  const end = offsetOf(range.endContainer, range.endOffset, "last");
  return start === null || end === null || end <= start ? null : { start, end, box: range.getBoundingClientRect() };
}

function offsetOf(node, offset, side) {
  const inside = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-at]");
  if (inside && node.nodeType === Node.TEXT_NODE) {
    return Number(inside.dataset.at) + lengthOf(node.textContent.slice(0, offset));
  }
  const near = inside ?? nearest(node, offset, side);
  if (!near) return null;
  return Number(near.dataset.at) + (side === "last" ? lengthOf(near.textContent) : 0);
}

function nearest(node, offset, side) {
  const every = [...document.querySelectorAll("#text [data-at]")];
  const point = document.createRange();
  point.setStart(node, offset);
  const after = every.findIndex((span) => point.comparePoint(span, 0) >= 0);
  if (side === "first") return every[after] ?? null;
  return every[(after < 0 ? every.length : after) - 1] ?? null;
}

// Keys, as in many programs; none while one types.
function keys() {
  const current = () => rowOf(document.activeElement) ?? document.querySelector("#drafts > .is-lit");
  const press = async (selector) => (await whole(current()))?.querySelector(selector)?.click();
  const move = (by) => {
    const every = shownRows();
    const at = every.indexOf(current());
    goToRow(every[Math.min(every.length - 1, Math.max(0, at + by))]);
  };
  const actions = {
    j: () => move(1),
    k: () => move(-1),
    e: () => press("[data-edit]"),
    s: () => press("[data-split]"),
    d: () => press("[data-drop]"),
    u: () => press("[data-add-part]"),
    x: () => press("[data-choose]"),
    m: () => document.querySelector("[data-join]:not([hidden]) button:not([type=button])")?.click(),
    a: () => document.querySelector("[data-pick]:not([hidden]) button")?.click(),
    Enter: () => current() && showSource(current()),
    "?": () => document.getElementById("keys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave(event);
    const field = isTyping(event.target);
    if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form?.requestSubmit();
    const isOnControl = event.key === "Enter" && !event.target.matches("[data-draft]");
    if (field || isOnControl || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || !actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-tray-close]")) closeTray(rowOf(event.target));
    if (event.target.closest("[data-split-at]")) setCaret(event.target.closest("form"));
  }, true);
}

function leave(event) {
  const row = rowOf(event.target);
  if (!row) return;
  if (row.matches(".is-editing")) row.querySelector("[data-cancel]").click();
  else closeTray(row);
}

function closeTray(row) {
  row.querySelector(".ls-tray")?.replaceChildren();
  row.focus({ preventScroll: true });
}

// The cursor's place goes with the edited words: an edit is split where one stands.
function setCaret(form) {
  const words = form.querySelector("textarea[name=text]");
  let at = form.querySelector("input[name=at]");
  if (!at) {
    at = Object.assign(document.createElement("input"), { type: "hidden", name: "at" });
    form.append(at);
  }
  at.value = lengthOf(words.value.slice(0, words.selectionStart));
}

// What is typed and not yet saved survives a reload; it comes back with the version it was opened with.
function keep() {
  const author = document.getElementById("drafts").dataset.author;
  const keyOf = (row) => `luoshi.draft.${author}.${row.dataset.draft}`;
  const fields = (form) => [...form.elements].filter((field) => field.name && field.name !== "csrfmiddlewaretoken");
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-edit-form]");
    if (!form) return;
    const kept = fields(form).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
    localStorage.setItem(keyOf(rowOf(form)), JSON.stringify(kept));
  });
  const forget = (event) => {
    const row = rowOf(event.target);
    if (row && event.target.closest("[data-cancel]")) localStorage.removeItem(keyOf(row));
  };
  document.addEventListener("click", forget, true);
  document.addEventListener("htmx:afterSwap", (event) => {
    const row = document.getElementById(event.detail.target.id);
    if (!row?.matches("[data-draft]")) return;
    if (row.querySelector("[data-edit-form]")) fill(row, localStorage.getItem(keyOf(row)), event.detail.requestConfig.verb);
    else if (event.detail.requestConfig.verb === "post") localStorage.removeItem(keyOf(row));
    row.querySelectorAll("[data-grows]").forEach(grow);
    (row.querySelector("textarea") ?? row).focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.matches(".ls-tray")) event.detail.target.querySelector("input:not([type=hidden]), button")?.focus();
  });
  const left = rows().filter((row) => localStorage.getItem(keyOf(row)));
  for (const row of left) whole(row).then((found) => found?.querySelector("[data-edit]")?.click());
}

function fill(row, kept, verb) {
  if (!kept || verb !== "get") return; // an answer to a sending brings its own words back
  const form = row.querySelector("[data-edit-form]");
  for (const [name, value] of JSON.parse(kept)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
}

// What others change comes in by itself; a row under edit is left alone and only says so.
function watch() {
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("[data-poll]")) return;
    const every = rows();
    const busy = every.filter((row) => row.querySelector("[data-edit-form], .ls-tray > *"));
    event.detail.formData.set("seen", every.map((row) => `${row.dataset.draft}.${row.dataset.version}`).join(","));
    event.detail.formData.set("editing", busy.map((row) => row.dataset.draft).join(" "));
  });
}

// On a phone one sees either the text or the drafts.
function panes() {
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-pane]");
    if (tab) showPane(tab.dataset.pane);
  });
}

function showPane(name) {
  if (!phone.matches) return;
  page.dataset.show = name;
  for (const tab of page.querySelectorAll("[data-pane]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.pane === name));
  }
}
