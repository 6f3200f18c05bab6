// Notes at a text: mark selected words, write on them, see them in the text and beside it; go on where one stopped.

const text = document.querySelector("[data-doc]");
const panel = document.getElementById("notes-panel");
let selected = null; // {start, end, quote} of the last selection in the text
let settle = 0;

if (text && panel) {
  panel.addEventListener("htmx:afterSwap", () => {
    paintNotes();
    offerResume();
  });
  document.addEventListener("selectionchange", () => {
    clearTimeout(settle);
    settle = setTimeout(readSelection, 200);
  });
  panel.addEventListener("click", onPanelClick);
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-note]");
    if (mark && document.getSelection().isCollapsed) showNote(mark.dataset.note);
    const clause = event.target.closest(".ls-clause");
    if (clause && !event.ctrlKey && !event.metaKey) onClause(clause);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const clause = text.querySelector(".is-chosen > .ls-clause");
    if (clause && event.target.closest("[data-note-clause]")) openDialog(clauseStretch(clause));
  });
  document.addEventListener("htmx:responseError", tellRefusal);
  keepPlace();
}

// Characters as the server counts them: one outside the first plane is two units here and one there.
function points(words) {
  return /[\ud800-\udfff]/.test(words) ? [...words].length : words.length;
}

function blocks() {
  return text.querySelectorAll("[id^=o]");
}

function startOf(block) {
  return Number(block.id.slice(1));
}

function readSelection() {
  const selection = document.getSelection();
  const bar = panel.querySelector("[data-note-bar]");
  if (!bar) return;
  if (selection.isCollapsed || !selection.rangeCount) {
    bar.hidden = true;
    return;
  }
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !range.intersectsNode(text)) return;
  selected = stretchOf(range);
  bar.hidden = !selected;
  if (selected) placeBar(bar, range.getBoundingClientRect());
}

// The stretch of the frozen text that a range covers: from the first block it touches to the last.
function stretchOf(range) {
  let start = null;
  let end = null;
  for (const block of blocks()) {
    if (block.querySelector("[id^=o]") || !range.intersectsNode(block)) continue;
    const part = document.createRange();
    part.selectNodeContents(block);
    const whole = part.cloneRange();
    if (part.compareBoundaryPoints(Range.START_TO_START, range) < 0) part.setStart(range.startContainer, range.startOffset);
    if (part.compareBoundaryPoints(Range.END_TO_END, range) > 0) part.setEnd(range.endContainer, range.endOffset);
    const words = part.toString();
    if (!words) continue;
    whole.setEnd(part.startContainer, part.startOffset);
    const from = startOf(block) + points(whole.toString());
    if (start === null) start = from;
    end = from + points(words);
  }
  if (start === null || end <= start) return null;
  return { start, end, quote: range.toString() };
}

// Above the words with a pointer; at the foot of the page on a small screen, where the system's own menu floats.
function placeBar(bar, box) {
  if (innerWidth < 768) {
    bar.classList.add("is-docked");
    return;
  }
  bar.classList.remove("is-docked");
  const top = box.top > 60 ? box.top - bar.offsetHeight - 8 : box.bottom + 8;
  bar.style.setProperty("top", `${Math.max(8, Math.min(top, innerHeight - bar.offsetHeight - 8))}px`);
  bar.style.setProperty("left", `${Math.max(8, Math.min(box.left, innerWidth - bar.offsetWidth - 8))}px`);
}

function onPanelClick(event) {
  const colour = event.target.closest("[data-note-colour]");
  if (colour && selected) save({ ...selected, colour: colour.dataset.noteColour });
  if (event.target.closest("[data-note-write]") && selected) openDialog(selected);
  if (event.target.closest("[data-note-cancel]")) panel.querySelector("[data-note-dialog]").close();
  const edit = event.target.closest("[data-note-edit]");
  if (edit) openEdit(edit);
  const link = event.target.closest("[data-note-link]");
  if (link) {
    event.preventDefault();
    showMark(link.dataset.noteLink);
  }
}

