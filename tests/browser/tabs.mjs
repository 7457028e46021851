// One stream for all tabs of a browser, handed on when its tab goes.
//   node tabs.mjs BASE STORY OTHER_STORY     the readers stand in the database (tests/support/forum_cast.py)
import net from "node:net";

import { eventually } from "./people.mjs";
import { Checks, equal, holds, launch } from "./support.mjs";
import { sentence, Writer } from "./writers.mjs";

const [server, story, other_story] = process.argv.slice(2);
const tabs_opened = 20;
const checks = new Checks();

// Stands before the server and sees which connections carry a stream.
const streams = new Set();
let opened = 0;
const watcher = net.createServer((near) => {
  const far = net.connect(new URL(server).port, "127.0.0.1");
  near.on("data", (bytes) => {
    if (/^GET \/live[?\s]/.test(bytes.toString("latin1"))) {
      streams.add(near);
      opened++;
    }
    far.write(bytes);
  });
  far.pipe(near);
  for (const [one, another] of [[near, far], [far, near]]) {
    one.on("error", () => another.destroy());
    one.on("close", () => another.destroy());
  }
  near.on("close", () => streams.delete(near));
});
await new Promise((done) => watcher.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${watcher.address().port}`;

// Playwright switches the back-forward cache off, and what a page must do for it would go untested.
const browser = await launch([], { ignoreDefaultArgs: ["--disable-back-forward-cache"] });
const context = await browser.newContext({ reducedMotion: "reduce" });
const writers = (path, first) => Array.from({ length: 8 }, (_, place) => new Writer(server, path, first + place));
const [here, there] = [writers(story, 20), writers(other_story, 30)];
let turn = 0;
const post = (who, parent = "") => who[turn++ % who.length].post(sentence(), parent);

async function open(path) {
  const page = await context.newPage();
  await page.goto(new URL(path, base).href, { waitUntil: "load" });
  await page.locator("#conversation").scrollIntoViewIfNeeded();
  await page.locator("script[data-part='live.js']").waitFor({ state: "attached" });
  return page;
}
// Pressed by the page itself: a tab in the background draws no frames for Playwright to wait for.
const shows = (page, id) =>
  eventually(`${id} is shown`, () => page.evaluate((wanted) => {
    document.querySelector(".news button")?.click();
    return document.querySelectorAll(`#comment-${wanted}`).length === 1;
  }, id));
const ids_of = (page) => page.locator(".c[id]").evaluateAll((all) => all.map((one) => one.id));

const pages = [];
await checks.check(`${tabs_opened} tabs of two stories have one stream between them`, async () => {
  for (let number = 0; number < tabs_opened; number++) pages.push(await open(number % 2 ? other_story : story));
  await eventually("a stream", () => streams.size === 1);
  const [one, another] = [await post(here), await post(there)];
  for (const [number, page] of pages.entries()) await shows(page, (number % 2 ? another : one).id);
  equal(streams.size, 1, "streams");
  holds(opened <= tabs_opened, `the stream was opened ${opened} times`);
});

await checks.check("when the tab that holds it closes another takes over, without loss and without doubles", async () => {
  for (let round = 0; round < 4; round++) {
    const posting = Promise.all([post(here), post(there)]); // meanwhile
    await pages.shift().close();
    const [one, another] = await posting;
    const later = await post(here);
    for (const page of pages) {
      const is_other = new URL(page.url()).pathname === other_story;
      await shows(page, (is_other ? another : one).id);
      if (!is_other) await shows(page, later.id);
      const ids = await ids_of(page);
      equal(ids.length, new Set(ids).size, "comments and different comments");
    }
    equal(streams.size, 1, "streams");
  }
});

await checks.check("a tab that is left for another page and come back to goes on", async () => {
  const page = pages.at(-1);
  const path = new URL(page.url()).pathname;
  await page.evaluate(() => { globalThis.__mark = "same page"; });
  await page.goto(new URL("/", base).href, { waitUntil: "load" });
  const missed = await post(path === story ? here : there);
  await page.goBack({ waitUntil: "commit" });
  await eventually("the page is there", () => page.locator("#conversation").count());
  equal(await page.evaluate(() => globalThis.__mark), "same page", "kept by the browser");
  await shows(page, missed.id);
  const next = await post(path === story ? here : there);
  await shows(page, next.id);
  equal(streams.size, 1, "streams");
});

await checks.check("the holder of the lock that says nothing loses it", async () => {
  const silent = await context.newPage();
  for (const page of pages.splice(0)) await page.close();
  await eventually("no stream", () => streams.size === 0);
  await silent.goto(new URL("/", base).href, { waitUntil: "load" });
  await silent.evaluate(() => void navigator.locks.request("masthead-live", () => new Promise(() => {})));
  const page = await open(story);
  const posted = await post(here);
  await shows(page, posted.id);
  equal(streams.size, 1, "streams");
  await silent.close();
  await page.close();
});

await checks.check("without locks each tab has a stream of its own", async () => {
  await context.addInitScript(() => {
    delete Navigator.prototype.locks;
  });
  const two = [await open(story), await open(story)];
  await eventually("two streams", () => streams.size === 2);
  const posted = await post(here);
  for (const page of two) await shows(page, posted.id);
});

await browser.close();
await checks.check("nobody listens once all tabs are closed", () => eventually("no stream", () => streams.size === 0));
watcher.close();
checks.finish();
