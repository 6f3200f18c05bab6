// Writing a reflection: parts, saving by itself, a copy on this device, two windows at once, findings in the text.
//
// Without this script the page is a plain form with a save button; everything here only makes it quicker and safer.

import { Findings } from "./reflection-findings.js";
import { inLine } from "./reflection-line.js";
import { renewToken } from "./token.js";

const form = document.getElementById("essay");
const words = form.querySelector("[data-words]").dataset;
const partsBox = form.querySelector("[data-parts]");
const state = form.querySelector("[data-state]");
const notice = form.querySelector("[data-notice]");
const counter = form.querySelector("[data-count]");
const versionField = form.elements.namedItem("version");
const PAUSE = 1500;
const LONGEST_PAUSE = 15_000;
const CHECK_PAUSE = 1200;
const KEY = `luoshi.reflection.${form.dataset.essay}.${form.dataset.writer}`;

let saved = "";
let timer = 0;
let firstUnsaved = 0;
let isSaving = false;
let isStale = false;
let newest = 0;
let mustChoose = false;
let isSignedOut = false;
let isLeaving = false;
let wait = PAUSE;
let startsVersion = false;
const channel = "BroadcastChannel" in window ? new BroadcastChannel(KEY) : null;
const findings = new Findings(form, document.getElementById("findings"), { url: form.dataset.checkUrl, words, onChange });

// ---- what is written

function parts() {
  return [...partsBox.querySelectorAll("[data-part]")];
}

function field(part, name) {
  return part.querySelector(`[data-field="${name}"]`);
}

function content() {
  return {
    title: form.elements.namedItem("title").value,
    parts: parts()
      .map((part) => ({ heading: field(part, "heading").value, text: field(part, "text").value }))
      .filter((part) => part.heading.trim() || part.text.trim()),
  };
}

function print(essay) {
  return JSON.stringify([essay.title, ...essay.parts.map((part) => [part.heading, part.text])]);
}

function fill(essay) {
  form.elements.namedItem("title").value = essay.title;
  partsBox.replaceChildren();
  for (const part of essay.parts.length ? essay.parts : [{ heading: "", text: "" }]) partsBox.append(made(part));
  refit();
  onChange();
}

function made({ heading, text }) {
  const part = form.querySelector("[data-part-template]").content.firstElementChild.cloneNode(true);
  field(part, "heading").value = heading;
  field(part, "text").value = text;
  part.querySelector("[data-tools]").hidden = false;
  return part;
}

// ---- parts: add, move, remove and have back, by pointer and by keyboard

function add(after) {
  const part = made({ heading: "", text: "" });
  if (after) after.after(part);
  else partsBox.append(part);
  refit();
  field(part, "heading").focus();
  onChange();
}

function move(part, step) {
  const other = step < 0 ? part.previousElementSibling : part.nextElementSibling;
  if (!other?.matches("[data-part]")) return;
  const held = document.activeElement;
  if (step < 0) other.before(part);
  else other.after(part);
  held?.focus?.();
  tell(words.moved);
  findings.renumber();
  onChange();
}

function remove(part) {
  const next = part.nextElementSibling;
  const kept = { heading: field(part, "heading").value, text: field(part, "text").value };
  part.remove();
  if (!parts().length) partsBox.append(made({ heading: "", text: "" }));
  field(parts().at(-1), "heading").focus();
  findings.renumber();
  onChange();
  if (!kept.heading.trim() && !kept.text.trim()) return;
  show(words.removed, [
    [words.undo, () => {
      const again = made(kept);
      if (next?.isConnected) next.before(again);
      else partsBox.append(again);
      refit();
      onChange();
    }],
  ]);
}

partsBox.addEventListener("click", (event) => {
  const part = event.target.closest("[data-part]");
  const button = event.target.closest("[data-move], [data-remove]");
  if (!part || !button) return;
  if (button.dataset.move) move(part, Number(button.dataset.move));
  else remove(part);
});
partsBox.addEventListener("keydown", (event) => {
  const part = event.target.closest("[data-part]");
  if (part && event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(part, event.key === "ArrowUp" ? -1 : 1);
  } else if (part && event.key === "Enter" && event.target.matches('[data-field="heading"]') && !event.isComposing) {
    event.preventDefault(); // Enter in a heading goes on to its text; it must not send the form
    field(part, "text").focus();
  }
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches('[data-field="title"]') && !event.isComposing) {
    event.preventDefault();
    field(parts()[0], "heading").focus();
  }
});

// ---- what the author sees of it

function refit() {
  for (const area of form.querySelectorAll("textarea")) fit(area);
}

