// Reading a reflection: selected words become the words of the comment; what was left on the device goes with a deletion.

const quotable = document.querySelector("[data-quotable]");
const say = document.getElementById("say");

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!say || !quotable || !selection || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  const line = closest(range.startContainer)?.closest("[data-start]");
  if (!line || !quotable.contains(line)) return;
  const before = document.createRange();
  before.selectNodeContents(line);
  before.setEnd(range.startContainer, range.startOffset);
  const inside = range.cloneRange();
  if (!line.contains(range.endContainer)) inside.setEnd(line, line.childNodes.length);
  if (!inside.toString().trim()) return;
  say.elements.namedItem("quote").value = inside.toString();
  say.elements.namedItem("near").value = String(Number(line.dataset.start) + [...before.toString()].length);
});

document.addEventListener("submit", (event) => {
  const number = event.target.dataset.forget;
  if (!number) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(`luoshi.reflection.${number}.`)) localStorage.removeItem(key);
});

function closest(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}
