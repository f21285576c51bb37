// What only a browser can tell of the words of a page: their languages and directions, the names of links and fields, the
// order of headings, and scripts that stand where words should. It adds its checks to those of checks.js.
(() => {
  "use strict";
  const { FIELDS, all, name, own, rendered, seen, style, texts } = window.gate.tools;

  // Languages

  const OTHERS = {
    Arabic: "ar fa ur ps ckb", Hebrew: "he yi", Cyrillic: "ru uk bg", Greek: "el", Han: "zh ja yue", Hangul: "ko", Bengali: "bn",
    Devanagari: "hi ne mr", Gujarati: "gu", Gurmukhi: "pa", Tamil: "ta", Ethiopic: "am ti", Sinhala: "si",
  };
  const LETTERS = Object.fromEntries(["Latin", ...Object.keys(OTHERS)].map((s) => [s, new RegExp(`\\p{Script=${s}}`, "gu")]));
  const COMMON = {
    en: "the and you your with are this that have from not they for can is of to", es: "el los las que para con una por su del usted está y es",
    fr: "le les des vous pour avec une est dans sur pas votre et", pt: "o os uma que para você com não seu sua são é em ao e", pl: "jest się nie dla oraz czy",
  };
  const NEW_TAB = /new (tab|window)|pestaña nueva|janela nova|nov[ao] (aba|guia|separador)|nouvel onglet|nowej karcie|filă nouă|yeni sekme|tab cusub|thẻ mới|新标签页|புதிய tab|ٹیب|تبويب جديدة/i;
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
      const mine = letters(own(el) || text, expected); // of the whole sentence, which a number in it cuts in two
      for (const script of Object.keys(LETTERS).filter((one) => one !== expected)) {
        // Names stay as they are; inside a sentence they need no mark of their own: NHS, Catford, Zoom, “LGBTQ+ 人士”.
        const found = letters(mine && script === "Latin" ? text.replace(/\p{Lu}{2,}/gu, "") : text, script);
        const excused = script === "Latin" && (el.closest("[translate=no], bdi") || mine > 1 || found < 3);
        if (found && !excused) yield [`${script} letters where lang is “${spokenIn(el)}”`, el];
      }
      const words = text.toLowerCase().match(/\p{L}+/gu) || [];
      const declared = COMMON[spokenIn(el)] ? hits(words, spokenIn(el)) : 0;
      // A field that holds a message to send has names of offers in it, and no place to mark them.
      if (words.length < 4 || expected !== "Latin" || el.closest("[translate=no], textarea")) continue;
      for (const lang of Object.keys(COMMON).filter((one) => one !== spokenIn(el))) {
        const foreign = hits(words.filter((word) => word.length > 1), lang); // "e" and "o" are words of many
        if (foreign > Math.max(2, 2 * declared)) yield [`words of “${lang}” where lang is “${spokenIn(el)}”`, el];
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
      if (!right && left > 2 && way !== "ltr" && /\p{L}+[^\p{L}]+\p{L}+/u.test(node.data)) {
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
      // .ask is asked about somebody else: a browser must not offer one person's postcode to the next.
      if (asks && !el.closest(".ask") && !/\S/.test((el.autocomplete || "").replace("off", ""))) yield ["a field about oneself without autocomplete", el];
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
    for (const el of all("[target=_blank]")) if (!NEW_TAB.test(name(el))) yield ["opens a window without saying so", el];
  }

  function* handlers() {
    for (const el of all("*")) {
      const bad = [...el.attributes].filter((one) => /^(on\w+|(data-)?hx-on.*)$/.test(one.name) || /^\s*javascript:/i.test(one.value));
      if (bad.length) yield [`${bad[0].name} holds a script`, el];
    }
  }

  window.gate.words = [scripts, directions, bidi, links, fields, order, handlers];
})();
