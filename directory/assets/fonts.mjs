// Letters for devices that lack a script we are read in: the device's own font where it has one, else a small file of ours.
//
// The family stands before Arial, as Chromium never draws with a file that comes after a font of the device; its ranges
// leave all other letters to Arial. A browser fetches a file only when none of the fonts named as local is there.
// Chinese is left out: its letters are a megabyte, and no device is sold without them here.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export const FAMILY = "Script";

// By their full names, as browsers look for them; Windows, Apple, Android, Linux.
const SCRIPTS = [
  {
    name: "noto-sans-tamil",
    range: "U+B80-BFF",
    regular: ["Nirmala UI", "Tamil Sangam MN", "Noto Sans Tamil Regular", "Noto Sans Tamil", "Latha", "Lohit Tamil"],
    bold: ["Nirmala UI Bold", "Tamil Sangam MN Bold", "Noto Sans Tamil Bold", "Latha Bold"],
  },
  {
    name: "noto-sans-arabic",
    range: "U+600-6FF, U+750-77F, U+FB50-FDFF, U+FE70-FEFC",
    regular: ["Arial", "Noto Sans Arabic Regular", "Noto Sans Arabic", "Noto Naskh Arabic UI", "Noto Naskh Arabic", "DejaVu Sans"],
    bold: ["Arial Bold", "Noto Sans Arabic Bold", "Noto Naskh Arabic UI Bold", "Noto Naskh Arabic Bold", "DejaVu Sans Bold"],
  },
];

/** The packages whose licence goes with the files. */
export const packagesOfFonts = SCRIPTS.map(({ name }) => `@fontsource/${name}`);

function face({ name, range }, weight, local, packages, publish) {
  const file = `${name}-${name.split("-").at(-1)}-${weight}-normal.woff2`;
  const address = publish(`${name}-${weight}.woff2`, readFileSync(join(packages, "@fontsource", name, "files", file)));
  const sources = [...local.map((font) => `local("${font}")`), `url("${address}") format("woff2")`].join(", ");
  return `@font-face { font-family: ${FAMILY}; font-weight: ${weight}; font-display: swap; src: ${sources}; unicode-range: ${range}; }`;
}

/** The rules of all of them; `publish(name, bytes)` puts a file beside the stylesheet and tells its address. */
export function fonts(packages, publish) {
  return SCRIPTS.flatMap((script) => [
    face(script, 400, script.regular, packages, publish),
    face(script, 700, [...script.bold, ...script.regular], packages, publish), // a device's plain letters before a download
  ]).join("\n");
}
