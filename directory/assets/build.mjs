// Builds directory/static/ from our sources and the pinned npm packages: hashed files, a manifest and the licences.
//
//   node directory/assets/build.mjs
//
// One stylesheet is made for all pages: the NHS sheet (without its fonts and without the selectors that no template
// of ours names), letters a device may lack (fonts.mjs) and site.css; one more for what is handed over; each with its
// right-to-left copy. Nothing in the result may point at another host.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import postcss from "postcss";
import rtlcss from "rtlcss";
import { FAMILY, fonts } from "./fonts.mjs";
import { licences } from "./licences.mjs";
import { namesUsed } from "./names.mjs";
import { followDevice, useProperties } from "./themes.mjs";

const assets = dirname(fileURLToPath(import.meta.url));
const directory = dirname(assets);
const packages = join(dirname(directory), "node_modules");
const nhs = join(packages, "nhsuk-frontend", "dist", "nhsuk");
const out = join(directory, "static");
const manifest = {};

const read = (...parts) => readFileSync(join(...parts), "utf8");

/** Writes one file under a name that carries its content's hash, with .br and .gz beside what they make smaller; returns that name. */
function publish(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const hashed = `${basename(name, extname(name))}.${digest}${extname(name)}`;
  const bytes = Buffer.from(content);
  writeFileSync(join(out, hashed), bytes);
  if (extname(name) !== ".woff2") {
    writeFileSync(join(out, `${hashed}.gz`), gzipSync(bytes, { level: 9 }));
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    writeFileSync(join(out, `${hashed}.br`), brotliCompressSync(bytes, quality));
  }
  manifest[name] = hashed;
  return hashed;
}

/** Whether a selector can match our pages: every nhsuk- class it asks for (not those in :not()) is used. */
function wanted(selector, used) {
  const asked = selector.replace(/:not\([^()]*\)/g, "").match(/\.nhsuk-[\w-]+/g) ?? [];
  const attributes = /\[class[*^]?=["']?nhsuk-/.test(selector);
  return !attributes && asked.every((name) => used(name.slice(1)));
}

function dropFonts(root) {
  root.walkAtRules("font-face", (rule) => void rule.remove());
  root.walkDecls(/^font(-family)?$/, (decl) => {
    if (/frutiger/i.test(decl.value)) decl.value = `${FAMILY}, Arial, sans-serif`;
  });
}

function dropUnused(root, used) {
  root.walkRules((rule) => {
    if (rule.parent.type === "atrule" && /keyframes$/.test(rule.parent.name)) return;
    const kept = rule.selectors.filter((selector) => wanted(selector, used));
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  });
}

/** Internet Explorer's own media queries: no browser that can show these pages reads them. */
function dropInternetExplorer(root) {
  root.walkAtRules("media", (rule) => {
    const kept = rule.params.split(/,\s*/).filter((query) => !/-ms-high-contrast|\\0/.test(query));
    if (kept.length === 0) rule.remove();
    else rule.params = kept.join(", ");
  });
}

/** The NHS sheet states its palette as properties for others to read; only those that are read stay. */
function dropUnreadProperties(root) {
  const text = root.toString();
  root.walkDecls(/^--nhsuk-/, (decl) => {
    if (!text.includes(`var(${decl.prop}`)) decl.remove();
  });
}

function dropEmpty(root) {
  const empty = [];
  root.walk((node) => void (node.nodes?.length === 0 && empty.push(node)));
  for (const node of empty) {
    const parent = node.parent;
    node.remove();
    if (parent.type !== "root" && parent.nodes.length === 0) empty.push(parent);
  }
}

/** Copies the pictures the sheet asks for and points at them where they now are. */
function moveImages(root) {
  root.walkDecls((decl) => {
    decl.value = decl.value.replace(/url\("?\/assets\/(images\/[\w.-]+)"?\)/g, (_, path) => {
      return `url("${publish(basename(path), read(nhs, "assets", path))}")`;
    });
  });
}

function squeeze(root) {
  root.walkComments((comment) => void comment.remove());
  root.walk((node) => {
    node.raws = { before: "", between: node.type === "decl" ? ":" : "", after: "", afterName: " ", semicolon: false };
    if (node.type === "rule") node.selector = node.selector.replace(/\s+/g, " ").replace(/, /g, ",");
    if (node.type === "decl") node.value = node.value.replace(/\s+/g, " ").trim();
  });
  root.raws = {};
}

/** The whole stylesheet, left to right, as one line. */
function stylesheet() {
  const root = postcss.parse(read(nhs, "nhsuk-frontend.css"));
  root.walkAtRules("charset", (rule) => void rule.remove());
  dropFonts(root);
  dropUnused(root, namesUsed(directory));
  dropInternetExplorer(root);
  useProperties(root);
  root.append(postcss.parse(fonts(packages, publish)));
  root.append(followDevice(postcss.parse(read(assets, "site.css"))));
  dropUnreadProperties(root);
  dropEmpty(root);
  moveImages(root);
  squeeze(root);
  return `@charset "UTF-8";${root.toString()}`;
}

/** The sheet of one room, which only its own pages ask for: paper looks unlike a page. */
function paperSheet() {
  const root = postcss.parse(read(assets, "signposting.css"));
  squeeze(root);
  return `@charset "UTF-8";${root.toString()}`;
}

/** Throws when a stylesheet would fetch anything from another host, or names the font that only the NHS may use. */
function refuseForeign(css) {
  const found = css.match(/frutiger|url\(\s*["']?(?:https?:)?\/\/|@import|(?:https?:)?\/\/[\w-]+\.\w+/i);
  if (found) throw new Error(`The stylesheet still holds ${found[0]}`);
}

/**
 * htmx without the one line that writes the address of every page, search words and all, into the browser's storage:
 * the next person at a shared computer could read it. It keeps the same in a variable, which ends with the page.
 */
function forgetful(script) {
  const writes = script.split('sessionStorage.setItem("htmx-current-path-for-history",e)');
  if (writes.length !== 2) throw new Error("htmx remembers addresses in another way than this build knows");
  return writes.join("0");
}

/** Removes what earlier builds left, so that a file that is no longer named is no longer served. */
function sweep() {
  const current = new Set(["manifest.json", "licences.txt"]);
  for (const name of Object.values(manifest)) for (const end of ["", ".br", ".gz"]) current.add(name + end);
  for (const name of readdirSync(out)) if (!current.has(name)) rmSync(join(out, name), { recursive: true });
}

function build() {
  if (!existsSync(nhs)) throw new Error("The npm packages are missing: run npm ci first");
  mkdirSync(out, { recursive: true });
  for (const [name, css] of [["site", stylesheet()], ["signposting", paperSheet()]]) {
    const mirrored = rtlcss.process(css);
    for (const one of [css, mirrored]) refuseForeign(one);
    publish(`${name}.css`, css);
    publish(`${name}.rtl.css`, mirrored);
  }
  publish("htmx.js", forgetful(read(packages, "htmx.org", "dist", "htmx.min.js")));
  publish("exit.js", read(assets, "exit.js"));
  publish("site.js", read(assets, "site.js"));
  publish("idle.js", read(assets, "idle.js"));
  publish("passkeys.js", read(assets, "passkeys.js"));
  publish("favicon.svg", read(assets, "favicon.svg"));
  writeFileSync(join(out, "licences.txt"), licences(packages));
  writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  sweep();
}

build();
