// The reading page: find words, switch marks on and off, follow the outline, tell what a clause is used for.

const reader = document.querySelector("[data-reader]");
const doc = document.querySelector("[data-doc]");

if (doc) {
  followAddress();
  window.addEventListener("hashchange", followAddress);
  setUpMarks();
  setUpFind();
  setUpClauses();
  setUpOutline();
}

// #o123 leads to the place of a character: the paragraph that begins there, or the last one before.
function followAddress() {
  const match = /^#o(\d+)$/.exec(location.hash);
  if (!match) return;
  const stretch = doc.querySelector(`mark[data-anchor="o${match[1]}"]`);
  const target = stretch || document.getElementById(`o${match[1]}`) || lastBefore(Number(match[1]));
  if (target) target.scrollIntoView({ block: "center" });
}

function lastBefore(offset) {
  let found = null;
  for (const element of doc.querySelectorAll("[id^=o]")) {
    if (Number(element.id.slice(1)) > offset) break;
    found = element;
  }
  return found;
}

function setUpMarks() {
  for (const box of document.querySelectorAll("[data-show]")) {
    const name = `hides-${box.dataset.show}`;
    box.checked = localStorage.getItem(name) === null;
    reader.classList.toggle(name, !box.checked);
    box.addEventListener("change", () => {
      reader.classList.toggle(name, !box.checked);
      if (box.checked) localStorage.removeItem(name);
      else localStorage.setItem(name, "1");
    });
  }
}

function setUpFind() {
  const field = document.querySelector("[data-find]");
  const count = document.querySelector("[data-find-count]");
  let hits = [];
  let at = -1;
  let timer = 0;

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, 150);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
  });
  document.querySelectorAll("[data-find-step]").forEach((button) => {
    button.addEventListener("click", () => step(Number(button.dataset.findStep)));
  });

  function find() {
    hits = field.value.trim() ? rangesOf(field.value.trim()) : [];
    at = -1;
    paint("ls-hits", hits);
    if (hits.length) step(1);
    else show();
  }

  function step(by) {
    if (!hits.length) return;
    at = (at + by + hits.length) % hits.length;
    paint("ls-hit", [hits[at]]);
    hits[at].startContainer.parentElement.scrollIntoView({ block: "center" });
    show();
  }

  function show() {
    if (!hits.length) paint("ls-hit", []);
    count.textContent = hits.length ? `${at + 1} / ${hits.length}` : field.value.trim() ? count.dataset.none : "";
  }
}

// Ranges of the words, paragraph by paragraph, whatever marks lie between the characters.
function rangesOf(words) {
  const ranges = [];
  const wanted = words.toLowerCase();
  for (const block of doc.querySelectorAll("p, h2, h3, h4, h5, h6, td, th")) {
    const text = block.textContent.toLowerCase();
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      ranges.push(rangeIn(block, at, at + wanted.length));
    }
  }
  return ranges;
}

function rangeIn(block, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let passed = 0;
  while (walker.nextNode()) {
    const length = walker.currentNode.length;
    if (start >= passed && start < passed + length) range.setStart(walker.currentNode, start - passed);
    if (end <= passed + length) {
      range.setEnd(walker.currentNode, end - passed);
      break;
    }
    passed += length;
  }
  return range;
}

function paint(name, ranges) {
  if (!CSS.highlights) return; // older browsers still go from place to place
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}

function setUpClauses() {
  const panel = document.getElementById("clause");
  doc.addEventListener("click", (event) => {
    const anchor = event.target.closest(".ls-clause");
    if (!anchor || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(anchor);
  });
  panel.querySelector("[data-copy-link]").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    await navigator.clipboard.writeText(`${location.origin}${location.pathname}${panel.dataset.hash}`);
    button.classList.add("is-copied");
  });

  panel.querySelector("[data-close-clause]").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isSheet() && !document.querySelector("dialog[open]")) close();
  });

  function isSheet() {
    return getComputedStyle(panel).position === "fixed";
  }

  function close() {
    panel.hidden = true;
    const chosen = doc.querySelector(".is-chosen");
    chosen?.classList.remove("is-chosen");
    chosen?.querySelector(".ls-clause")?.focus({ preventScroll: true });
  }

  function choose(anchor) {
    doc.querySelectorAll(".is-chosen").forEach((element) => element.classList.remove("is-chosen"));
    anchor.parentElement.classList.add("is-chosen");
    panel.hidden = false;
    panel.dataset.hash = `#${anchor.id}`;
    panel.querySelector("[data-copy-link]").classList.remove("is-copied");
    panel.querySelector("[data-clause-path]").textContent = anchor.dataset.path || "";
    history.replaceState(null, "", `#${anchor.id}`);
    htmx.ajax("GET", anchor.getAttribute("href"), { target: "#clause-uses", swap: "innerHTML" });
    keepInSight(anchor.parentElement);
  }

  // On a small screen the panel lies over the foot of the text: the clause is moved out from under it.
  function keepInSight(clause) {
    if (!isSheet()) return;
    const most = innerHeight * 0.45;
    const { top, bottom } = clause.getBoundingClientRect();
    if (Math.min(bottom, top + 120) > most) scrollBy({ top: top - 140 });
  }

  countUses();
}

// How many measures come from each clause: shown where the clause begins.
async function countUses() {
  const answer = await fetch(reader.dataset.countsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  for (const [clause, count] of Object.entries(await answer.json())) {
    const anchor = doc.querySelector(`.ls-clause[data-clause="${clause}"]`);
    if (anchor) anchor.dataset.count = count;
  }
}

// The entry of the clause that is being read is marked in the outline, and its branch opened.
function setUpOutline() {
  const links = new Map([...document.querySelectorAll("[data-outline]")].map((link) => [`c${link.dataset.outline}`, link]));
  if (!links.size) return;
  const anchors = [...doc.querySelectorAll(".ls-clause")].filter((anchor) => links.has(anchor.id));
  const seen = new IntersectionObserver(mark, { rootMargin: "-10% 0px -75% 0px" });
  anchors.forEach((anchor) => seen.observe(anchor));
  links.forEach((link) => {
    link.addEventListener("click", () => {
      const drawer = document.getElementById("outline");
      if (drawer.classList.contains("show")) drawer.querySelector("[data-bs-dismiss]").click();
    });
  });

  function mark(entries) {
    const entry = entries.find((one) => one.isIntersecting);
    if (!entry) return;
    links.forEach((link) => link.removeAttribute("aria-current"));
    const link = links.get(entry.target.id);
    link.setAttribute("aria-current", "true");
    const box = document.getElementById("outline"); // only the outline moves, never the page
    box.scrollTop += link.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
  }
}
