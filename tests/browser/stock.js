// Gives a page the classes and the little markup that stock NHS.UK frontend has for its content, so that the two looks can
// be laid side by side. Runs only for screenshots.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const dress = (selector, ...names) => all(selector).forEach((el) => el.classList.add(...names));
  const wrap = (el, ...names) => {
    const box = document.createElement("div");
    box.classList.add(...names);
    box.append(...el.childNodes);
    el.append(box);
  };
  document.body.classList.add("nhsuk-template__body", "js-enabled", "nhsuk-frontend-supported");
  dress("header.site-header", "nhsuk-header");
  dress(".site-header__line", "nhsuk-header__container");
  dress(".site-header__name", "nhsuk-header__service-logo");
  all(".site-header__mark").forEach((el) => { el.setAttribute("width", 32); el.setAttribute("height", 32); });
  dress("footer.site-footer", "nhsuk-footer");
  dress("footer ul", "nhsuk-footer__list");
  dress("footer li", "nhsuk-footer__list-item");
  dress("footer li a", "nhsuk-footer__list-item-link");
  dress("main", "nhsuk-main-wrapper");
  dress("h1", "nhsuk-heading-l");
  dress("main h2", "nhsuk-heading-m");
  dress("main h3", "nhsuk-heading-s");
  dress("main p", "nhsuk-body");
  dress(".lead", "nhsuk-lede-text");
  dress("main ul:not([class]), .prose ul", "nhsuk-list", "nhsuk-list--bullet");
  dress("main ul[class]", "nhsuk-list");
  dress("main label", "nhsuk-label");
  dress(".search__field", "nhsuk-form-group");
  dress(".search__hint", "nhsuk-hint");
  dress("main details:not(.display)", "nhsuk-details");
  dress("main summary", "nhsuk-details__summary");
  all(".notice").forEach((el) => el.classList.add("nhsuk-inset-text"));
  all(".card, .cards article").forEach((el) => {
    el.classList.add("nhsuk-card");
    wrap(el, "nhsuk-card__content");
  });
  dress(".card__name", "nhsuk-card__heading", "nhsuk-heading-m");
  dress(".card__name a", "nhsuk-card__link");
  dress("dl", "nhsuk-summary-list");
  dress("dl > div", "nhsuk-summary-list__row");
  dress("dl dt", "nhsuk-summary-list__key");
  dress("dl dd", "nhsuk-summary-list__value");
  dress(".results__columns", "nhsuk-grid-row");
  all(".results__columns > div").forEach((el, i) => el.classList.add(i ? "nhsuk-grid-column-two-thirds" : "nhsuk-grid-column-one-third"));
  dress(".prose", "nhsuk-u-reading-width");
})();
