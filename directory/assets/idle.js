// Two minutes before a session ends unused: says so politely, and lets it go on without leaving the page.
(function () {
  "use strict";

  var note = document.getElementById("idle");
  if (!note || !window.fetch) return;
  var words = note.querySelector("template"), until = document.getElementById("idle-until"), timer;

  function wait(seconds) {
    clearTimeout(timer);
    while (note.lastChild !== words) note.removeChild(note.lastChild);
    timer = setTimeout(tell, Math.max(0, seconds - 120) * 1000);
  }

  function tell() {
    note.append(words.content.cloneNode(true));
    note.querySelector("form").addEventListener("submit", stay);
  }

  // When this does not work, the form is sent as any other.
  function stay(event) {
    var form = event.target;
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(); })
      .then(function (said) { wait(said.seconds); tellUntil(said.at); })
      .catch(function () { form.submit(); });
  }

  // The button has gone: the keyboard goes on from the line before it, which says until when by now.
  function tellUntil(at) {
    until.textContent = until.textContent.replace(until.getAttribute("data-at"), at);
    until.setAttribute("data-at", at);
    until.focus({ preventScroll: true });
  }

  wait(Number(note.getAttribute("data-seconds")));
})();
