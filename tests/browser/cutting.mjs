// The stream is cut at random while readers and a moderator act; each time the page equals a fresh one.
//   node cutting.mjs BASE STORY [CUTS] [SEED]     the readers stand in the database (tests/support/forum_cast.py)
import net from "node:net";

import { eventually } from "./people.mjs";
import { settle } from "./equality.mjs";
import { Checks, equal, holds, launch } from "./support.mjs";
import { Moderator, sentence, Writer } from "./writers.mjs";

const [server, story, cuts = "100", seed = String(Date.now() % 1e6)] = process.argv.slice(2);
const checks = new Checks();

// Repeatable, where a run is to be looked at again.
let state = Number(seed);
const random = () => {
  state = (state * 1664525 + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const one_of = (list) => list[Math.floor(random() * list.length)];

// Stands before the server and cuts what it carries. The server asks browsers to wait for seconds before
// they come again; here they are told not to.
const streams = new Set();
let tries = 0;
let refuses = false;
const proxy = net.createServer((near) => {
  const far = net.connect(new URL(server).port, "127.0.0.1");
  near.on("data", (bytes) => {
    if (bytes.toString("latin1").startsWith("GET /live")) {
      tries++;
      if (refuses) return near.destroy();
      streams.add(near);
    }
    far.write(bytes);
  });
  far.on("data", (bytes) => {
    const hurried = streams.has(near) ? bytes.toString("latin1").replace(/^retry: \d+/m, (one) => `retry: ${"50".padStart(one.length - 7, "0")}`) : "";
    near.write(hurried ? Buffer.from(hurried, "latin1") : bytes);
  });
  for (const [one, another] of [[near, far], [far, near]]) {
    one.on("error", () => another.destroy());
    one.on("close", () => another.destroy());
  }
  near.on("close", () => streams.delete(near));
});
await new Promise((done) => proxy.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${proxy.address().port}`;
let cut_streams = 0;
function cut() {
  for (const stream of streams) {
    stream.destroy();
    cut_streams++;
  }
}
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// What stands there, as the test has made it; imported comments are left alone.
const writers = Array.from({ length: 36 }, (_, place) => new Writer(server, story, place + 2));
const moderator = new Moderator(server, story);
let turn = 0;
const comments = [];
const threads_max = 20; // with up to three replies each all of them stand on a fresh page
const readable = () => comments.filter((one) => one.state === "visible");
let position = "0";

async function post(parent) {
  const by = writers[turn++ % writers.length];
  const posted = await by.post(sentence(random), parent?.id ?? "");
  position = String(posted.position);
  comments.push({ id: String(posted.id), by, parent, thread: parent?.thread ?? String(posted.id), state: "visible", edits: 0 });
}
const acts = {
  thread: async () => (comments.filter((one) => !one.parent).length < threads_max ? post() : acts.reply()),
  async reply() {
    const parents = readable().filter((one) => one === busy || comments.filter((other) => other.thread === one.thread && other.parent).length < 3 || one.thread === busy.thread);
    await post(one_of(parents));
  },
  async edit() {
    const comment = one_of(readable().filter((one) => one.edits < 5));
    comment.edits++;
    await comment.by.edit(comment.id, sentence(random));
  },
  async delete() {
    const comment = one_of(readable().filter((one) => one !== busy));
    await comment.by.delete(comment.id);
    comment.state = "deleted";
  },
  async remove() {
    const comment = one_of(readable().filter((one) => one !== busy));
    await moderator.decide(comment.id, "remove", comment.edits);
    comment.state = "removed";
  },
  async restore() {
    const comment = one_of(comments.filter((one) => one.state === "removed"));
    if (!comment) return acts.remove();
    await moderator.decide(comment.id, "restore", comment.edits);
    comment.state = "visible";
  },
  async feature() {
    const comment = one_of(readable());
    await moderator.decide(comment.id, comment.featured ? "unfeature" : "feature", comment.edits);
    comment.featured = !comment.featured;
  },
  async respect() {
    const comment = one_of(readable());
    await one_of(writers.filter((one) => one !== comment.by)).respect(comment.id);
  },
};

// One thread grows past what a story's page shows of it; it also has a page of its own.
for (let number = 0; number < 4; number++) await post();
const busy = comments[0];
await post(busy);

const browser = await launch();
const context = await browser.newContext({ reducedMotion: "reduce" });
const pages = {};
for (const [name, path] of [["the story's page", story], ["the thread's page", `${story}comments/${busy.id}/replies/`]]) {
  const page = (pages[name] = await context.newPage());
  await page.goto(new URL(`${path}?since=${position}`, base).href, { waitUntil: "load" });
  await page.locator("#conversation").scrollIntoViewIfNeeded();
}
await eventually("one stream", () => streams.size === 1);

let rounds = 0;
await checks.check(`cut ${cuts} times, the pages equal fresh ones each time (seed ${seed})`, async () => {
  while (cut_streams < Number(cuts)) {
    rounds++;
    const what = [];
    for (let number = 0; number < 1 + Math.floor(random() * 3); number++) {
      const act = one_of(["thread", "reply", "reply", "reply", "edit", "delete", "remove", "restore", "feature", "respect", "respect"]);
      what.push(act);
      if (random() < 0.5) cut();
      await acts[act]();
      if (random() < 0.3) await pause(random() * 300);
    }
    cut();
    for (const [name, page] of Object.entries(pages)) {
      const left = await settle(page, server, position);
      if (left.length) throw new Error(`round ${rounds} (${what}), ${name}:\n    ${left.slice(0, 3).join("\n    ")}`);
    }
    holds(streams.size <= 1, `${streams.size} streams`);
  }
});
await checks.check("what was tried was much", () => {
  holds(cut_streams >= Number(cuts), `${cut_streams} cuts`);
  holds(comments.length >= rounds / 4, `${comments.length} comments in ${rounds} rounds`);
});
await checks.check("offline and online again", async () => {
  await context.setOffline(true);
  await post(busy);
  await acts.edit();
  await context.setOffline(false);
  for (const page of Object.values(pages)) equal(await settle(page, server, position), [], "differences");
});

await checks.check("a server that cannot be reached is tried ever more rarely", async () => {
  refuses = true;
  cut();
  tries = 0;
  await post(busy);
  await pause(10_000);
  // Two at once by the browser itself, then after about 1, 2, 4 and 8 seconds; Chromium asks twice where
  // a connection that it had used before is gone. Without a pause it would be some two hundred.
  holds(tries >= 2 && tries <= 16, `${tries} tries in ten seconds`);
  refuses = false;
  for (const page of Object.values(pages)) equal(await settle(page, server, position, 60_000), [], "differences");
});

console.log(`${cut_streams} cuts, ${rounds} rounds, ${comments.length} comments`);
await browser.close();
proxy.close();
checks.finish();
