// Makes or proves a passkey (W3C Web Authentication) with the browser, and sends what it says as a form.
(function () {
  "use strict";

  if (!window.PublicKeyCredential) return;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (one) { return one.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function read(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    ["excludeCredentials", "allowCredentials"].forEach(function (name) {
      (options[name] || []).forEach(function (one) { one.id = bytes(one.id); });
    });
    return options;
  }

  function written(credential) {
    var said = credential.response, response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (said[name]) response[name] = text(said[name]);
    });
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response: response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var button = form.querySelector("button");
    button.hidden = false;
    form.querySelector("p").hidden = true;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      button.disabled = true;
      navigator.credentials[form.getAttribute("data-passkey")]({ publicKey: read(JSON.parse(form.getAttribute("data-options"))) })
        .then(function (credential) { form.elements.credential.value = written(credential); })
        .catch(function () {}) // nothing is sent then, and the page that comes back says so
        .then(function () { form.submit(); });
    });
  });
})();
