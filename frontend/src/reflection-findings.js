// Findings of the quotation check in the editor: fetched while one writes, marked in the text, mended by one click.

import { inLine } from "./reflection-line.js";

export class Findings {
  constructor(form, list, { url, words, onChange }) {
    this.form = form;
    this.list = list;
    this.url = url;
    this.words = words;
    this.onChange = onChange;
    this.timer = 0;
    this.round = 0;
    this.marks = [];
    this.before = new WeakMap();
    list.addEventListener("click", (event) => this.#onClick(event));
    form.addEventListener("focusin", (event) => this.#remember(event.target));
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), pause);
  }

  async now() {
    clearTimeout(this.timer);
    if (!this.url) return;
    const round = ++this.round;
    const fields = this.#fields();
    const texts = fields.map((field) => field.value);
    try {
      const body = this.#body();
      const answer = await inLine(() => fetch(this.url, { method: "POST", body, redirect: "manual" }));
      if (!answer.ok || round !== this.round) return;
      this.list.innerHTML = await answer.text(); // our own server's fragment, escaped there
    } catch {
      return; // No line: what was found before stays.
    }
    const same = new Set(fields.filter((field, at) => field.value === texts[at]));
    this.marks = [...this.list.querySelectorAll("[data-places]")].flatMap((item) => this.#marksOf(item, fields, same));
    this.draw();
  }

  // Marks follow the words while somebody types before them; words that are typed over lose theirs.
  shift(field) {
    const old = this.before.get(field);
    const now = field.value;
    this.before.set(field, now);
    if (old === undefined || old === now) return;
    let head = 0;
    while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1;
    let tail = 0;
    while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
    const end = old.length - tail;
    const by = now.length - old.length;
    this.marks = this.marks.filter((mark) => mark.field !== field || mark.end <= head || mark.start >= end);
    for (const mark of this.marks) {
      if (mark.field === field && mark.start >= end) {
        mark.start += by;
        mark.end += by;
      }
    }
    this.#drawOne(field);
  }

  renumber() {
    this.marks = this.marks.filter((mark) => mark.field.isConnected);
  }

  draw() {
    for (const field of this.#fields()) this.#drawOne(field);
  }

  #drawOne(field) {
    const behind = field.parentElement.querySelector("[data-behind]");
    this.before.set(field, field.value);
    if (!behind) return;
    const marks = this.marks.filter((mark) => mark.field === field).sort((one, other) => one.start - other.start);
    const pieces = [];
    let at = 0;
    for (const mark of marks) {
      if (mark.start < at) continue; // inside another one
      pieces.push(field.value.slice(at, mark.start), marked(field.value.slice(mark.start, mark.end), mark));
      at = mark.end;
    }
    behind.replaceChildren(...pieces, `${field.value.slice(at)}\n`);
  }

  #fields() {
    return [...this.form.querySelectorAll("[data-field]")];
  }

  #remember(field) {
    if (field.matches?.("[data-field]") && !this.before.has(field)) this.before.set(field, field.value);
  }

  #body() {
    return new FormData(this.form);
  }

  // The server counts the parts as they were sent, empty ones too, and characters, not UTF-16 units.
  #marksOf(item, fields, same) {
    const parts = [...this.form.querySelectorAll("[data-part]")];
    return item.dataset.places.split(" ").flatMap((place) => {
      const [part, name, start, end] = place.split(":");
      const field = name === "title" ? fields[0] : parts[Number(part)]?.querySelector(`[data-field="${name}"]`);
      if (!field || !same.has(field)) return [];
      const first = units(field.value, Number(start));
      return [{ item, field, name: item.dataset.name, start: first, end: units(field.value, Number(end)) }];
    });
  }

  #onClick(event) {
    const item = event.target.closest("[data-places]");
    if (!item || event.target.closest("a")) return;
    const mark = this.marks.find((one) => one.item === item);
    const button = event.target.closest("[data-fix]");
    if (!mark) {
      if (button) this.#tellChanged();
      return;
    }
    if (button) this.#mend(mark, button);
    else this.#show(mark);
  }

  #mend(mark, button) {
    const { field, start, end } = mark;
    if (field.value.slice(start, end) !== button.dataset.words) {
      this.#tellChanged();
      return;
    }
    field.focus();
    field.setSelectionRange(start, end);
    // The browser's own undo takes it back where this is supported.
    if (!document.execCommand("insertText", false, button.dataset.fix)) field.setRangeText(button.dataset.fix, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    this.now();
  }

  #show(mark) {
    for (const one of this.list.querySelectorAll(".is-here")) one.classList.remove("is-here");
    mark.item.classList.add("is-here");
    mark.field.focus({ preventScroll: true });
    mark.field.setSelectionRange(mark.start, mark.end);
    const behind = mark.field.parentElement.querySelector("[data-behind]");
    (behind?.querySelectorAll("mark")[this.#order(mark)] ?? mark.field).scrollIntoView({ block: "center" });
  }

  #order(mark) {
    const drawn = [];
    let at = 0;
    for (const one of this.marks.filter((other) => other.field === mark.field).sort((a, b) => a.start - b.start)) {
      if (one.start < at) continue;
      drawn.push(one);
      at = one.end;
    }
    return drawn.indexOf(mark);
  }

  #tellChanged() {
    this.form.querySelector("[data-state]").textContent = this.words.changed;
    this.now();
  }
}

function marked(text, mark) {
  const piece = document.createElement("mark");
  piece.className = mark.name;
  piece.textContent = text;
  return piece;
}

function units(text, characters) {
  let at = 0;
  for (let count = 0; count < characters && at < text.length; count += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}
