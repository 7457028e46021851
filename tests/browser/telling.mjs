// New replies are told in the newsroom's language, by button and to screen readers.
//   node telling.mjs BASE STORY REPLY COMMENT     both as the button for one of them says it
import { eventually, listen, said, violations } from "./people.mjs";
import { Checks, equal, launch, watched_page } from "./support.mjs";
import { sentence, Writer } from "./writers.mjs";

const [base, story, reply, comment] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const asked = await new Writer(base, story, 0).post(sentence());

await checks.check(`"${reply}" and "${comment}"`, async () => {
  const { page } = await watched_page(browser, base);
  await listen(page);
  await page.goto(new URL(`${story}?since=${asked.position}`, base).href, { waitUntil: "load" });
  await page.locator("#conversation").scrollIntoViewIfNeeded();
  await new Writer(base, story, 1).post(sentence(), String(asked.id));
  await new Writer(base, story, 2).post(sentence());
  const button = page.locator(`#comment-${asked.id} > .news button`);
  await button.waitFor();
  equal(await button.innerText(), reply, "button");
  await page.locator("li.news button").waitFor();
  equal(await page.locator("li.news button").innerText(), comment, "button");
  await said(page, reply);
  const start = await page.evaluate(() => getComputedStyle(document.documentElement).direction);
  const [near, far] = await button.evaluate((one) => {
    const [a, b] = [one.getBoundingClientRect(), one.closest(".c").getBoundingClientRect()];
    return [a.left - b.left, b.right - a.right];
  });
  equal(start === "rtl" ? far : near, 0, "away from where lines begin");
  await eventually("axe", async () => (await violations(page)).length === 0);
});

await browser.close();
checks.finish();
