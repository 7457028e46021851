// All my data, and leaving: a file, a page, a deletion that waits and can be taken back.
//   node leaving.mjs BASE STORY     readers: tests/support/forum_cast.py
import { readFileSync } from "node:fs";

import { page_of } from "./people.mjs";
import { Checks, equal, holds, launch } from "./support.mjs";

const [base, story] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const at = (path) => new URL(path, base).href;
const origin = new URL(base).origin;
const day_ms = 24 * 3600 * 1000;

const ada = await page_of(browser, base, 0);
const ben = await page_of(browser, base, 1);
const { page } = ada;
const send = (seen, path, form, json = false) =>
  seen.context.request.post(at(path), { form, maxRedirects: 0, headers: { origin, ...(json && { accept: "application/json" }) } });
const post = async (seen, form) => (await (await send(seen, `${story}comments/`, form, true)).json()).id;

const words = "The log of the telemetry would settle it.";
const earlier = "The log of the telemetry would settle this.";
const bio = "Keeps the tide tables of forty years.";
const draft = "Half a sentence about the sluice";
let comment, other;

await checks.check("there is something to take along", async () => {
  comment = await post(ada, { text: earlier });
  other = await post(ben, { text: "It would.", parent: comment });
  holds(comment && other, "nothing was posted");
  await send(ada, `${story}comments/${comment}/edit/`, { text: words });
  await send(ada, `${story}comments/${other}/respect/`, {});
  await send(ada, `${story}comments/${other}/report/`, { reason: "off_topic", words: "A report of mine" });
  await send(ada, "/reader/account/profile/", { name: "Reader 1000000", bio });
  const id = await page.goto(at(story)).then(() => page.locator("#conversation").getAttribute("data-story"));
  await send(ada, "/reader/draft/", { story: id, parent: "", text: draft });
});

await checks.check("the file for programs holds everything, and nothing of others", async () => {
  await page.goto(at("/reader/account/"));
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: /JSON/ }).click();
  const text = readFileSync(await (await coming).path(), "utf8");
  const file = JSON.parse(text);
  for (const part of ["Reader 1000000", "reader1000000@readers.example", bio, words, earlier, "Firefox on Linux", comment])
    holds(text.includes(part), `the export lacks: ${part}`);
  holds(JSON.stringify(file).includes(`${story}comments/${other}/`), "the export lacks the respect given");
  holds(file.drafts?.some((one) => one.text === draft), "the export lacks the draft");
  for (const part of ["It would.", "reader1000001@", "token_hash", "0".repeat(43)]) holds(!text.includes(part), `the export holds: ${part}`);
});

await checks.check("the page to read says it in words", async () => {
  await page.goto(at("/reader/account/export.html"));
  const text = await page.locator("main").innerText();
  for (const part of [words, earlier, bio, "reader1000000@readers.example"]) holds(text.includes(part), `the page lacks: ${part}`);
});

await checks.check("an account that is to be deleted stays for seven days, and says so", async () => {
  await page.goto(at("/reader/account/"));
  await page.getByRole("button", { name: "Delete my account" }).click();
  await page.waitForURL(/done=delete/);
  const due = Date.parse(await page.locator(".message time").getAttribute("datetime"));
  holds(Math.abs(due - Date.now() - 7 * day_ms) < 3600_000, `due in ${(due - Date.now()) / day_ms} days`);
  equal(await page.getByRole("button", { name: "Delete my account" }).count(), 0, "deleting twice");
  await page.goto(at(`${story}comments/${comment}/`));
  holds((await page.locator(`#comment-${comment}`).innerText()).includes(words), "words went before their time");
});

await checks.check("it can be taken back", async () => {
  await page.goto(at("/reader/account/"));
  await page.getByRole("button", { name: "Keep the account" }).click();
  await page.waitForURL(/done=keep/);
  holds((await page.locator("[role=status]").innerText()).includes("Your account stays."), "no word for it");
  equal(await page.getByRole("button", { name: "Delete my account" }).count(), 1, "the way to leave");
});

await checks.check("one signs out elsewhere, and stays signed in here", async () => {
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.waitForURL(/done=sessions/);
  equal(await page.locator("#devices .entries li").count(), 1, "devices");
});

await browser.close();
checks.finish();