// Browsers that do not size a field by its content themselves are helped.
function fit(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

function tell(sentence, isWrong = false) {
  state.textContent = sentence;
  state.classList.toggle("is-wrong", isWrong);
}

function show(sentence, choices) {
  const line = document.createElement("span");
  line.textContent = sentence;
  notice.replaceChildren(line, ...choices.map(([label, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = label;
    button.addEventListener("click", () => {
      notice.hidden = true;
      act();
    });
    return button;
  }));
  notice.hidden = false;
}

function count() {
  const all = [...form.querySelectorAll("[data-field]")].map((one) => one.value).join("");
  counter.textContent = String([...all.replace(/\s+/gu, "")].length);
}

// ---- the copy on this device

function keepHere() {
  try {
    localStorage.setItem(KEY, JSON.stringify({ essay: content(), version: versionField.value, at: Date.now() }));
  } catch {
    // Full or forbidden: the copy is a second net only.
  }
}

function keptHere() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

function forgetHere() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

// ---- saving

function onChange() {
  count();
  keepHere();
  if (print(content()) === saved) return;
  if (!isStale) tell(words.unsaved);
  else if (!mustChoose) meetOther(newest); // what was only to be looked at is now to be decided
  firstUnsaved ||= Date.now();
  schedule();
  findings.later(CHECK_PAUSE);
}

function schedule(pause = wait) {
  clearTimeout(timer);
  const longest = Math.max(0, (firstUnsaved || Date.now()) + LONGEST_PAUSE - Date.now());
  timer = setTimeout(() => save(), wait > PAUSE ? pause : Math.min(pause, longest));
}

async function save({ apart = startsVersion, isLast = false } = {}) {
  clearTimeout(timer);
  const essay = content();
  const wanted = print(essay);
  if (isSaving || (isStale && !apart) || (wanted === saved && !(apart && isStale))) return;
  isSaving = !isLast;
  if (!isLast) tell(words.saving);
  try {
    const send = () => fetch(form.action, {
      method: "POST",
      body: body(essay, apart),
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: isLast,
    });
    let answer = await (isLast ? send() : inLine(send));
    if (answer.status === 403 && !isLast && (await renewToken())) answer = await inLine(send);
    await settle(answer, wanted);
  } catch {
    wait = Math.min(wait * 2, 30_000);
    tell(words.offline, true);
    schedule();
  } finally {
    isSaving = false;
  }
  if (!isStale && print(content()) !== saved && !isLast) schedule();
}

function body(essay, apart) {
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  sent.set("version", versionField.value);
  sent.set("title", essay.title);
  if (apart) sent.set("apart", "on");
  for (const part of essay.parts) {
    sent.append("heading", part.heading);
    sent.append("text", part.text);
  }
  return sent;
}

async function settle(answer, wanted) {
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    wait = 30_000;
    tell(words.signedOut, true);
    if (!isSignedOut) show(words.signInFirst, [[words.signIn, () => window.open(form.dataset.signInUrl, "_blank")]]);
    isSignedOut = true;
    return;
  }
  if (isSignedOut) notice.hidden = true;
  isSignedOut = false;
  const told = await answer.json();
  if (answer.ok) {
    versionField.value = told.version;
    saved = wanted;
    wait = PAUSE;
    isStale = startsVersion = false;
    firstUnsaved = newest = 0;
    tell(`${words.saved} ${told.at}`);
    if (print(content()) === saved) forgetHere();
    channel?.postMessage(told.version);
  } else if (told.code === "stale") {
    meetOther(told.version);
  } else {
    wait = 30_000;
    tell(told.code === "reflection_closed" ? words.closed : told.sentence, true);
  }
}

// ---- another window or device

function meetOther(version) {
  isStale = true;
  newest = version;
  const isDirty = print(content()) !== saved;
  mustChoose = isDirty;
  tell(isDirty ? words.unsaved : words.newer, isDirty);
  keepHere();
  const look = [words.look, () => {
    window.open(form.dataset.versionsUrl, "_blank");
    meetOther(version);
  }];
  const theirs = [isDirty ? words.takeTheirsOnly : words.takeTheirs, () => {
    isLeaving = true;
    forgetHere();
    location.reload();
  }];
  const mine = [words.keepMine, () => {
    versionField.value = version;
    save({ apart: true });
  }];
  show(isDirty ? words.stale : words.newer, isDirty ? [mine, theirs, look] : [theirs]);
}

channel?.addEventListener("message", (event) => {
  if (Number(event.data) > Number(versionField.value)) meetOther(event.data);
});

async function lookAround() {
  if (document.visibilityState !== "visible" || isSaving || isStale) return;
  if (isSignedOut) {
    save();
    return;
  }
  try {
    const ask = { headers: { Accept: "application/json" }, redirect: "manual" };
    const answer = await inLine(() => fetch(form.dataset.standingUrl, ask));
    if (!answer.ok) return;
    const told = await answer.json();
    if (told.version > Number(versionField.value)) meetOther(told.version);
  } catch {
    // No line: saving will say so.
  }
}

// ---- leaving, and coming back

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") leave();
  else lookAround();
});
window.addEventListener("pagehide", leave);
window.addEventListener("online", () => {
  wait = PAUSE;
  save();
});

function leave() {
  if (isLeaving || print(content()) === saved) return;
  keepHere();
  if (!isSaving) save({ isLast: true });
}

// A link to another page of the same reflection waits until everything is saved.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-leave]");
  if (!link || event.ctrlKey || event.metaKey || print(content()) === saved) return;
  event.preventDefault();
  while (isSaving) await new Promise((done) => setTimeout(done, 50));
  await save();
  if (print(content()) === saved) location.assign(link.href);
  else notice.scrollIntoView({ block: "nearest" });
});

form.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) fit(event.target);
  findings.shift(event.target);
  onChange();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.matches("[data-check]")) findings.now();
  firstUnsaved ||= Date.now();
  save();
});
form.querySelector("[data-add]").addEventListener("click", () => add());

begin();

function begin() {
  const spare = form.querySelector("[data-spare]");
  const blank = spare.firstElementChild;
  spare.remove();
  if (!parts().length) partsBox.append(blank);
  for (const tools of form.querySelectorAll("[data-tools]")) tools.hidden = false;
  form.querySelector("[data-add]").hidden = false;
  refit();
  count();
  saved = form.dataset.isUnsaved ? "" : print(content());
  offerKept();
  if (saved !== print({ title: "", parts: [] })) findings.now(); // on a blank page the hint stays
}

function offerKept() {
  const kept = keptHere();
  if (!kept) return;
  if (print(kept.essay) === print(content())) {
    forgetHere();
    return;
  }
  const when = new Date(kept.at).toLocaleString([], { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
  show(`${words.found}${when}`, [
    [words.use, () => {
      startsVersion = true; // what stands on the server stays as a version
      fill(kept.essay);
    }],
    [words.discard, forgetHere],
  ]);
}
