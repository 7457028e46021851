// Passkeys at the desk: the buttons appear only where the browser knows the JSON form of WebAuthn
// Level 3; everywhere else password and code do. What it says stands in the page.
"use strict";
(() => {
  const known = window.PublicKeyCredential;
  if (!known || !known.parseRequestOptionsFromJSON) return;
  class Refused extends Error {}
  const post = async (url, value) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: value ? JSON.stringify(value) : "",
    });
    const said = await answer.json();
    if (answer.ok) return said;
    if (said.sign_in) location.assign(said.sign_in);
    throw new Refused(said.message);
  };
  const sign_in = async (to) => {
    const publicKey = known.parseRequestOptionsFromJSON(await post("/desk/passkey/sign-in/options/"));
    const credential = await navigator.credentials.get({ publicKey });
    return post(`/desk/passkey/sign-in/?to=${encodeURIComponent(to)}`, credential.toJSON());
  };
  const add = async () => {
    const publicKey = known.parseCreationOptionsFromJSON(await post("/desk/passkey/add/options/"));
    const credential = await navigator.credentials.create({ publicKey });
    return post("/desk/passkey/add/", credential.toJSON());
  };
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const place = button.closest(".passkey");
    const says = place.querySelector("[role=alert]");
    place.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      says.hidden = true;
      try {
        const answer = await (button.dataset.passkey === "add" ? add() : sign_in(button.dataset.to));
        location.assign(answer.location);
      } catch (error) {
        const other = error instanceof DOMException ? says.dataset.noDevice : says.dataset.noServer;
        says.textContent = error instanceof Refused ? error.message : other;
        says.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  }
})();
