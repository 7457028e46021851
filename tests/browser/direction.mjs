// Pages of a newsroom whose language runs from right to left.
//   node direction.mjs BASE
import { axe_source, Checks, equal, find_pages, holds, launch, watched_page } from "./support.mjs";

const [base] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const home = await (await fetch(base)).text();
const story = home.match(/<h[23]><a href="(\/[^"#]+\/)"/)[1];
const discussed = home.match(/class="discussed"[\s\S]*?<h3><a href="(\/[^"#]+\/)/)[1];

for (const width of [320, 1280]) {
  const seen = await watched_page(browser, base, { viewport: { width, height: 900 } });
  const { page } = seen;
  for (const path of ["/", story, discussed]) {
    await checks.check(`${path} at ${width} runs from right to left and fits`, async () => {
      await page.goto(new URL(path, base).href, { waitUntil: "load" });
      equal(await page.locator("html").getAttribute("dir"), "rtl", "dir");
      equal(await page.locator("html").getAttribute("lang"), "ar", "lang");
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      equal(beyond, 0, "pixels beyond the edge");
      await page.evaluate(axe_source);
      equal(await page.evaluate(async () => (await globalThis.axe.run()).violations.map((one) => one.id)), [], "axe");
      equal(seen.trouble, [], "console");
    });
  }
  await checks.check(`at ${width} replies are indented from the right`, async () => {
    await page.goto(new URL(discussed, base).href, { waitUntil: "load" });
    const [thread, replies] = await page.evaluate(() => {
      const list = document.querySelector(".threads .c ol");
      return [list.parentElement.getBoundingClientRect(), list.querySelector("article").getBoundingClientRect()].map((box) => box.right);
    });
    holds(replies < thread, `${replies} is not left of ${thread}`);
  });
  await seen.context.close();
}
await browser.close();
checks.finish();
