// The page of a session: live notes of a group that lose nothing, and a film with chapters.

const POLL = 3000;
const RETRY = 4000;

document.querySelectorAll("[data-talk]").forEach(setUpTalk);
document.querySelectorAll("[data-film]").forEach(setUpFilm);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-gather]");
  if (button) gather(document.querySelector(button.dataset.gather));
});

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

// Every piece waits in this browser's store under a key of its own until the server has said that it is kept. The
// server keeps a piece with the same key once, so sending again is always safe.
function setUpTalk(talk) {
  const list = talk.querySelector("[data-pieces]");
  const form = talk.querySelector("[data-piece-form]");
  const state = talk.querySelector("[data-talk-state]");
  const prefix = `ls-piece:${talk.dataset.user}:${talk.dataset.talk}:`;
  const draft = `ls-draft:${talk.dataset.user}:${talk.dataset.talk}`;
  const usual = state ? state.textContent : "";
  let last = Number(talk.dataset.last);
  let isSending = false;
  let timer = 0;

  if (form) {
    const field = form.elements.text;
    field.value = localStorage.getItem(draft) || "";
    field.addEventListener("input", () => localStorage.setItem(draft, field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const words = field.value.trim();
      if (!words) return;
      put({ url: talk.dataset.talk, text: words });
      field.value = "";
      localStorage.removeItem(draft);
      field.focus();
    });
  }
  list.addEventListener("click", onTools);
  list.addEventListener("submit", onStrike);
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => !document.hidden && poll());
  keys().forEach((key) => showWaiting(key, read(key)));
  flush();
  setInterval(() => !document.hidden && poll(), POLL);

  function keys() {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).sort();
  }

  function read(key) {
    return JSON.parse(localStorage.getItem(key));
  }

  function put(item) {
    const key = `${prefix}${Date.now()}-${Math.random().toString(36).slice(2, 10)}`;
    localStorage.setItem(key, JSON.stringify(item));
    showWaiting(key, item);
    flush();
  }

  function showWaiting(key, item) {
    const row = document.createElement("li");
    row.className = "ls-piece is-own is-waiting";
    row.dataset.waiting = key;
    const words = document.createElement("p");
    words.className = "m-0";
    words.textContent = item.text;
    const note = document.createElement("p");
    note.className = "text-secondary m-0";
    note.textContent = talk.dataset.sending;
    row.append(words, note);
    const amended = item.piece && document.getElementById(`piece-${item.piece}`);
    if (amended) amended.append(row);
    else list.append(row);
    talk.querySelector("[data-no-pieces]")?.remove();
  }

  // In the order in which they were written; what is refused waits for a decision, the rest goes on.
  async function flush() {
    if (isSending) return;
    isSending = true;
    clearTimeout(timer);
    try {
      for (const key of keys()) {
        const item = read(key);
        if (!item || item.refused) {
          if (item) showRefused(key, item.refused);
          continue;
        }
        if (!(await send(key, item))) {
          timer = setTimeout(flush, RETRY);
          return;
        }
      }
      tell(usual);
    } finally {
      isSending = false;
    }
    if (keys().some((key) => !read(key)?.refused)) flush(); // one more was written meanwhile
  }

  async function send(key, item) {
    const body = new URLSearchParams({ text: item.text, key: key.slice(prefix.length), after: String(last) });
    const headers = () => ({ "X-CSRFToken": token(), "X-Luoshi-Pieces": "1", "HX-Request": "true" });
    const post = () => fetch(item.url, { method: "POST", body, headers: headers(), redirect: "manual" });
    let answer;
    let isSignedOut = false;
    try {
      answer = await post();
      if (answer.status === 403) {
        const { renewToken } = await import("./token.js");
        isSignedOut = !(await renewToken());
        if (!isSignedOut) answer = await post();
      }
    } catch {
      tell(talk.dataset.offline);
      return false;
    }
    if (isSignedOut || answer.type === "opaqueredirect") {
      tell(talk.dataset.signedOut);
      return false;
    }
    if (answer.ok) {
      localStorage.removeItem(key);
      list.querySelector(`[data-waiting="${key}"]`)?.remove();
      await merge(answer);
      return true;
    }
    if (answer.status >= 500 || answer.status === 429) {
      tell(talk.dataset.offline);
      return false;
    }
    const refused = sentence(await answer.text());
    localStorage.setItem(key, JSON.stringify({ ...item, refused }));
    showRefused(key, refused);
    return true;
  }

  function sentence(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    return page.body.textContent.replace(/\s+/g, " ").trim().slice(0, 200);
  }

  function showRefused(key, words) {
    const row = list.querySelector(`[data-waiting="${key}"]`);
    if (!row || row.dataset.refused) return;
    row.dataset.refused = "1";
    row.querySelector(".text-secondary").textContent = `${talk.dataset.refused}${words}`;
    row.append(
      button(talk.dataset.again, () => {
        const { refused, ...item } = read(key);
        localStorage.setItem(key, JSON.stringify(item));
        row.remove();
        showWaiting(key, item);
        flush();
      }),
      button(talk.dataset.drop, () => {
        localStorage.removeItem(key);
        row.remove();
      }),
    );
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm me-2";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function tell(words) {
    if (state && state.textContent !== words) state.textContent = words;
  }

  async function poll() {
    let answer;
    try {
      answer = await fetch(`${talk.dataset.talk}?after=${last}`, { headers: { "X-Luoshi-Pieces": "1" }, redirect: "manual" });
    } catch {
      return; // the next poll tries again
    }
    if (answer.ok) await merge(answer);
  }

  async function merge(answer) {
    const came = Number(answer.headers.get("X-Luoshi-Last"));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const piece of page.querySelectorAll("li[data-piece]")) {
      const held = document.getElementById(piece.id);
      if (held) replace(held, piece);
      else insert(piece);
    }
    if (came > last) last = came;
  }

  function replace(held, piece) {
    if (held.querySelector("textarea")) return; // the person is at it: the next change brings it
    held.querySelectorAll("[data-waiting]").forEach((row) => piece.append(row));
    held.replaceWith(piece);
  }

  // By number: two answers may overtake each other.
  function insert(piece) {
    talk.querySelector("[data-no-pieces]")?.remove();
    const number = Number(piece.dataset.piece);
    const later = [...list.children].find((row) => row.dataset.waiting || Number(row.dataset.piece) > number);
    list.insertBefore(piece, later || null);
  }

  function onTools(event) {
    const amend = event.target.closest("[data-amend]");
    if (amend) openEdit(amend.closest("[data-piece]"), amend.dataset.amend);
  }

  // The page's own dialog asks first, and sends the form anew once the answer is yes.
  function onStrike(event) {
    const strike = event.target.closest("[data-strike]");
    if (!strike?.dataset.confirmed) return;
    event.preventDefault();
    put({ url: strike.getAttribute("action"), text: "", piece: strike.closest("[data-piece]").dataset.piece });
  }

  function openEdit(piece, url) {
    const shown = piece.querySelector("[data-piece-text]");
    if (!shown || piece.querySelector("textarea")) return;
    const field = document.createElement("textarea");
    field.className = "form-control mb-2";
    field.maxLength = 2000;
    field.rows = 3;
    field.value = shown.innerText;
    field.setAttribute("aria-label", talk.dataset.editLabel);
    const tools = document.createElement("div");
    tools.append(button(talk.dataset.save, save), button(talk.dataset.cancel, close));
    shown.hidden = true;
    shown.after(field, tools);
    field.focus();

    function save() {
      const words = field.value.trim();
      close();
      if (words && words !== shown.innerText.trim()) put({ url, text: words, piece: piece.dataset.piece });
    }

    function close() {
      field.remove();
      tools.remove();
      shown.hidden = false;
    }
  }
}

