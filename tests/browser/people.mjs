// What the forum's journeys share: readers with a session, mails read from the newsroom's folder,
// and a reader who has only a keyboard.
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { axe_source, holds, watched_page } from "./support.mjs";

const patience_ms = 30_000;

/// Polls; the last value, which is false where the time ran out.
export async function eventually(what, condition, pause_ms = 50) {
  const until = Date.now() + patience_ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > until) throw new Error(`never happened: ${what}`);
    await new Promise((done) => setTimeout(done, pause_ms));
  }
}

/// A page of a reader whose session stands in the database already (tests/support/forum_cast.py).
export async function page_of(browser, base, place, options = {}) {
  const seen = await watched_page(browser, base, options);
  const value = String(place).padStart(43, "0");
  await seen.context.addCookies([{ name: "masthead", value, url: base, httpOnly: true, sameSite: "Lax" }]);
  return seen;
}

function unquoted(text) {
  const bytes = text.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/// Reads what came for an address, each mail once, in the order it came in.
export class Mailbox {
  #read = new Set();

  constructor(folder) {
    this.folder = folder;
  }

  /// The next unread mail to the address that has a code: its text, its first link, its code.
  async next(address) {
    return eventually(`a mail to ${address}`, () => {
      for (const text of this.#unread(address)) {
        const code = text.match(/^(\d{4}) (\d{4})\r?$/m)?.slice(1).join("");
        if (code) return { text, link: text.match(/^https?:\S+/m)?.[0], code };
      }
      return null;
    });
  }

  /// The text of the next unread mail to the address that has these words.
  async about(address, words) {
    return eventually(`a mail to ${address} that says: ${words}`, () => {
      for (const text of this.#unread(address)) if (text.includes(words)) return text;
      return null;
    });
  }

  *#unread(address) {
    let names = [];
    try {
      names = readdirSync(this.folder).filter((name) => /^\d+\.eml$/.test(name)).sort();
    } catch {
      return; // the folder is made for the first mail
    }
    for (const name of names) {
      if (this.#read.has(name)) continue;
      const mail = readFileSync(join(this.folder, name), "latin1");
      if (mail.match(/^To:.*<([^>]+)>/m)?.[1] !== address) continue;
      this.#read.add(name);
      yield unquoted(mail.slice(mail.indexOf("text/plain"), mail.indexOf("text/html")));
    }
  }
}

/// A passkey device of the browser's own (CTAP 2, inside the machine), for one page.
export async function give_authenticator({ page, context }, options = {}) {
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true, ...options,
    },
  });
  return {
    credentials: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    put: (credential) => cdp.send("WebAuthn.addCredential", { authenticatorId, credential }),
    verify: (isUserVerified) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

/// What an authenticator app shows for the secret (RFC 6238), now or some steps of half a minute later.
export function one_time_code(secret, later = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const letter of secret.replace(/[^A-Z2-7]/g, "")) bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/// Presses Tab until the element has the focus; backwards with Shift.
export async function tab_to(page, locator, { back = false, most = 400 } = {}) {
  const wanted = await locator.elementHandle();
  for (let pressed = 0; pressed < most; pressed++) {
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reaches ${locator}`);
}

/// Hands: a pointer and a keyboard, or the keyboard alone.
export function hands_for(page, keyboard_only) {
  if (!keyboard_only)
    return {
      write: (locator, text) => locator.fill(text),
      press: (locator) => locator.click(),
      tick: (locator) => locator.check(),
    };
  return {
    async write(locator, text) {
      if (!(await locator.evaluate((one) => one === document.activeElement))) await tab_to(page, locator);
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    },
    async press(locator) {
      if (!(await locator.evaluate((one) => one === document.activeElement))) await tab_to(page, locator);
      await page.keyboard.press("Enter");
    },
    async tick(locator) {
      await tab_to(page, locator);
      await page.keyboard.press("Space");
      holds(await locator.isChecked(), "Space ticks the box");
    },
  };
}

export async function violations(page) {
  await page.evaluate(axe_source);
  return page.evaluate(async () => {
    const found = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.violations.map((one) => [one.id, one.nodes.slice(0, 3).map((node) => `${node.target}: ${node.failureSummary}`)]);
  });
}

/// What the page says to a screen reader by itself; kept because it is said only for a moment.
export async function listen(page) {
  await page.addInitScript(() => {
    globalThis.__said = [];
    new MutationObserver((changes) => {
      for (const change of changes) {
        const element = change.target.nodeType === 1 ? change.target : change.target.parentElement;
        const place = element?.closest("[role=status], [role=alert], [aria-live]");
        if (place?.textContent.trim()) globalThis.__said.push(place.textContent.trim());
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

export const said = (page, words) =>
  eventually(`it is announced: ${words}`, () => page.evaluate((part) => globalThis.__said.some((one) => one.includes(part)), words));
