// Two readers in one conversation hear each other without a reload, and nothing they read moves.
//   node conversing.mjs BASE STORY [FOLDER FOR PICTURES]     the readers stand in the database (tests/support/forum_cast.py)
import { eventually, listen, page_of, said, tab_to, violations } from "./people.mjs";
import { Checks, equal, holds, launch, watched_page } from "./support.mjs";
import { Moderator, sentence, Writer } from "./writers.mjs";

const [base, story, pictures] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const writers = Array.from({ length: 12 }, (_, place) => new Writer(base, story, place + 2));
const moderator = new Moderator(base, story);
let turn = 0;
const writer = () => writers[turn++ % writers.length];
const post = async (parent = "", text = sentence()) => ({ ...(await writer().post(text, parent)), text });

const item = (page, id) => page.locator(`#comment-${id}`);
const own_part = (page, id) => page.locator(`#comment-${id} > :is(article, .gone)`);
const news_of = (page, id) => page.locator(`#comment-${id} > .news button`);
const news = (page) => page.locator("li.news button");
const listens = (page) => page.waitForResponse((answer) => new URL(answer.url()).pathname === "/live", { timeout: 30_000 });

async function read(seen, path = story) {
  const open = listens(seen.page);
  await seen.page.goto(new URL(path, base).href, { waitUntil: "load" });
  await seen.page.locator("#conversation").scrollIntoViewIfNeeded();
  await open;
  await seen.page.evaluate(() => { globalThis.__mark = "same page"; });
  return seen;
}
async function sit_down(place, options = {}) {
  const seen = place === undefined ? await watched_page(browser, base, options) : await page_of(browser, base, place, options);
  await listen(seen.page);
  return read(seen);
}
const place_of = (page, id) => item(page, id).evaluate((one) => Math.round(one.getBoundingClientRect().top));

const asked = await post("", "Who had the key to the pump house that night?");
const ada = await sit_down(0);
const guest = await sit_down(undefined);
let answered;

await checks.check("without script it reads as ever", async () => {
  const plain = await watched_page(browser, base, { javaScriptEnabled: false });
  await plain.page.goto(new URL(`${story}?since=${asked.position}`, base).href);
  holds((await own_part(plain.page, asked.id).innerText()).includes(asked.text), "the words");
  equal(await plain.page.locator(".news").count(), 0, "buttons that would do nothing");
  await plain.context.close();
});

await checks.check("a page with all its scripts is light", async () => {
  const seen = await page_of(browser, base, 13);
  const bytes = { document: 0, stylesheet: 0, script: 0 };
  const counted = [];
  seen.page.on("requestfinished", (request) => {
    const kind = request.resourceType();
    if (kind in bytes) counted.push(request.sizes().then((sizes) => { bytes[kind] += sizes.responseBodySize; }));
  });
  await read(seen);
  await seen.page.locator("#composer textarea").focus();
  await seen.page.locator("#composer[data-live]").waitFor({ state: "attached" });
  await seen.page.waitForTimeout(500);
  await Promise.all(counted);
  const kb = (number) => `${(number / 1024).toFixed(1)} KB`;
  console.log(`a story's page: ${kb(bytes.document)} HTML, ${kb(bytes.stylesheet)} CSS, ${kb(bytes.script)} JavaScript`);
  holds(bytes.script > 0 && bytes.script <= 12 * 1024, `JavaScript: ${bytes.script} bytes`);
  holds(bytes.document + bytes.stylesheet + bytes.script <= 40 * 1024, "all of it");
  await seen.context.close();
});

await checks.check("a guest's page loads the live script only when the conversation comes near", async () => {
  const other = await watched_page(browser, base, { viewport: { width: 1280, height: 600 } });
  const loaded = [];
  other.page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await other.page.goto(new URL(story, base).href, { waitUntil: "networkidle" });
  equal(loaded.filter((one) => /live/.test(one)), [], "what was loaded before anybody scrolled");
  await other.page.locator("#conversation").scrollIntoViewIfNeeded();
  await eventually("the stream opens", () => loaded.includes("/live"));
  await other.context.close();
});

await checks.check("a reply waits behind a quiet button, and nothing moves", async () => {
  await item(ada.page, asked.id).scrollIntoViewIfNeeded();
  const before = [await place_of(ada.page, asked.id), await ada.page.evaluate(() => document.body.scrollHeight)];
  answered = await post(asked.id, "The harbour office had it, in a drawer.");
  await news_of(ada.page, asked.id).waitFor();
  equal(await news_of(ada.page, asked.id).innerText(), "1 new reply", "button");
  equal([await place_of(ada.page, asked.id), await ada.page.evaluate(() => document.body.scrollHeight)], before, "the place of what is read");
  equal(await item(ada.page, answered.id).count(), 0, "comments that nobody asked for");
});

