// Which NHS class names our pages use, read from the templates and the Python that fills them.

import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

// Everyday parts stay whole, so that a page may use them before the stylesheet is built again.
const ALWAYS = [
  "back-link", "body", "button", "checkboxes", "details", "error-message", "error-summary", "fieldset", "form-group",
  "grid", "hint", "input", "inset-text", "label", "link", "list", "main-wrapper", "radios", "section-break", "select",
  "skip-link", "summary-list", "tag", "textarea", "u-visually-hidden", "width-container",
];

// What a macro of the kit brings besides the everyday parts and the classes of its own name.
const MADE_OF = { "summary-list": ["card"] };

function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && [".html", ".jinja", ".py"].includes(extname(entry.name)))
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8"))
    .join("\n");
}

/** Returns used(name): whether a class may stand on a page. A name ending in a hyphen in a template is a beginning. */
export function namesUsed(folder) {
  const text = sources(folder);
  const tokens = new Set(text.match(/nhsuk-[\w-]+/g) ?? []);
  const beginnings = [...tokens].filter((token) => /[-_]$/.test(token));
  const macros = [...text.matchAll(/nhsuk\/components\/([\w-]+)\//g)].map((match) => match[1]);
  const parts = new Set([...ALWAYS, ...macros.flatMap((name) => [name, ...(MADE_OF[name] ?? [])])]);
  return (name) =>
    tokens.has(name) ||
    beginnings.some((start) => name.startsWith(start)) ||
    [...parts].some((part) => name === `nhsuk-${part}` || name.match(`^nhsuk-${part}(__|--|-)`));
}
