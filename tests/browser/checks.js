// What only a browser can tell of a page, and neither axe nor the Nu checker does. It runs before the page's own scripts
// and gives `gate`: look() judges the page as it stands, walk() every focus stop, spaced() wide text spacing, enlarged()
// text at twice its size, watch() and heard() what a change of the page says aloud. Findings are "check: words: where".
(() => {
  "use strict";
  const clicked = new WeakSet();
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...rest) {
    if (kind === "click" && this instanceof Element) clicked.add(this);
    return listen.call(this, kind, ...rest);
  };

  // Elements, as people meet them

  const FOCUS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]";
  const REACHED = "a[href], button, input, select, textarea, summary, label, [tabindex='0']";
  const FIELDS = "input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image]), select, textarea";
  const LIVE = "[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]";
  // What people come for: search, call, directions, filters, names of offers, pages.
  const PRIMARY = `search :is(input, button), [role=search] :is(input, button), .acts a, .card__name a, .chips a, .pages a,
    .filters > summary, .facet > summary, .facet a`;

  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const squeeze = (text) => text.trim().replace(/\s+/g, " ");
  const rendered = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const far = (box) => Math.min(Math.abs(box.left), Math.abs(box.right)) > 5000;
  const seen = (el) => {
    const box = el.getBoundingClientRect();
    return rendered(el) && box.width > 1 && box.height > 1 && !far(box);
  };
  const style = (el, pseudo) => getComputedStyle(el, pseudo);
  const where = (el) => {
    const mark = el.id ? `#${el.id}` : el.classList.length ? `.${el.classList[0]}` : "";
    return `<${el.localName}${mark}> ${squeeze(el.textContent || el.value || "").slice(0, 50)}`;
  };
  const block = (el) => (el && /^(inline$|contents)/.test(style(el).display) ? block(el.parentElement) : el);
  const own = (el) => squeeze([...el.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(" "));

  function texts(wanted = seen) {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && !node.parentElement.closest("script, style, template") && wanted(node.parentElement)) found.push(node);
    }
    return found;
  }

  const pieces = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  };

  const name = (el) => {
    if (el.getAttribute("aria-label")) return squeeze(el.getAttribute("aria-label"));
    const copy = el.cloneNode(true);
    all("[aria-hidden=true]", copy).forEach((one) => one.remove());
    all("img[alt]", copy).forEach((one) => one.replaceWith(` ${one.alt} `));
    return squeeze(copy.textContent);
  };

  // Colours

  const colour = (text) => {
    const parts = (text.match(/-?[\d.]+(e-?\d+)?/g) || [0, 0, 0, 0]).map(Number);
    const scale = text.startsWith("color(") ? 255 : 1;
    return [...parts.slice(0, 3).map((part) => part * scale), parts.length > 3 ? parts[3] : 1];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (el) => {
    if (!el) return [255, 255, 255, 1];
    const here = colour(style(el).backgroundColor);
    return here[3] === 1 ? here : over(here, ground(el.parentElement));
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((v) => (v /= 255, v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  function* contrast() {
    for (const el of new Set(texts().map((node) => node.parentElement))) {
      if (el.closest(":disabled, [aria-disabled=true], svg")) continue;
      const need = el.closest("a, button, summary") ? 4.5 : 7;
      const under = ground(el);
      const found = ratio(over(colour(style(el).color), under), under);
      if (found < need) yield [`contrast is ${found.toFixed(1)}, not ${need}`, el];
    }
  }

  function* edges() {
    for (const el of all(FIELDS).filter(seen)) {
      const css = style(el);
      const under = ground(el.parentElement);
      const edge = parseFloat(css.borderBottomWidth) >= 1 ? ratio(over(colour(css.borderBottomColor), under), under) : 1;
      if (Math.max(edge, ratio(ground(el), under)) < 3) yield ["a control has no edge of 3 to 1", el];
    }
  }

  // Room

  function* reflow() {
    const page = document.scrollingElement;
    if (page.scrollWidth > innerWidth) yield [`the page is ${page.scrollWidth} wide, the window ${innerWidth}`, page];
    for (const node of texts()) {
      if (node.parentElement.closest("svg")) continue;
      const out = pieces(node).some((box) => !far(box) && (box.left < -1 || box.right > innerWidth + 1));
      if (out && !scrolls(node.parentElement)) yield ["text runs out of the window", node.parentElement];
    }
  }
  const scrolls = (el) => el && (/auto|scroll/.test(style(el).overflowX) || scrolls(el.parentElement));

  function* clipping() {
    for (const el of all("body *").filter((one) => !one.closest("svg, select") && squeeze(one.textContent) && seen(one))) {
      const css = style(el);
      const cut = (overflow, inside, box) => /hidden|clip/.test(overflow) && inside > box + 2;
      if (cut(css.overflowX, el.scrollWidth, el.clientWidth) || cut(css.overflowY, el.scrollHeight, el.clientHeight)) {
        yield ["text is cut off", el];
      } else if (own(el) && el.clientHeight && !/auto|scroll/.test(css.overflowY)) {
        if (el.scrollHeight > el.clientHeight + parseFloat(css.fontSize) / 2) yield ["text spills out of its box", el];
      }
    }
  }

  function* overlaps() {
    const boxes = texts().filter((n) => !n.parentElement.closest("svg"))
      .flatMap((node) => pieces(node).map((box) => ({ node, box })))
      .sort((a, b) => a.box.top - b.box.top);
    for (let i = 0; i < boxes.length; i++) {
      const a = boxes[i];
      for (let j = i + 1; j < boxes.length && boxes[j].box.top < a.box.bottom; j++) {
        const b = boxes[j];
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - b.box.top;
        if (wide > 3 && high > 0.4 * Math.min(a.box.height, b.box.height)) {
          yield [`text lies on “${squeeze(b.node.data).slice(0, 30)}”`, a.node.parentElement];
        }
      }
    }
  }

  function* sticking() {
    const stuck = all("body *").filter((el) => /fixed|sticky/.test(style(el).position) && seen(el));
    const high = stuck.reduce((sum, el) => sum + Math.min(el.getBoundingClientRect().height, innerHeight), 0);
    if (high > innerHeight / 5) yield ["sticky parts take over a fifth of the window", stuck[0]];
  }

  const inSentence = (el) => {
    if (el.localName !== "a" || !/^inline/.test(style(el).display)) return false;
    const around = block(el.parentElement).textContent.replace(el.textContent, "");
    return style(el).display === "inline" && /\p{L}{2,}/u.test(around);
  };
  const area = (el) => {
    const boxes = [el, ...(/radio|checkbox/.test(el.type) ? el.labels : [])].map((one) => one.getBoundingClientRect());
    const [left, top] = [Math.min(...boxes.map((b) => b.left)), Math.min(...boxes.map((b) => b.top))];
    return [Math.max(...boxes.map((b) => b.right)) - left, Math.max(...boxes.map((b) => b.bottom)) - top];
  };

  function* targets() {
    for (const el of all(FOCUS).filter((one) => one.tabIndex >= 0 && seen(one))) {
      const [width, height] = area(el).map((size) => Math.round(size * 10) / 10);
      if (inSentence(el)) continue;
      const primary = el.matches(PRIMARY) || (el.matches("[href^='tel:']") && !/\p{L}{2,}\s*:?\s*$/u.test(before(el)));
      if (Math.min(width, height) < 24) yield [`a target of ${width} by ${height}`, el];
      else if (primary && height < 44) yield [`a primary target ${height} high`, el];
    }
  }
  const before = (el) => (el.previousSibling && el.previousSibling.nodeType === 3 ? el.previousSibling.data : "");

  // Languages

  const OTHERS = {
    Arabic: "ar fa ur ps ckb", Hebrew: "he yi", Cyrillic: "ru uk bg", Greek: "el", Han: "zh ja yue", Hangul: "ko", Bengali: "bn",
    Devanagari: "hi ne mr", Gujarati: "gu", Gurmukhi: "pa", Tamil: "ta", Ethiopic: "am ti", Sinhala: "si",
  };
  const LETTERS = Object.fromEntries(["Latin", ...Object.keys(OTHERS)].map((s) => [s, new RegExp(`\\p{Script=${s}}`, "gu")]));
  const COMMON = {
    en: "the and you your with are this that have from not they for can is of to", es: "el los las que para con una por su del usted está y es",
    fr: "le les des vous pour avec une est dans sur pas votre et", pt: "os uma você com não seu sua são em ao e", pl: "jest się nie dla oraz czy",
  };
  const spokenIn = (el) => ((el.closest("[lang]") || document.documentElement).lang || "").split("-")[0].toLowerCase();
  const scriptOf = (lang) => Object.keys(OTHERS).find((script) => OTHERS[script].split(" ").includes(lang)) || "Latin";
  const letters = (text, script) => (text.match(LETTERS[script]) || []).length;
  const hits = (words, lang) => words.filter((word) => COMMON[lang].split(" ").includes(word)).length;

  function* scripts() {
    const said = texts(rendered).map((node) => [node.parentElement, node.data]);
    for (const label of ["aria-label", "title", "alt", "placeholder"]) {
      said.push(...all(`[${label}]`).filter(rendered).map((el) => [el, el.getAttribute(label)]));
    }
    for (const [el, text] of said) {
      const expected = scriptOf(spokenIn(el));
      const mine = letters(text, expected);
      for (const script of Object.keys(LETTERS).filter((one) => one !== expected)) {
        const found = letters(text, script);
        // Names stay as they are, and a short Latin name may stand inside a sentence: NHS, Zoom.
        const excused = script === "Latin" && (el.closest("[translate=no], bdi") || mine > found || found < 3);
        if (found && !excused) yield [`${script} letters where lang is “${spokenIn(el)}”`, el];
      }
      const words = text.toLowerCase().match(/\p{L}+/gu) || [];
      const declared = COMMON[spokenIn(el)] ? hits(words, spokenIn(el)) : 0;
      if (words.length < 4 || expected !== "Latin" || el.closest("[translate=no]")) continue;
      for (const lang of Object.keys(COMMON).filter((one) => one !== spokenIn(el))) {
        if (hits(words, lang) > Math.max(2, 2 * declared)) yield [`words of “${lang}” where lang is “${spokenIn(el)}”`, el];
      }
    }
  }

  function* directions() {
    const root = document.documentElement;
    const turned = (lang) => /Arabic|Hebrew/.test(scriptOf(lang));
    if (turned(spokenIn(root)) !== (style(root).direction === "rtl")) yield [`dir is “${root.dir}” and lang “${root.lang}”`, root];
    for (const node of texts(rendered)) {
      const el = node.parentElement;
      const right = letters(node.data, "Arabic") + letters(node.data, "Hebrew");
      const left = letters(node.data, "Latin");
      const way = style(el).direction;
      if (right > left && way !== "rtl") yield ["right-to-left words run from left to right", el];
      if (left > right && left > 2 && way !== "ltr" && /\p{L}+[^\p{L}]+\p{L}+/u.test(node.data)) {
        yield ["left-to-right words run from right to left", el];
      }
      if (/\d[\d ]{5,}\d/.test(node.data) && !right && way !== "ltr") yield ["a number runs from right to left", el];
    }
  }

  function* bidi() {
    const odd = /[\u202A-\u202E\u2066-\u2069]/;
    for (const node of texts(rendered)) if (odd.test(node.data)) yield ["a bidi control character", node.parentElement];
    for (const el of all("*")) {
      for (const one of el.attributes) if (odd.test(one.value)) yield [`a bidi control character in ${one.name}`, el];
    }
  }

  // Names, forms, order

  const GENERIC = /^(click here|here|more|read more|find out more|learn more|see more|link|this|this page|details|view|go|continue|aquí|más|leer más|ver|هنا|المزيد|اقرأ المزيد)$/i;

  function* links() {
    const known = new Map();
    for (const el of all("a[href]").filter(rendered)) {
      const said = name(el).toLowerCase();
      const to = el.getAttribute("href").split("#")[0] || el.getAttribute("href");
      const group = el.closest("details");
      if (!said) yield ["a link without a name", el];
      if (GENERIC.test(said)) yield ["a link name that says nothing", el];
      if (!known.has(group)) known.set(group, new Map());
      const other = known.get(group).get(said) || to;
      if (other !== to) yield [`the same link name leads to ${other} and ${to}`, el];
      known.get(group).set(said, to);
    }
  }

  const labelled = (el) => {
    const ids = (el.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean).map((id) => document.getElementById(id));
    return [...el.labels, ...ids].filter((one) => one && seen(one) && name(one));
  };
  const OF_ONES_OWN = /\b(e-?mail|phone|mobile|your name|full name|first name|last name|surname|post ?code|address|birth)\b/i;

  function* fields() {
    for (const el of all(FIELDS).filter(rendered)) {
      const labels = labelled(el);
      if (!labels.length) yield [el.placeholder ? "a placeholder stands for a label" : "a field without a visible label", el];
      const said = [el.name, el.id, el.placeholder || "", ...labels.map(name)].join(" ").replace(/[_-]/g, " ");
      const asks = /^(email|tel)$/.test(el.type) || (/^(text|search)$/.test(el.type) && OF_ONES_OWN.test(said));
      if (asks && !/\S/.test((el.autocomplete || "").replace("off", ""))) yield ["a field about oneself without autocomplete", el];
      const paste = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: new DataTransfer() });
      if (/^(text|search|email|tel|url|password|number|textarea)$/.test(el.type) && !el.dispatchEvent(paste)) yield ["paste is blocked", el];
    }
    for (const el of all("input[type=radio], input[type=checkbox]").filter(seen)) {
      const group = el.form && el.name ? all(`[name="${CSS.escape(el.name)}"]`, el.form) : [];
      if (group.length > 1 && !el.closest("fieldset, [role=group], [role=radiogroup]")) yield ["a choice outside a named group", el];
    }
  }

  function* order() {
    let last = 0;
    for (const el of all("h1, h2, h3, h4, h5, h6").filter(rendered)) {
      const level = Number(el.localName[1]);
      if (level > last + 1) yield [`h${level} follows ${last ? `h${last}` : "nothing"}`, el];
      last = level;
    }
    for (const el of all("table:not([role=presentation])").filter(seen)) if (!all("th", el).length) yield ["a table without th", el];
    for (const el of all("[accesskey]")) yield ["a key of its own", el];
    for (const el of all("[autofocus]")) yield ["focus is taken from the reader", el];
    for (const el of all("[target=_blank]")) if (!/new (tab|window)/i.test(name(el))) yield ["opens a window without saying so", el];
  }

  function* handlers() {
    for (const el of all("*")) {
      const bad = [...el.attributes].filter((one) => /^(on\w+|(data-)?hx-on.*)$/.test(one.name) || /^\s*javascript:/i.test(one.value));
      if (bad.length) yield [`${bad[0].name} holds a script`, el];
    }
  }

  function* clicks() {
    for (const el of all("body *").filter(seen)) {
      const pointer = style(el).cursor === "pointer" && style(el.parentElement).cursor !== "pointer";
      if (!(pointer || clicked.has(el) || el.onclick) || el.closest(REACHED) || el.querySelector(REACHED)) continue;
      yield ["can be clicked and not reached with the keyboard", el];
    }
    for (const el of all("[tabindex='0']").filter(seen)) {
      if (!el.matches("a, button, input, select, textarea, summary, [role]") && !/auto|scroll/.test(style(el).overflow)) yield ["a focus stop without a role", el];
    }
  }

  // Focus

  const marks = (el) => [[el], [el, "::before"], [el, "::after"], [el.parentElement]].map(([one, pseudo]) => {
    const css = style(one, pseudo);
    return [css.outlineStyle === "none" ? "" : `${css.outlineWidth} ${css.outlineColor}`, css.boxShadow, css.backgroundColor,
      css.borderColor, css.borderWidth, css.textDecoration, css.color];
  });

  function strong(el, old, now) {
    const under = ground(el.parentElement);
    const stands = (text) => ratio(over(colour(text), under), under) >= 3;
    const css = style(el);
    const outline = parseFloat(css.outlineWidth) >= 2 && css.outlineStyle !== "none" && stands(css.outlineColor);
    const shadow = css.boxShadow !== "none" && css.boxShadow.split(/,(?=\s*(?:rgb|color))/).some((one) =>
      stands(one.match(/(rgba?|color)\([^)]*\)/)[0]) && Math.max(...one.replace(/\([^)]*\)/, "").match(/-?[\d.]+px/g).map((n) => Math.abs(parseFloat(n)))) >= 2);
    const filled = ratio(over(colour(now[0][2]), under), over(colour(old[0][2]), under)) >= 3;
    const border = old[0][3] !== now[0][3] && parseFloat(css.borderBottomWidth) >= 2 && stands(css.borderBottomColor);
    return outline || shadow || filled || border || JSON.stringify(old[3]) !== JSON.stringify(now[3]);
  }

  const stops = () => all(FOCUS).filter((el) => el.tabIndex >= 0 && !el.disabled && rendered(el));
  const hidden = (el) => {
    const boxes = [...el.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    const points = boxes.flatMap((b) => [0.1, 0.5, 0.9].flatMap((x) => [0.2, 0.5, 0.8].map((y) => [b.left + b.width * x, b.top + b.height * y])));
    return !points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (el.contains(top) || top.contains(el) || [...(el.labels || [])].some((one) => one.contains(top)));
    });
  };

  function* focus() {
    document.activeElement.blur();
    const every = stops();
    const old = every.map(marks);
    for (const [index, el] of every.entries()) {
      el.focus();
      if (document.activeElement !== el) { yield ["cannot take the focus", el]; continue; }
      const now = marks(el);
      if (JSON.stringify(now) === JSON.stringify(old[index])) yield ["no visible focus style", el];
      else if (!strong(el, old[index], now)) yield ["a focus style too weak to see", el];
      if (hidden(el)) yield ["focus is hidden behind something", el];
    }
    for (const el of every.reverse()) {
      el.focus();
      if (hidden(el)) yield ["focus is hidden behind something, going back", el];
    }
    document.activeElement.blur();
    scrollTo(0, 0);
  }

  // What a change says aloud

  let said = [];
  let changed = false;
  let watching = [];
  function watch() {
    watching.forEach((one) => one.disconnect());
    said = [];
    changed = false;
    watching = all(LIVE).map((region) => {
      const one = new MutationObserver(() => squeeze(region.textContent) && said.push(squeeze(region.textContent)));
      one.observe(region, { childList: true, characterData: true, subtree: true });
      return one;
    });
    const whole = new MutationObserver((records) => {
      changed ||= records.some((one) => !one.target.closest(LIVE) && (one.addedNodes.length || one.removedNodes.length));
    });
    whole.observe(document.body, { childList: true, subtree: true });
    watching.push(whole);
  }
  const heard = () => ({ said, changed, focus: document.activeElement === document.body ? "" : where(document.activeElement) });

  // Altogether

  function report(...checks) {
    const found = new Map();
    for (const check of checks) {
      for (const [words, el] of check()) found.set(`${check.name}: ${words}`, [...(found.get(`${check.name}: ${words}`) || []), where(el)]);
    }
    return [...found].map(([said, els]) => `${said}: ${els.slice(0, 3).join(", ")}${els.length > 3 ? ` and ${els.length - 3} more` : ""}`);
  }
  function dressed(what, css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
    const found = report(reflow, clipping, overlaps).map((one) => `${what}, ${one}`);
    document.adoptedStyleSheets.pop();
    return found;
  }
  const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`;

  window.gate = {
    look: () => report(contrast, edges, reflow, clipping, overlaps, sticking, targets, scripts, directions, bidi, links, fields,
      order, handlers, clicks),
    narrow: () => report(reflow, clipping, overlaps),
    walk: () => report(focus),
    spaced: () => dressed("text spaced", SPACING),
    enlarged: () => dressed("text doubled", "html { font-size: 200% !important }"),
    watch, heard, where,
  };
})();