await checks.check("it is announced politely, in the theme's words", async () => {
  await said(ada.page, "1 new reply");
  await said(guest.page, "1 new reply");
});

await checks.check("pressing shows it, marks it and gives it the focus", async () => {
  await news_of(ada.page, asked.id).click();
  await item(ada.page, answered.id).waitFor();
  equal(await item(ada.page, asked.id).locator(`:scope > ol > #comment-${answered.id}`).count(), 1, "the reply below what it answers");
  equal(await item(ada.page, answered.id).locator(".fresh").innerText(), "New", "mark");
  equal(await news_of(ada.page, asked.id).count(), 0, "buttons that have been pressed");
  await eventually("the focus is on it", () => own_part(ada.page, answered.id).evaluate((one) => one === document.activeElement));
  equal(await item(ada.page, asked.id).locator(":scope > ol > .fold button").count(), 1, "the fold of a list that is new");
});

await checks.check("by keyboard alone", async () => {
  const button = news_of(guest.page, asked.id);
  await item(guest.page, asked.id).locator(":scope > article .reply").focus();
  await tab_to(guest.page, button, { most: 20 });
  await guest.page.keyboard.press("Enter");
  await item(guest.page, answered.id).waitFor();
});

await checks.check("new threads wait at the top", async () => {
  const fresh = [await post(), await post()];
  await eventually("two new comments", async () => (await news(ada.page).innerText().catch(() => "")) === "2 new comments");
  await news(ada.page).click();
  await item(ada.page, fresh[1].id).waitFor();
  const order = await ada.page.locator(".threads > .c").evaluateAll((all) => all.slice(0, 2).map((one) => one.id.replace("comment-", "")));
  equal(order, [fresh[1].id, fresh[0].id], "newest first");
});

await checks.check("the counters change", async () => {
  const fresh = Number(/data-count="?(\d+)|(\d+) comments/.exec(await (await fetch(new URL(`${story}?since=${answered.position}`, base))).text())?.[2]);
  holds(fresh > 2, "the count of a fresh page");
  await eventually("the same count", async () => (await ada.page.locator(".conv-head .n").innerText()) === `${fresh} comments`);
  equal(await ada.page.locator(".byline .count").innerText(), `${fresh} comments`, "the byline's");
});

await checks.check("an edit replaces the words in place", async () => {
  const own = await writers[0].post("The pump was switched off by hand.", asked.id);
  await news_of(ada.page, asked.id).click();
  await item(ada.page, own.id).waitFor();
  await writers[0].edit(own.id, "The pump was switched off by hand, at four.");
  await eventually("the new words", async () => (await own_part(ada.page, own.id).innerText()).includes("at four"));
  holds(await own_part(ada.page, own.id).getByRole("link", { name: "edited" }).isVisible(), "no word that it was edited");
});

await checks.check("respect that others give is counted", async () => {
  await writers[3].respect(answered.id);
  await eventually("one respect", async () => /^Respect 1$/.test(await own_part(ada.page, answered.id).locator("form.respect button").innerText()));
});

await checks.check("a comment that a moderator removes becomes its line, and comes back", async () => {
  await moderator.decide(asked.id, "remove");
  await eventually("the line", async () => /Removed by a moderator/.test(await own_part(ada.page, asked.id).innerText()));
  equal(await item(ada.page, answered.id).count(), 1, "the replies to it");
  await moderator.decide(asked.id, "restore");
  await eventually("the words are back", async () => /key to the pump house/.test(await own_part(ada.page, asked.id).innerText()));
});

await checks.check("a reader's own comment is there once, as others see it", async () => {
  const words = "I had the key, and I am sorry for it.";
  await ada.page.locator("#composer textarea").fill(words);
  await ada.page.locator("#composer[data-live]").waitFor({ state: "attached" });
  await ada.page.locator("#composer").getByRole("button", { name: "Post", exact: true }).click();
  const own = ada.page.locator(".c[id]", { has: ada.page.locator(":scope > article > div:not(.acts)", { hasText: words }) });
  await own.waitFor();
  await own.locator(":scope > article a.share").waitFor({ state: "attached" });
  equal(await own.count(), 1, "comments");
  equal(await news(ada.page).count(), 0, "own words offered as news");
  await eventually("it can still be edited", async () => (await own.locator(".mine").count()) === 2);
  await eventually("the guest is offered it", async () => (await news(guest.page).count()) === 1);
});

await checks.check("a folded thread stays folded and says nothing", async () => {
  const fold = item(ada.page, asked.id).locator(":scope > ol > .fold button");
  await fold.focus();
  await ada.page.keyboard.press("Enter");
  const more = await post(asked.id);
  await news_of(guest.page, asked.id).waitFor();
  await news_of(ada.page, asked.id).waitFor({ state: "attached" });
  equal(await news_of(ada.page, asked.id).isVisible(), false, "a button below a folded thread");
  await fold.focus();
  await ada.page.keyboard.press("Enter");
  await news_of(ada.page, asked.id).click();
  await item(ada.page, more.id).waitFor();
});

await checks.check("a hidden tab counts and does not draw", async () => {
  const hide = (page, hidden) => page.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden ? "hidden" : "visible");
  await hide(guest.page, true);
  const before = await guest.page.locator("#conversation").innerHTML();
  const fresh = await post(answered.id);
  await news_of(ada.page, asked.id).waitFor();
  equal(await guest.page.locator("#conversation").innerHTML(), before, "the hidden page");
  await hide(guest.page, false);
  await news_of(guest.page, asked.id).click();
  await item(guest.page, fresh.id).waitFor();
});

