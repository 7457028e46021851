// Does anything run? Visits pages on which attack text was stored, and counts what must not happen.
//   node attack.mjs BASE ADDRESSES_FILE     one path a line; CSP_OFF=1: without the browser's second line
//   node attack.mjs --control PAYLOADS.json  positive control: payloads served as they are
// Prints one line of JSON: {"seen": pages, "fired": [...], "asked": [...], "policy": [...]}.
import { readFileSync } from "node:fs";
import http from "node:http";

import { alone_in_the_world, launch, watched_page } from "./support.mjs";

const events = ["mouseover", "mouseenter", "pointerover", "focus", "click", "error", "toggle", "animationend", "begin"];

// What an attack calls is counted instead of shown; the name of each caller is kept.
function count_calls() {
  globalThis.__fired = [];
  for (const name of ["alert", "confirm", "prompt", "print"]) globalThis[name] = () => globalThis.__fired.push(name);
}

// A reader who touches everything: each element gets every event an attribute could wait for.
async function touch_everything(events) {
  const links = [];
  for (const element of document.querySelectorAll("*")) {
    for (const type of events) {
      try { element.dispatchEvent(new Event(type, { bubbles: true })); } catch { /* the next one */ }
    }
    const address = element.getAttribute("href") ?? element.getAttribute("action") ?? element.getAttribute("src") ?? "";
    if (URL.canParse(address, location) && /^(javascript|vbscript|data):/.test(new URL(address, location).protocol)) links.push(address.slice(0, 80));
  }
  await new Promise((done) => setTimeout(done, 15));
  const inside = document.querySelectorAll("main :is(script, style, object, embed, base, meta, link, svg, math, iframe)");
  // Forms are ours where they stand outside of what others wrote, and lead to us.
  const written = ".prose, .words, blockquote, .c article > div:not(.acts), .standfirst";
  const forms = [...document.forms].filter((one) => one.closest(written) || new URL(one.getAttribute("action") ?? "", location).origin !== location.origin);
  const handlers = [...document.querySelectorAll("*")].filter((one) => one.getAttributeNames().some((name) => name.startsWith("on")));
  return { fired: globalThis.__fired, links, elements: [...inside, ...forms, ...handlers].map((one) => one.outerHTML.slice(0, 120)) };
}

async function visit(seen, url) {
  await seen.page.goto(url, { timeout: 8000, waitUntil: "load" }).catch(() => {});
  return seen.page.evaluate(touch_everything, events).catch((error) => ({ fired: [String(error)], links: [], elements: [] }));
}

async function control(browser, file) {
  const payloads = JSON.parse(readFileSync(file, "utf8"));
  let current = "";
  const server = http.createServer((_, answer) => {
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(`<!doctype html><meta charset=utf-8><body><main>${current}</main>`);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const base = `http://127.0.0.1:${server.address().port}/`;
  const seen = await watched_page(browser, base, { alone: true });
  await seen.context.addInitScript(count_calls);
  let fired = 0;
  for (current of payloads) {
    const found = await visit(seen, base);
    if (found.fired.length) fired++;
  }
  server.close();
  return { seen: payloads.length, fired };
}

async function pages(browser, base, file) {
  const result = { seen: 0, fired: [], links: [], elements: [], asked: [], trouble: [] };
  const paths = readFileSync(file, "utf8").trim().split("\n");
  const readers = await Promise.all([0, 1].map(async () => {
    const seen = await watched_page(browser, base, { alone: true, bypassCSP: process.env.CSP_OFF === "1" });
    await seen.context.addInitScript(count_calls);
    return seen;
  }));
  await Promise.all(readers.map(async (seen) => {
    while (paths.length) {
      const path = paths.pop();
      seen.asked.length = seen.trouble.length = 0;
      const found = await visit(seen, new URL(path, base).href);
      result.seen++;
      const note = (list, values) => list.push(...values.map((value) => [path, value]));
      note(result.fired, found.fired);
      note(result.links, found.links);
      note(result.elements, found.elements);
      note(result.asked, seen.asked);
      note(result.trouble, seen.trouble.filter((text) => /policy|dialog|refused/i.test(text)));
    }
  }));
  return result;
}

const [first, file] = process.argv.slice(2);
const browser = await launch(alone_in_the_world);
const result = first === "--control" ? await control(browser, file) : await pages(browser, first, file);
await browser.close();
console.log(JSON.stringify(result));
