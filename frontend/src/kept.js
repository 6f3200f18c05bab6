// What was typed survives a session that has run out, and a page that says no: it is kept in this tab until the same
// person is back on the page where it was written, and put there again. So does what was typed on a page that was left
// by a link, for whoever goes back: the browser itself keeps nothing of pages behind the sign-in.

const KEPT = "luoshi.kept";
const LEFT = "luoshi.left";
const person = document.body.dataset.person || "";
const here = location.pathname + location.search;

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return; // asked first
  if (event.target.matches("[data-forgets]")) leave();
  else if (event.target.getAttribute("method") === "post" || event.target.hasAttribute("hx-post")) keep();
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-signs-in-again]")) keep();
  const form = event.target.closest("[data-forgets]");
  if (!form) return;
  if (ownDrafts().length) form.dataset.confirm = form.dataset.forgets;
  else delete form.dataset.confirm;
}, true);

/** Whoever signs out leaves no words on this device; where some have not been sent, that is asked first. */
function leave() {
  isSent = true;
  sessionStorage.removeItem(KEPT);
  sessionStorage.removeItem(LEFT);
  ownDrafts().forEach((key) => localStorage.removeItem(key));
}

function ownDrafts() {
  return Object.keys(localStorage).filter(isOwnDraft);
}

function isOwnDraft(key) {
  return key.startsWith(`luoshi.draft.${person}.`) || key.startsWith(`ls-draft:${person}:`) || key.startsWith(`ls-piece:${person}:`)
    || (key.startsWith("luoshi.reflection.") && key.endsWith(`.${person}`));
}

let isSent = false;
document.addEventListener("submit", (event) => {
  setTimeout(() => { isSent ||= event.target.hasAttribute("hx-post") || !event.defaultPrevented; });
}, true);
addEventListener("pagehide", () => {
  if (!person || isSent) return;
  const forms = [...document.forms].filter(isWritten).map(typed).filter((form) => form.answers.length);
  try {
    if (forms.length) sessionStorage.setItem(LEFT, JSON.stringify({ person, page: here, forms }));
  } catch {
    sessionStorage.removeItem(LEFT); // as below
  }
});

/** Whether a form sends words, and does not keep them itself. */
function isWritten(form) {
  const sends = form.getAttribute("method") === "post" || form.hasAttribute("hx-post");
  return sends && !form.matches("[data-essay], [data-edit-form], [data-piece-form]");
}

function goBack() {
  const left = read(LEFT);
  if (!left || !person || (left.person === person && left.page !== here)) return;
  sessionStorage.removeItem(LEFT);
  const [entry] = performance.getEntriesByType("navigation");
  if (left.person === person && entry?.type === "back_forward") left.forms.forEach(putBack);
}

function keep() {
  if (!person) return;
  const forms = [...document.forms].map(typed).filter((form) => form.answers.length);
  try {
    if (forms.length) sessionStorage.setItem(KEPT, JSON.stringify({ person, page: here, forms }));
    else sessionStorage.removeItem(KEPT);
  } catch {
    sessionStorage.removeItem(KEPT); // more than the browser keeps
  }
}

/** Where a form goes, and what of it differs from how the page came. */
function typed(form) {
  const answers = fieldsOf(form).filter(isChanged).map((field) => ({
    name: field.name,
    value: field.value,
    label: field.labels?.[0]?.textContent.trim() || "",
    isTicked: field.checked,
  }));
  return { address: addressOf(form), answers };
}

function addressOf(form) {
  return form.getAttribute("action") || form.getAttribute("hx-post") || "";
}

function fieldsOf(form) {
  return [...form.elements].filter((field) =>
    field.name && field.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit])"));
}

function isChanged(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function comeBack() {
  const kept = read(KEPT);
  if (!kept) return;
  if (!person) {
    // The sign-in page, or one that says no: what was sent has not arrived.
    sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, isLost: true }));
    if (document.querySelector("[data-shows-kept]")) show(kept.forms.flatMap((form) => form.answers));
  } else if (!kept.isLost || kept.person !== person) {
    sessionStorage.removeItem(KEPT);
  } else if (kept.page === here) {
    sessionStorage.removeItem(KEPT);
    show(kept.forms.flatMap(putBack), true);
  }
}

/** Fill the form again; returns the answers for which the page has no place any more. */
function putBack({ address, answers }) {
  const form = [...document.forms].find((one) => addressOf(one) === address);
  return answers.filter((answer) => {
    const isSame = (field) => field.name === answer.name
      && (!field.matches("[type=checkbox], [type=radio]") || field.value === answer.value);
    const field = form && fieldsOf(form).find(isSame);
    if (!field) return true;
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = answer.isTicked;
    else field.value = answer.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return false;
  });
}

/** Say what has become of the words; those without a place are shown, to be copied. */
function show(answers, isPutBack = false) {
  const words = answers.filter((answer) => answer.value.trim() && answer.isTicked !== true);
  const note = document.getElementById(words.length ? "kept-words" : "kept-note");
  if (!words.length && !isPutBack) return;
  const shown = note.content.cloneNode(true);
  const list = shown.querySelector("[data-words]");
  for (const { label, value } of words) {
    const row = shown.querySelector("[data-word]").content.cloneNode(true);
    row.querySelector("[data-label]").textContent = label;
    row.querySelector("textarea").value = value;
    list.append(row);
  }
  document.getElementById("messages").append(shown);
}

comeBack();
goBack();