// The words of the live notes, one a line, into the field of the outcome.
function gather(field) {
  const words = [...document.querySelectorAll("[data-pieces] [data-piece-text]")].map((one) => one.innerText.trim());
  field.value = [field.value.trim(), ...words].filter(Boolean).join("\n");
  field.focus();
}

// Where one stopped is kept when one pauses or leaves, and nothing else.
function setUpFilm(film) {
  const place = Number(film.dataset.place);
  const resume = document.querySelector("[data-film-resume]");
  let kept = place;

  film.addEventListener("loadedmetadata", () => {
    const begins = /^#t=(\d+)$/.exec(location.hash);
    if (begins) film.currentTime = Number(begins[1]);
    else if (place > 0 && place < film.duration - 2) resume.hidden = false;
  });
  film.addEventListener("error", () => {
    document.querySelector("[data-film-fault]").hidden = false;
  });
  film.addEventListener("pause", keep);
  film.addEventListener("play", () => {
    resume.hidden = true;
  });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  document.addEventListener("click", (event) => {
    const jump = event.target.closest("[data-at]");
    if (!jump) return;
    film.currentTime = Number(jump.dataset.at);
    film.play().catch(() => {}); // a browser that wants another click has moved to the place all the same
    if (jump.closest("[data-film-resume]")) resume.hidden = true;
  });
  film.addEventListener("timeupdate", () => markChapter(film.currentTime));

  function keep() {
    const second = film.ended ? 0 : Math.floor(film.currentTime);
    if (second === kept || (!second && !film.ended)) return;
    kept = second;
    const body = new URLSearchParams({ second: String(second) });
    fetch(film.dataset.placeUrl, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token() } }).catch(() => {
      kept = null; // no line: the next pause tries again
    });
  }
}

function markChapter(second) {
  const buttons = [...document.querySelectorAll(".ls-chapters [data-at]")];
  const now = buttons.filter((button) => Number(button.dataset.at) <= second).pop();
  for (const button of buttons) {
    if (button === now) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}
