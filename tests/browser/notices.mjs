// What a reader is told, by eye and by axe-core: the list, the choices and the way out of mails, in
// light and dark, narrow and wide; with the script and without.
//   node notices.mjs BASE UNSUBSCRIBE_PATH [FOLDER]
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { page_of } from "./people.mjs";
import { axe_source, Checks, equal, holds, launch } from "./support.mjs";

const [base, unsubscribe, folder] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
if (folder) mkdirSync(folder, { recursive: true });

async function look(seen, name) {
  await seen.page.addScriptTag({ content: axe_source }).catch(() => {});
  const found = await seen.page.evaluate(async () => (window.axe ? (await window.axe.run()).violations : []));
  equal(found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`), [], name);
  const width = seen.page.viewportSize().width;
  const wide = await seen.page.evaluate(() => document.documentElement.scrollWidth);
  holds(wide <= width, `${name} is ${wide} wide at ${width}`);
  if (folder) await seen.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

for (const width of [390, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    await checks.check(`the pages at ${width}, ${colorScheme}`, async () => {
      const seen = await page_of(browser, base, 0, {
        viewport: { width, height: 900 }, colorScheme, bypassCSP: true,
      });
      for (const [name, path] of [
        ["notifications", "/notifications/"], ["choices", "/reader/account/notifications/?done=1"],
        ["unsubscribe", unsubscribe], ["account", "/reader/account/"], ["home", "/"],
      ]) {
        await seen.page.goto(new URL(path, base).href, { waitUntil: "load" });
        await look(seen, `${name}-${width}-${colorScheme}`);
      }
      await seen.context.close();
    });
  }
}

await checks.check("without script: choose, see, open and mark all", async () => {
  const seen = await page_of(browser, base, 0, { javaScriptEnabled: false });
  const { page } = seen;
  await page.goto(new URL("/reader/account/notifications/", base).href);
  await page.selectOption("select[name='reply.mail']", "weekly");
  await page.uncheck("input[name='follower.site']");
  await page.click("form.form button.button");
  equal(await page.inputValue("select[name='reply.mail']"), "weekly", "the mail of replies");
  equal(await page.isChecked("input[name='follower.site']"), false, "followers on the site");
  await page.goto(new URL("/notifications/", base).href);
  const before = await page.locator(".notices > .new").count();
  holds(before > 0, "something is new");
  await page.locator(".notices .says a").first().click();
  holds(page.url().includes("/comments/") || page.url().endsWith("/"), page.url());
  await page.goto(new URL("/notifications/", base).href);
  equal(await page.locator(".notices > .new").count(), before - 1, "new ones after one was opened");
  if (before > 1) await page.click("form[action='/notifications/seen/'] button");
  equal(await page.locator(".notices > .new").count(), 0, "new ones after all were marked");
  await seen.context.close();
});

await browser.close();
checks.finish();
