// Copies the libraries the pages use, and our own sources, into the package's static folder; builds the icon sprite.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync, constants } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "..", "src", "luoshi", "common", "static", "luoshi");

const libraries = {
  "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
  "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
};
const licences = { "tabler": "@tabler/core/LICENSE", "tabler-icons": "@tabler/icons/LICENSE" };

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

for (const [name, source] of Object.entries(libraries)) {
  // The maps are not shipped, so nothing may point at them.
  const text = readFileSync(join(modules, source), "utf8").replace(/\/[/*]# sourceMappingURL=\S+( \*\/)?\s*$/, "");
  write(name, text);
}
for (const name of readdirSync(join(here, "src"))) {
  write(name, readFileSync(join(here, "src", name), "utf8"));
}
write("icons.svg", sprite(readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean)));
for (const [name, source] of Object.entries(licences)) {
  try {
    copyFileSync(join(modules, source), join(target, `${name}.LICENSE`));
  } catch (error) {
    if (error.code !== "ENOENT") throw error; // some packages carry the licence in package.json only
  }
}

/** One symbol per icon; a page refers to it by name and the browser fetches the file once. */
function sprite(names) {
  const symbols = [...new Set(names)].sort().map((name) => {
    const svg = readFileSync(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    const body = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
      `stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** The file and, beside it, what is sent to browsers that take gzip. */
function write(name, text) {
  writeFileSync(join(target, name), text);
  writeFileSync(join(target, `${name}.gz`), gzipSync(text, { level: constants.Z_BEST_COMPRESSION }));
}
