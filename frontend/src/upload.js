// The upload page: files are sent one by one, each with its own progress and its own result.

const form = document.querySelector("[data-upload]");
const field = form.querySelector("input[type=file]");
const drop = form.querySelector("[data-drop]");
const results = document.getElementById("results");
const waiting = [];
let sending = false;

form.querySelector("[data-plain]").hidden = true;
form.classList.add("is-live");
field.addEventListener("change", () => {
  take(field.files);
  field.value = "";
});

for (const kind of ["dragenter", "dragover"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
}
for (const kind of ["dragleave", "drop"]) {
  drop.addEventListener(kind, () => drop.classList.remove("is-over"));
}
// A file dropped beside the field must not open in the browser and take the page away.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => event.preventDefault());
}
drop.addEventListener("drop", (event) => take(event.dataTransfer.files));

function take(files) {
  for (const file of files) {
    const row = document.getElementById("sending").content.cloneNode(true).firstElementChild;
    row.querySelector("[data-name]").textContent = file.name;
    results.append(row);
    if (file.size > Number(form.dataset.limit)) {
      tell(row, "large", file.name);
    } else {
      waiting.push([file, row]);
    }
  }
  sendNext();
}

function sendNext() {
  if (sending || waiting.length === 0) return;
  sending = true;
  const [file, row] = waiting.shift();
  const body = new FormData(form);
  body.set("file", file);
  form.elements.supersedes.value = ""; // the new version is the first file, not all that follow
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.setRequestHeader("X-Upload", "1");
  request.upload.addEventListener("progress", (event) => show(row, event));
  request.upload.addEventListener("load", () => tell(row, "reading"));
  request.addEventListener("load", () => {
    if (request.status === 200) {
      row.outerHTML = request.responseText;
    } else {
      tell(row, "fault", file.name);
    }
  });
  request.addEventListener("error", () => tell(row, "fault", file.name));
  request.addEventListener("loadend", () => {
    sending = false;
    sendNext();
  });
  request.send(body);
}

function show(row, event) {
  if (event.lengthComputable) row.querySelector("progress").value = (100 * event.loaded) / event.total;
}

function tell(row, what, name = "") {
  const state = row.querySelector("[data-state]");
  state.textContent = state.dataset[what];
  const progress = row.querySelector("progress");
  if (what === "reading") {
    progress.removeAttribute("value"); // how long reading takes, nobody knows
  } else {
    progress.remove();
    state.className = "ls-fault";
    row.querySelector("[data-name]").textContent = name;
  }
}
