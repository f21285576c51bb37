// Colours of the NHS sheet as our custom properties, so that a theme changes them too, and themes for those who chose none.

const COLOUR = /#[0-9a-f]{3,8}\b|rgba?\([^)]*\)/gi;

// What each colour of the NHS sheet is to us: as text, as ground, as a line. "focus" stands for what has the focus.
const TEXT = {
  "#212b32": "ink", "#000000": "ink", "rgba(33, 43, 50, 0.99)": "ink", "#ffffff": "action-ink",
  "rgba(255, 255, 255, 0.99)": "action-ink", "#4c6272": "ink-quiet", "#005eb8": "link", "#330072": "link-visited",
  "#7c2855": "link-hover", "#002f5c": "link-hover", "#d5281b": "alert", "#951c13": "alert",
};
const GROUND = {
  "#ffffff": "paper", "#f0f4f5": "tint", "#d8dde0": "tint", "#d9e7f4": "tint", "#c7dcef": "tint", "#d9d9d9": "tint",
  "#b3b3b3": "tint", "#ffeb3b": "focus", "#005eb8": "action", "#007f3b": "action", "#00662f": "action-hover",
  "#00401e": "action-hover", "#004b93": "action-hover", "#002f5c": "action-hover", "#d5281b": "alert",
  "#aa2016": "alert", "#6b140e": "alert", "#212b32": "deep",
};
const LINE = {
  "#212b32": "ink", "#000000": "ink", "#ffeb3b": "focus", "#d8dde0": "line", "#aeb7bd": "line", "#b3b3b3": "line",
  "#4c6272": "edge", "#005eb8": "action", "#337ec6": "action", "#002f5c": "action", "#00401e": "action",
  "#d5281b": "alert", "#6b140e": "alert",
};

/** The kinds of the NHS tag are told apart by words here, so they share one look. */
const TAG = { text: "ink", ground: "tint", line: "edge" };

function kind(property) {
  if (/^background/.test(property)) return "ground";
  return /^(border|outline|box-shadow)/.test(property) ? "line" : "text";
}

/** The name of our property for a colour where it stands. Throws when the NHS sheet brings one that nobody placed. */
function named(colour, decl) {
  const selector = decl.parent.selector;
  const as = kind(decl.prop);
  if (/^\.nhsuk-tag/.test(selector)) return TAG[as];
  if (as === "text" && /:focus(?!\))/.test(selector) && colour === "#212b32") return "focus-ink";
  if (as === "text" && /#fff|255/.test(colour) && /--emergency .nhsuk-(card__content|details)/.test(selector)) return "deep-ink";
  const found = { text: TEXT, ground: GROUND, line: LINE }[as][colour];
  if (!found) throw new Error(`${selector} has ${decl.prop} ${colour}: say in themes.mjs what that is in our themes`);
  return found;
}

/** Puts our custom properties in the place of every colour. */
export function useProperties(root) {
  root.walkDecls((decl) => {
    if (decl.prop.startsWith("--") || decl.value.includes("url(")) return;
    decl.value = decl.value.replace(COLOUR, (colour) => `var(--${named(colour.toLowerCase(), decl)})`);
  });
}

/** Copies each chosen theme for readers who chose nothing and whose device asks for it; what comes later wins. */
export function followDevice(root) {
  const wishes = { dark: "(prefers-color-scheme:dark)", high: "(prefers-contrast:more)" };
  for (const [theme, wish] of Object.entries(wishes)) {
    const chosen = [];
    root.walkRules(`:root[data-contrast="${theme}"]`, (rule) => void chosen.push(rule));
    for (const rule of chosen) {
      const media = rule.parent.clone({ params: `screen and ${wish}`, nodes: [] });
      media.append(rule.clone({ selector: ":root:not([data-contrast])" }));
      rule.parent.parent.append(media);
    }
  }
  return root;
}
