// After the list of results has been replaced in place: say so once, and keep the keyboard's place on the page.
(function () {
  "use strict";

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
