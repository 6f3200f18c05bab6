// Small habits of every page; each works on attributes, so that parts brought in later behave like the rest.

// A form with data-confirm asks before it is sent, also one that htmx sends: nobody else hears of it until then.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !event.target.dataset.confirmed) {
    event.preventDefault();
    event.stopPropagation();
    askFirst(event.target, question, event.submitter);
  }
}, true);

function askFirst(form, question, submitter) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("[data-question]").textContent = question;
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  };
  dialog.returnValue = "";
  dialog.showModal();
}

// A field with data-autosubmit sends its form when it changes.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});

// A refusal stands above the page: whoever is further down is led to it.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "messages") detail.target.scrollIntoView({ block: "nearest" });
});

// A button with data-copy puts the text of the element named there on the clipboard.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const shown = document.querySelector(button.dataset.copy);
  if (!navigator.clipboard) return getSelection().selectAllChildren(shown); // without https the rest is done by hand
  await navigator.clipboard.writeText(shown.textContent.trim());
  button.classList.add("is-copied");
});

// A field of a form takes in more than it may hold, so that no paste is cut without a word: it says how much is too much,
// and the form is sent once that is gone.
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches?.("form textarea[maxlength]")) return;
  target.dataset.most = target.getAttribute("maxlength");
  target.removeAttribute("maxlength");
});
document.addEventListener("input", ({ target }) => {
  if (target.dataset?.most) tellLength(target);
});
document.addEventListener("htmx:validation:failed", ({ target }) => target.reportValidity());

function tellLength(field) {
  const most = Number(field.dataset.most);
  const count = charactersOf(field.value, most);
  const words = count > most
    ? document.body.dataset.tooLong.replace("{count}", count).replace("{most}", most).replace("{over}", count - most)
    : "";
  field.setCustomValidity(words);
  let told = field.nextElementSibling;
  if (!told?.matches("[data-told-length]")) {
    if (!words) return;
    told = document.createElement("div");
    told.dataset.toldLength = "";
    told.className = "ls-fault mt-1";
    told.setAttribute("role", "status");
    field.after(told);
  }
  told.textContent = words;
}

/** Characters as the server counts them: an emoji is one, a line end two. */
function charactersOf(text, most) {
  if (text.length * 2 <= most) return text.length;
  return [...text].length + text.split("\n").length - 1;
}

// A button with data-print prints the page.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A form is sent once: an impatient second click does nothing, until a new page has come or some seconds have passed
// (an answer that is a download leaves the page as it is).
const PATIENCE = 6000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  setTimeout(() => {
    if (event.defaultPrevented) return; // a script sends it in its own way
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, PATIENCE);
  });
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A twist opens and closes the branch behind it; what is in the branch is fetched the first time.
document.addEventListener("click", (event) => {
  const twist = event.target.closest(".ls-twist[aria-controls]");
  if (!twist) return;
  const opens = twist.getAttribute("aria-expanded") !== "true";
  twist.setAttribute("aria-expanded", String(opens));
  document.getElementById(twist.getAttribute("aria-controls")).hidden = !opens;
});

// "/" leads to the search, as in many programs.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector("[data-search]");
  if (search) {
    event.preventDefault();
    search.focus();
  }
});

// A part that could not be fetched must not fail in silence; a refusal brings its own sentence and is shown above.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && !xhr.getResponseHeader("HX-Retarget")) {
    event.detail.shouldSwap = false;
    showFault();
  }
});
document.addEventListener("htmx:sendError", showFault);

function showFault() {
  const fault = document.getElementById("fault");
  document.getElementById("messages").replaceChildren(fault.content.cloneNode(true));
}
