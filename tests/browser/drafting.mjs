// A draft that outlives the server: written before it stops, there when it runs again, on another device.
//   node drafting.mjs BASE STORY write|find     readers: tests/support/forum_cast.py
import { eventually, page_of } from "./people.mjs";
import { Checks, equal, launch } from "./support.mjs";

const [base, story, what] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const { page, context } = await page_of(browser, base, 0);
const words = "What I meant to say before the lights went out";

await page.goto(new URL(story, base).href);
await page.locator("#composer textarea").focus();
await page.locator("#composer[data-live]").waitFor({ state: "attached" });
const story_id = await page.locator("#conversation").getAttribute("data-story");

if (what === "write")
  await checks.check("a draft reaches the server by itself", async () => {
    await page.locator("#composer textarea").fill(words);
    await eventually("the draft on the server", async () => {
      const state = await (await context.request.get(new URL(`/reader/state?story=${story_id}`, base).href)).json();
      return state.draft?.text === words;
    }, 500);
  });
else
  await checks.check("the draft is there again", async () => {
    await eventually("the draft in the composer", async () => (await page.locator("#composer textarea").inputValue()) === words);
    equal(await page.evaluate(() => localStorage.getItem("masthead-draft")), null, "this device knew nothing");
  });

await browser.close();
checks.finish();
