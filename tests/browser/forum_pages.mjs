// Every page of the forum and of an account, as accessibility rules see it: phone and desktop, light and
// dark, and at 320 pixels; nobody needs to scroll sideways, and nothing breaks a rule of the page's own.
//   node forum_pages.mjs BASE STORY [SCREENSHOTS]     readers: tests/support/forum_cast.py
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { page_of, violations } from "./people.mjs";
import { Checks, equal, holds, launch, watched_page } from "./support.mjs";

const [base, story, pictures] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const at = (path) => new URL(path, base).href;
const origin = new URL(base).origin;

async function send(context, path, fields) {
  const answer = await context.request.post(at(path), { form: fields, maxRedirects: 0, headers: { origin } });
  holds(answer.status() < 400, `${path}: ${answer.status()}`);
  return answer.headers().location;
}

// What the pages are about: a thread with a quote, an edited comment, a held one, a decision to read.
async function furnish() {
  const [ada, ben] = [await page_of(browser, base, 0), await page_of(browser, base, 1)];
  const id_of = (location) => location.match(/comments\/(\d+)\//)?.[1] ?? location.match(/held=(\d+)/)?.[1];
  const comment = id_of(await send(ada.context, `${story}comments/`, {
    text: "The gauge at the quay stood still from four. **Nobody** looked at it.\n\n* The works had the line\n* The council had the key",
  }));
  const reply = id_of(await send(ben.context, `${story}comments/`, {
    text: "It did not stand still; the line to it was down.", parent: comment, quote: "Nobody looked at it.", quote_of: comment,
  }));
  await send(ben.context, `${story}comments/${reply}/edit/`, { text: "It did not stand still; the line to it was down, says the engineer." });
  await send(ada.context, `${story}comments/${reply}/respect/`, {});
  const held = await send(ada.context, `${story}comments/`, {
    text: "Buy casino pills now", website: "filled in by a machine",
  });
  await send(ada.context, "/reader/account/profile/", { name: "Reader 1000000", bio: "Walks the flood wall every morning, with a dog and a notebook." });
  await send(ben.context, `/following/thread/${comment}/`, { act: "follow" });
  const walk = await page_of(browser, base, 2);
  for (const path of ["/following/reader/1000000/", "/following/reader/1000001/"]) await send(walk.context, path, { act: "follow" });
  await walk.context.close();
  await send(ada.context, "/following/reader/1000001/", { act: "follow" });
  await send(ada.context, "/following/reader/1000003/", { act: "mute" });
  await send(ada.context, "/following/reader/1000004/", { act: "block" });
  await ben.context.close();
  return { ada, comment, reply, held };
}

const { ada, comment, reply, held } = await furnish();
await ada.context.close();
const guest_pages = {
  "sign-in": "/reader/sign-in/", rules: "/rules/", privacy: "/privacy/", accessibility: "/accessibility/", contact: "/contact/",
  notice: "/notice/", profile: "/reader/1000000/", "composer-guest": `${story}comments/new/`, history: `${story}comments/${reply}/history/`,
  story, thread: `${story}comments/${comment}/`,
};
const reader_pages = {
  account: "/reader/account/", export: "/reader/account/export.html", composer: `${story}comments/new/`,
  "composer-reply": `${story}comments/new/?parent=${reply}`, edit: `${story}comments/${comment}/edit/`, delete: `${story}comments/${comment}/delete/`,
  report: `${story}comments/${reply}/report/`, "report-own": `${story}comments/${comment}/report/`, held,
  following: "/following/", "following-list": "/following/list/", "following-followers": "/following/followers/",
  "following-kept-away": "/following/kept-away/", "following-feed": "/following/feed/", follow: "/following/reader/1000001/",
  "follow-blocked": "/following/reader/1000004/", "following-nothing-older": "/following/?before=1-1",
};

let addresses = 0; // one address gets few mails an hour

// Pages that only an answer of a form shows.
const answered = {
  async code({ page }) {
    await page.goto(at("/reader/sign-in/"));
    await page.locator("#mail").fill(`somebody${++addresses}@post.example`);
    await page.getByRole("button", { name: "Send me a mail" }).click();
    await page.waitForURL(/\/code\//);
  },
  async "code-wrong"({ page }) {
    await answered.code({ page });
    await page.locator("#code").fill("00000000");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.locator("#code-error").waitFor();
  },
  async "sign-in-wrong"({ page }) {
    await page.goto(at("/reader/sign-in/"));
    await page.locator("summary").click();
    await page.locator("#password-mail").fill("somebody@post.example");
    await page.locator("#password").fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.locator("#password-error").waitFor();
  },
  async "notice-wrong"({ page }) {
    await page.goto(at("/notice/"));
    await page.evaluate(() => { document.querySelector("form.form").noValidate = true; });
    await page.locator("#notice-why").fill("It says where a witness lives.");
    await page.getByRole("button", { name: "Send the notice" }).click();
    await page.locator("#notice-error").waitFor();
  },
  async "composer-error"({ page }) {
    await page.goto(at(`${story}comments/new/`));
    await page.locator("#composer-text").fill(Array.from({ length: 11 }, (_, i) => `https://example.org/${i}`).join(" "));
    await page.locator("form.composer").getByRole("button", { name: "Post", exact: true }).click();
    await page.locator("#composer-error, .err").first().waitFor();
  },
  async "composer-preview"({ page }) {
    await page.goto(at(`${story}comments/new/`));
    await page.locator("#composer-text").fill("The gauge stood **still**.\n\n> from four");
    await page.locator("form.composer").getByRole("button", { name: "Preview" }).click();
    await page.getByRole("heading", { name: "Preview" }).waitFor();
  },
  async "reply-inline"({ page }) {
    await page.goto(at(`${story}?sort=newest`));
    await page.locator("#composer textarea").focus();
    await page.locator("button.keys").waitFor();
    await page.locator(`#comment-${comment} > article a.reply`).click();
    await page.locator(`#comment-${comment} > form.composer textarea`).waitFor();
  },
};
const answered_for_reader = ["composer-error", "composer-preview", "reply-inline"];

async function look_at(seen, name) {
  await seen.page.evaluate(() => document.fonts.ready);
  if (seen.page.viewportSize().width > 320) equal(await violations(seen.page), [], "axe");
  equal(await seen.page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0, "pixels beyond the edge");
  equal(seen.trouble.filter((text) => !/status of 4\d\d/.test(text)), [], "console");
  equal(seen.asked, [], "other hosts");
  equal(await seen.page.locator("h1").count(), 1, "headlines");
  if (!pictures) return;
  const height = await seen.page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = seen.page.viewportSize();
  await seen.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, 5000) } });
}

if (pictures) mkdirSync(pictures, { recursive: true });
for (const width of [320, 390, 1280]) {
  for (const colorScheme of width === 320 ? ["light"] : ["light", "dark"]) {
    const options = { viewport: { width, height: 900 }, colorScheme };
    const guest = await watched_page(browser, base, options);
    const reader = await page_of(browser, base, 0, options);
    const visit = (seen, name, go) => checks.check(`${name} at ${width}, ${colorScheme}`, async () => {
      seen.trouble.length = seen.asked.length = 0;
      await go(seen);
      await look_at(seen, `${name}-${width}-${colorScheme}`);
    });
    for (const [name, path] of Object.entries(guest_pages)) await visit(guest, name, ({ page }) => page.goto(at(path), { waitUntil: "load" }));
    for (const [name, path] of Object.entries(reader_pages)) await visit(reader, name, ({ page }) => page.goto(at(path), { waitUntil: "load" }));
    for (const [name, go] of Object.entries(answered)) {
      const seen = answered_for_reader.includes(name) ? reader : guest;
      if (width !== 320) await visit(seen, name, go);
    }
    await guest.context.close();
    await reader.context.close();
  }
}

await browser.close();
checks.finish();
