// What only a browser can tell of the shape of a page, and neither axe nor the Nu checker does. With words.js behind it, it
// runs before the page's own scripts and gives `gate`: look() judges the page as it stands, walk() every focus stop,
// spaced() wide text spacing, lengthened() words of twice the length, enlarged() text at twice its size, spoken() the
// languages of its words alone, watch() and heard() what a change of the page says aloud.
// Findings are "check: words: where".
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
      } else if (own(el) && el.clientHeight && !/auto|scroll/.test(css.overflowY) && el.localName !== "textarea") {
        if (el.scrollHeight > el.clientHeight + parseFloat(css.fontSize) / 2) yield ["text spills out of its box", el];
      }
    }
  }

  // Firefox measures a line by the tallest letter its font could hold, in Arabic more than twice the size of those that stand there.
  const drawn = (node, box) => {
    const most = 1.5 * parseFloat(style(node.parentElement).fontSize), spare = Math.max(0, box.height - most) / 2;
    return new DOMRect(box.x, box.y + spare, box.width, box.height - 2 * spare);
  };

  function* overlaps() {
    const boxes = texts().filter((node) => !node.parentElement.closest("svg, .nhsuk-u-visually-hidden") && !sticks(node.parentElement))
      .flatMap((node) => pieces(node).map((box) => ({ node, box: drawn(node, box) })))
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

  const sticks = (el) => el && (/fixed|sticky/.test(style(el).position) || sticks(el.parentElement));
  // What sticks may lie over the page as it is scrolled: axe looks at the page without that.
  function loosen() {
    const held = all("body *").filter((el) => /fixed|sticky/.test(style(el).position));
    held.forEach((el) => el.style.setProperty("position", "static", "important"));
    return () => held.forEach((el) => el.style.removeProperty("position"));
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
    const points = boxes.flatMap((b) => [0.1, 0.5, 0.9].flatMap((x) => [0.03, 0.2, 0.5, 0.8, 0.97].map((y) => [b.left + b.width * x, b.top + b.height * y])));
    return !points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (el.contains(top) || top.contains(el) || [...(el.labels || [])].some((one) => one.contains(top)));
    });
  };

  // WebKit scrolls to what has the focus a moment later.
  const soon = () => new Promise((done) => setTimeout(done, 50));
  async function covered(el) {
    for (let tries = 0; tries < 10 && hidden(el); tries++) await soon();
    return hidden(el);
  }

  async function* steps() {
    document.activeElement.blur();
    const every = stops();
    const old = every.map(marks);
    for (const [index, el] of every.entries()) {
      el.focus();
      if (document.activeElement !== el) { yield ["cannot take the focus", el]; continue; }
      const now = marks(el);
      if (JSON.stringify(now) === JSON.stringify(old[index])) yield ["no visible focus style", el];
      else if (!strong(el, old[index], now)) yield ["a focus style too weak to see", el];
      if (await covered(el)) yield ["focus is hidden behind something", el];
    }
    for (const el of every.reverse()) {
      el.focus();
      if (await covered(el)) yield ["focus is hidden behind something, going back", el];
    }
    document.activeElement.blur();
    scrollTo(0, 0);
  }

  async function walk() {
    const found = [];
    for await (const one of steps()) found.push(one);
    const focus = () => found;
    return report(focus);
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
  // The same words twice, as a language may need that takes twice the room; names stay, as they do there.
  function lengthened() {
    const nodes = texts().filter((node) => !node.parentElement.closest("[translate=no], bdi, svg"));
    const old = nodes.map((node) => node.data);
    for (const node of nodes) node.data = `${node.data} ${squeeze(node.data)}`;
    const found = report(reflow, clipping, overlaps).map((one) => `words doubled, ${one}`);
    nodes.forEach((node, at) => { node.data = old[at]; });
    return found;
  }
  const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`;

  window.gate = {
    look: () => report(contrast, edges, reflow, clipping, overlaps, sticking, targets, clicks, ...window.gate.words),
    narrow: () => report(reflow, clipping, overlaps),
    walk,
    spoken: () => report(...window.gate.words),
    lengthened,
    spaced: () => dressed("text spaced", SPACING),
    enlarged: () => dressed("text doubled", "html { font-size: 200% !important }"),
    loosely: async (act) => { const hold = loosen(); try { return await act(); } finally { hold(); } },
    watch, heard, where, words: [],
    tools: { FIELDS, all, name, own, rendered, seen, squeeze, style, texts },
  };
})();