await checks.check("announcements come once a minute, and a machine that slept asks again", async () => {
  const seen = await watched_page(browser, base);
  await listen(seen.page);
  await seen.page.clock.install();
  await read(seen);
  const told = () => seen.page.evaluate(() => globalThis.__said.filter((one) => /\d new/.test(one)));
  const [thread, wait] = [await post(), seen.page.locator("li.news button")];
  await wait.waitFor();
  await seen.page.clock.runFor(2000);
  equal(await told(), ["1 new comment"], "announced");
  await post(thread.id);
  await post();
  await eventually("both have arrived", async () => (await wait.innerText()) === "2 new comments");
  await seen.page.clock.runFor(40_000);
  equal((await told()).length, 1, "announcements within the minute");
  await seen.page.clock.runFor(30_000);
  equal((await told()).length, 2, "announcements after it");
  const again = listens(seen.page);
  await seen.page.clock.fastForward("10:00");
  await again;
  await seen.context.close();
});

await checks.check("what the page cannot follow it offers to load anew, and the words typed stay", async () => {
  await ada.page.locator("#composer textarea").fill("Half a thought");
  await moderator.lead("slow");
  const anew = ada.page.getByRole("button", { name: "The conversation has moved on: load it anew" });
  await anew.waitFor();
  await anew.click();
  await ada.page.waitForFunction(() => globalThis.__mark === undefined);
  await ada.page.locator("#composer textarea").focus();
  await eventually("the words", async () => (await ada.page.locator("#composer textarea").inputValue()) === "Half a thought");
  await moderator.lead("open");
});

async function picture(page, name) {
  if (!pictures) return;
  await page.evaluate(() => document.querySelector("#conversation").scrollIntoView());
  await page.screenshot({ path: `${pictures}/${name}.png` });
}
for (const [width, scheme] of [[390, "light"], [390, "dark"], [1280, "light"], [1280, "dark"]])
  await checks.check(`with buttons shown the page keeps to the rules, at ${width} px in ${scheme}`, async () => {
    const seen = await sit_down(undefined, { viewport: { width, height: 900 }, colorScheme: scheme, hasTouch: width < 500, isMobile: width < 500 });
    const [thread, reply] = [await post(), await post(asked.id)];
    holds(thread.id && reply.id, "nothing posted");
    await news(seen.page).waitFor();
    await news_of(seen.page, asked.id).waitFor();
    equal(await violations(seen.page), [], "axe");
    holds(await seen.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is wider than the window");
    await picture(seen.page, `news-${width}-${scheme}`);
    await news_of(seen.page, asked.id).click();
    await item(seen.page, reply.id).waitFor();
    equal(await violations(seen.page), [], "axe, once they are shown");
    await picture(seen.page, `shown-${width}-${scheme}`);
    await seen.context.close();
  });

await checks.check("no page asked another host or broke a rule of its own", () => {
  for (const seen of [ada, guest]) {
    equal(seen.asked, [], "other hosts");
    equal(seen.trouble.filter((text) => !/status of 4\d\d|ERR_FAILED|ERR_INCOMPLETE|net::/.test(text)), [], "console");
  }
});

await browser.close();
checks.finish();
