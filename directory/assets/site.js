// After the list of results has been replaced in place: say so once, and keep the keyboard's place on the page.
(function () {
  "use strict";

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
  document.addEventListener("htmx:historyRestore", follow);

  document.addEventListener("htmx:afterSettle", function (event) {
    var results = event.detail.target;
    if (!results || results.id !== "results") return;
    var said = results.querySelector("[data-announce]");
    if (!said) return;
    document.getElementById("status").textContent = said.textContent.trim().replace(/\s+/g, " ");
    if (document.activeElement === document.body) {
      said.setAttribute("tabindex", "-1");
      said.focus({ preventScroll: true });
    }
  });
})();
