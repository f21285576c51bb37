// The licence text of everything third-party that the built files carry.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packagesOfFonts } from "./fonts.mjs";

// The nhsuk-frontend package names the MIT licence in its package.json but holds no licence file;
// the copyright line is the one in the project's public repository.
const NHS = `MIT License

Copyright (c) 2019 NHS.UK

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

function heading(packages, name) {
  const { version, license } = JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8"));
  if (name === "nhsuk-frontend" && license !== "MIT") throw new Error(`${name} is now under ${license}: read it again`);
  return `${name} ${version} (${license})\n${"=".repeat(40)}\n`;
}

/** One plain text: each package by name and version, then its licence. */
export function licences(packages) {
  const carried = ["htmx.org", ...packagesOfFonts];
  const texts = carried.map((name) => heading(packages, name) + readFileSync(join(packages, name, "LICENSE"), "utf8"));
  return [heading(packages, "nhsuk-frontend") + NHS, ...texts].join("\n\n");
}