// N writes on the selection (also one made with the keyboard in caret browsing), else on the clause that is chosen.
function onKey(event) {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
  if (event.key.toLowerCase() !== "n" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const bar = panel.querySelector("[data-note-bar]");
  if (bar && !bar.hidden && selected) {
    event.preventDefault();
    openDialog(selected);
  } else {
    const clause = text.querySelector(".is-chosen > .ls-clause");
    if (clause) {
      event.preventDefault();
      openDialog(clauseStretch(clause));
    }
  }
}

function onClause(clause) {
  const related = document.getElementById("clause-related");
  htmx.ajax("GET", related.dataset.url.replace("/0/", `/${clause.dataset.clause}/`), { target: related, swap: "innerHTML" });
}

function clauseStretch(clause) {
  const range = document.createRange();
  range.selectNodeContents(clause.closest("[id^=o]"));
  range.setStartAfter(clause);
  return stretchOf(range);
}

function save(values) {
  const url = panel.querySelector("[data-add-url]").dataset.addUrl;
  document.getSelection().removeAllRanges();
  htmx.ajax("POST", url, { target: panel, swap: "innerHTML", values });
}

function openDialog(stretch) {
  if (!stretch) return;
  const dialog = panel.querySelector("[data-note-dialog]");
  const form = dialog.querySelector("form");
  setTarget(form, form.dataset.addUrl);
  form.reset();
  for (const name of ["start", "end", "quote"]) form.elements[name].value = stretch[name];
  dialog.querySelector("[data-note-quote]").textContent = stretch.quote;
  dialog.showModal();
  form.elements.text.focus();
}

function openEdit(button) {
  const note = button.closest("[data-note]");
  const dialog = panel.querySelector("[data-note-dialog]");
  const form = dialog.querySelector("form");
  form.reset();
  setTarget(form, button.dataset.noteEdit);
  form.elements.version.value = button.dataset.version;
  form.elements.text.value = button.dataset.text;
  form.elements.colour.value = note.dataset.colour;
  if (form.elements.is_shared) form.elements.is_shared.checked = Boolean(button.dataset.shared);
  dialog.querySelector("[data-note-quote]").textContent = note.querySelector("blockquote").textContent.trim();
  dialog.showModal();
  form.elements.text.focus();
}

// What the server refuses is said in the dialog that asked for it; what was typed stays.
function tellRefusal(event) {
  const dialog = panel.querySelector("[data-note-dialog]");
  if (!dialog?.open) return;
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const told = dialog.querySelector("[data-note-fault]");
  told.textContent = page.body.textContent.replace(/\s+/g, " ").trim();
  told.hidden = false;
}

function setTarget(form, url) {
  form.querySelector("[data-note-fault]").hidden = true;
  form.setAttribute("hx-post", url);
  htmx.process(form);
}

// Marks in the text add no characters, so that offsets and copied words stay what they are.
function paintNotes() {
  for (const mark of text.querySelectorAll("mark[data-note]")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
  for (const note of panel.querySelectorAll("[data-note][data-start]")) {
    paint(Number(note.dataset.start), Number(note.dataset.end), note.dataset.note, note.dataset.colour);
  }
}

function paint(start, end, note, colour) {
  for (const block of blocks()) {
    const first = startOf(block);
    if (first >= end) break;
    if (block.querySelector("[id^=o]") || first + points(block.textContent) <= start) continue;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const pieces = [];
    let at = first;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const next = at + points(node.data);
      if (next > start && at < end) pieces.push([node, Math.max(0, start - at), Math.min(next, end) - at]);
      at = next;
    }
    pieces.forEach(([node, from, to]) => wrap(node, from, to, note, colour));
  }
}

function wrap(node, from, to, note, colour) {
  const range = document.createRange();
  range.setStart(node, units(node.data, from));
  range.setEnd(node, units(node.data, to));
  if (range.collapsed) return;
  const mark = document.createElement("mark");
  mark.className = `ls-noted is-${colour}`;
  mark.dataset.note = note;
  range.surroundContents(mark);
}

function units(words, count) {
  return points(words) === words.length ? count : [...words].slice(0, count).join("").length;
}

function showMark(note) {
  const mark = text.querySelector(`mark[data-note="${note}"]`);
  if (!mark) return;
  mark.scrollIntoView({ block: "center" });
  flash([...text.querySelectorAll(`mark[data-note="${note}"]`)]);
}

function showNote(note) {
  const card = document.getElementById(`note-${note}`);
  if (!card) return;
  const edit = card.querySelector("[data-note-edit]");
  if (edit && innerWidth < 768) {
    openEdit(edit); // the list of notes lies far below the text
    return;
  }
  card.scrollIntoView({ block: "nearest" });
  card.focus({ preventScroll: true });
  flash([card]);
}

function flash(elements) {
  elements.forEach((element) => element.classList.add("is-flashed"));
  setTimeout(() => elements.forEach((element) => element.classList.remove("is-flashed")), 1500);
}

// One place for a person and a document, kept on the server; no time goes with it.
function keepPlace() {
  let timer = 0;
  let kept = null;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(send, 1200);
  }, { passive: true });

  function send() {
    const root = panel.querySelector("[data-notes]");
    const at = firstVisible();
    if (!root || at === null || at === kept) return;
    kept = at;
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const body = new URLSearchParams({ offset: String(at) });
    fetch(root.dataset.placeUrl, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => {
      kept = null; // no line: the next scroll tries again
    });
  }
}

function firstVisible() {
  for (const part of text.querySelectorAll(".ls-doc-part")) {
    if (part.getBoundingClientRect().bottom < 120) continue;
    for (const block of part.querySelectorAll("[id^=o]")) {
      if (block.getBoundingClientRect().bottom > 120) return startOf(block);
    }
  }
  return null;
}

let hasOffered = false;
function offerResume() {
  const place = Number(panel.querySelector("[data-notes]").dataset.place);
  const link = panel.querySelector("[data-resume]");
  if (hasOffered || !place || location.hash || location.search || scrollY > 200) return;
  hasOffered = true;
  link.hidden = false;
  const hide = () => {
    if (scrollY < 200) return;
    link.hidden = true;
    removeEventListener("scroll", hide);
  };
  addEventListener("scroll", hide, { passive: true });
}
