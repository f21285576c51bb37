// Leaving fast: the button, the hidden link and Shift three times, on pages somebody may be watching the reader look at.
// This script is not deferred and stands before the stylesheet, as a page that Back brings up after that may not be painted.
(function () {
  "use strict";

  var KEY = "left"; // where the reader went: in this tab only, and only until they open one of our pages themselves
  var PATIENCE = 5000; // milliseconds in which Shift has to be pressed three times
  var presses = 0;
  var alone = false;
  var timer = 0;

  function remembered() {
    try { return sessionStorage.getItem(KEY); } catch (_refused) { return null; }
  }

  function remember(address) {
    try {
      if (address) sessionStorage.setItem(KEY, address);
      else sessionStorage.removeItem(KEY);
    } catch (_refused) { /* a browser that keeps nothing shows our pages again after Back */ }
  }

  // Back after leaving: nothing of the journey is shown, and this page of it is replaced as well.
  function goAgain() {
    document.documentElement.hidden = true;
    location.replace(remembered());
  }

  var arrived = performance.getEntriesByType("navigation")[0];
  if (remembered() && arrived && arrived.type !== "navigate") goAgain();
  else if (remembered()) remember("");
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && remembered()) goAgain();
  });

  function bar() {
    var found = document.getElementById("exit");
    return found && !found.hidden ? found : null;
  }

  function leave() {
    var found = bar();
    var address = found.querySelector("[data-exit]").getAttribute("data-exit");
    var said = document.createElement("p");
    said.setAttribute("role", "alert");
    said.className = "nhsuk-u-visually-hidden";
    said.textContent = found.getAttribute("data-leaving");
    document.body.replaceChildren(said);
    remember(address);
    history.replaceState(null, "", "/");
    location.replace(address);
  }

  document.addEventListener("click", function (event) {
    if (!bar() || !event.target.closest("a[data-exit]")) return;
    event.preventDefault();
    leave();
  });

  // Shift on its own counts, not as part of a capital letter.
  document.addEventListener("keydown", function (event) {
    alone = event.key === "Shift" && (alone || !event.repeat);
    if (!alone) presses = 0;
  });
  document.addEventListener("keyup", function (event) {
    var found = bar();
    if (event.key !== "Shift" || !alone || !found) return;
    alone = false;
    presses += 1;
    clearTimeout(timer);
    timer = setTimeout(function () { presses = 0; }, PATIENCE);
    if (presses > 2) leave();
    else document.getElementById("status").textContent = found.getAttribute(presses === 1 ? "data-two" : "data-one");
  });
})();
