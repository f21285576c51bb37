// After a part of the page has been replaced in place: say so once, and keep the keyboard's place and what was unfolded.
(function () {
  "use strict";

  var unfolded = {};

  // The header stays when results are swapped: what leads back to this page, or to it in another language, moves along.
  function follow() {
    document.querySelectorAll('input[name="next"]').forEach(function (next) {
      next.value = location.pathname + location.search;
    });
    document.querySelectorAll("a[data-language]").forEach(function (link) {
      link.search = location.search;
    });
  }
  document.addEventListener("htmx:pushedIntoHistory", follow);
  document.addEventListener("htmx:replacedInHistory", follow);
  document.addEventListener("htmx:historyRestore", follow);

  document.addEventListener("htmx:beforeSwap", function (event) {
    unfolded = {};
    event.detail.target.querySelectorAll("details[id]").forEach(function (part) {
      unfolded[part.id] = part.open;
    });
    // After a search the keyboard of a phone would cover what was found.
    if (event.detail.requestConfig.elt.tagName === "FORM") document.activeElement.blur();
  });

  // What cannot be had in place is asked for as a page of its own, which says what is wrong and where help is.
  ["htmx:responseError", "htmx:sendError"].forEach(function (failed) {
    document.addEventListener(failed, function (event) {
      if (event.detail.requestConfig.elt.tagName !== "INPUT") location.assign(event.detail.pathInfo.finalRequestPath);
    });
  });

  // htmx tells of what Back brings up without a target: that is a whole page, and nothing in it was kept or pressed.
  document.addEventListener("htmx:afterSwap", function (event) {
    if (!event.detail.target) return;
    event.detail.target.querySelectorAll("details[id]").forEach(function (part) {
      if (part.id in unfolded) part.open = unfolded[part.id];
    });
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    var part = event.detail.target;
    var every = part ? Array.from(part.querySelectorAll("[data-announce]")) : [];
    if (!every.length) return;
    var status = document.getElementById("status");
    status.replaceChildren.apply(status, every.map(function (one) {
      var line = document.createElement("p");
      line.textContent = one.textContent.trim().replace(/\s+/g, " ");
      return line;
    }));
    var said = part.querySelector("[data-title]") || every[0];
    if (said.hasAttribute("data-title")) document.title = said.getAttribute("data-title");
    if (part.id === "results") {
      document.querySelectorAll("[data-discreet]").forEach(function (one) {
        one.hidden = !said.hasAttribute("data-leave");
      });
    }
    // What was pressed, where it is still there: htmx could not reach it while it was folded away.
    var pressed = event.detail.requestConfig && event.detail.requestConfig.elt.id;
    var place = (pressed && document.getElementById(pressed)) || part.querySelector("[data-focus]");
    if (place && document.activeElement === document.body) place.focus({ preventScroll: true });
  });
})();
