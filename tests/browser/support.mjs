// What the browser's tests share: Chromium, pages watched for trouble, and a list of what passed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { chromium } from "playwright-core";

const flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function launch(more = [], options = {}) {
  return chromium.launch({ executablePath: process.env.MASTHEAD_CHROMIUM ?? "/usr/bin/chromium", args: [...flags, ...more], ...options });
}

/// For many pages in a row: no name resolves but the newsroom's address, so that requests need not be
/// looked at one by one, which would also switch the browser's cache off.
export const alone_in_the_world = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];

// A page in a context of its own, which writes down whatever must not happen. Requests to other
// hosts are noted and never leave the machine; `alone`: the browser was started alone_in_the_world.
export async function watched_page(browser, base, { alone = false, ...options } = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const trouble = [];
  const asked = [];
  const host = new URL(base).host;
  const is_own = (url) => new URL(url).host === host || new URL(url).protocol === "data:";
  if (alone) context.on("request", (request) => is_own(request.url()) || asked.push(request.url()));
  else await context.route(/.*/, (route) => {
    if (is_own(route.request().url())) return route.continue();
    asked.push(route.request().url());
    return route.abort();
  });
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") trouble.push(message.text());
  });
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("dialog", (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  return { page, context, trouble, asked };
}

// Runs named checks one after another; a failed one is told and counted, and the next begins.
export class Checks {
  passed = 0;
  failed = 0;

  async check(name, body) {
    try {
      await body();
      this.passed++;
    } catch (error) {
      this.failed++;
      console.log(`FAILED ${name}\n    ${String(error.stack ?? error).split("\n").slice(0, 6).join("\n    ")}`);
    }
  }

  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed, 0 skipped`);
    process.exitCode = this.failed ? 1 : 0;
  }
}

export function equal(actual, wanted, what = "") {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
}

export function holds(condition, what) {
  if (!condition) throw new Error(what);
}

// The address of one page of each kind, found by following links as a reader would.
export async function find_pages(base) {
  const text = async (path) => (await fetch(new URL(path, base))).text();
  const first = (html, pattern) => html.match(pattern)?.[1]?.replaceAll("&amp;", "&");
  const home = await text("/");
  const discussed = first(home, /class="discussed"[\s\S]*?<h3><a href="(\/[^"#]+\/)/);
  const story = await text(discussed);
  const pages = {
    home: "/",
    river: "/page/2/",
    section: first(home, /href="(\/section\/[^"]+)"/),
    topic: first(story, /href="(\/topic\/[^"]+)"/),
    author: first(story, /href="(\/author\/[^"]+)"/),
    archive: "/archive/",
    month: first(await text("/archive/"), /href="(\/archive\/\d{4}\/\d\d\/)"/),
    story: discussed,
    sorted: discussed + "?sort=oldest",
    permalink: first(story, /href="(\/[^"]+\/comments\/\d+\/)[#"]/),
    page: first(home, /aria-label="About this newspaper"[\s\S]*?href="(\/(?!archive)[^"]+)"/),
    absent: "/there-is-no-such-story/",
  };
  for (const path of new Set([...home.matchAll(/<h[23]><a href="(\/[^"#]+\/)"/g)].map((m) => m[1]))) {
    pages.thread ??= first(await text(path), /href="(\/[^"]+\/comments\/\d+\/replies\/)[?#"]/);
  }
  return pages;
}
