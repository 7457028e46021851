// Passkeys on the account's pages: the buttons appear only where the browser can do it.
import { post_json, Problem } from "./forum/net";
import { word } from "./forum/words";

interface PasskeyStatics {
  parseCreationOptionsFromJSON?(options: unknown): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON?(options: unknown): PublicKeyCredentialRequestOptions;
}
const known = PublicKeyCredential as unknown as PasskeyStatics;

const bytes_of = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text_of = (bytes: ArrayBuffer | null) =>
  bytes && btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// Browsers of before 2025 have no helpers for the JSON form of WebAuthn Level 3.
function creation_options(json: any): PublicKeyCredentialCreationOptions {
  if (known.parseCreationOptionsFromJSON) return known.parseCreationOptionsFromJSON(json);
  const id = (one: any) => ({ ...one, id: bytes_of(one.id) });
  return { ...json, challenge: bytes_of(json.challenge), user: id(json.user), excludeCredentials: json.excludeCredentials?.map(id) };
}
function request_options(json: any): PublicKeyCredentialRequestOptions {
  if (known.parseRequestOptionsFromJSON) return known.parseRequestOptionsFromJSON(json);
  return { ...json, challenge: bytes_of(json.challenge), allowCredentials: [] };
}
function as_json(credential: any): unknown {
  if (credential.toJSON) return credential.toJSON();
  const from = credential.response;
  const response: Record<string, unknown> = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (from[name]) response[name] = text_of(from[name]);
  return { id: credential.id, rawId: text_of(credential.rawId), type: credential.type, response, clientExtensionResults: {} };
}

async function sign_in(to: string): Promise<void> {
  const options = request_options(await post_json("/reader/passkey/sign-in/options/"));
  const credential = await navigator.credentials.get({ publicKey: options });
  const answer = await post_json(`/reader/passkey/sign-in/?to=${encodeURIComponent(to)}`, as_json(credential));
  try {
    localStorage.setItem("masthead-reader", "1");
  } catch {
    // see later.ts
  }
  location.assign(String(answer.location));
}

async function add(): Promise<void> {
  const options = creation_options(await post_json("/reader/passkey/add/options/"));
  const credential = await navigator.credentials.create({ publicKey: options });
  const answer = await post_json("/reader/passkey/add/", { credential: as_json(credential) });
  location.assign(String(answer.location));
  location.reload();
}

function say(button: HTMLElement, text: string): void {
  let place = button.parentElement?.querySelector<HTMLElement>("[role=alert]");
  if (!place) {
    place = document.createElement("span");
    place.className = "err";
    place.setAttribute("role", "alert");
    button.after(place);
  }
  place.textContent = text;
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-passkey]")) {
  button.parentElement!.hidden = false;
  document.querySelector(".no-passkey")?.remove();
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await (button.dataset.passkey === "add" ? add() : sign_in(button.dataset.to ?? "/"));
    } catch (error) {
      if (error instanceof Problem && error.sign_in) return location.assign("/reader/sign-in/?again=1&to=/reader/account/");
      say(button, error instanceof Problem ? error.message : word("passkey_failed"));
    } finally {
      button.disabled = false;
    }
  });
}
