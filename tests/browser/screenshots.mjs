// Pictures of every kind of page for eyes: build/screenshots/KIND-WIDTH-light.png and so on.
//   node screenshots.mjs BASE [FOLDER] [KIND...]
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { find_pages, launch, watched_page } from "./support.mjs";

const [base, folder = "../../build/screenshots", ...wanted] = process.argv.slice(2);
const widths = (process.env.WIDTHS ?? "320,390,768,1280,1920").split(",").map(Number);
const schemes = (process.env.SCHEMES ?? "light,dark").split(",");
const height_max = Number(process.env.HEIGHT_MAX ?? 6000);

mkdirSync(folder, { recursive: true });
const browser = await launch();
const pages = await find_pages(base);
for (const width of widths) {
  for (const colorScheme of schemes) {
    const seen = await watched_page(browser, base, { viewport: { width, height: 1000 }, colorScheme });
    for (const [kind, path] of Object.entries(pages)) {
      if (!path || (wanted.length && !wanted.includes(kind))) continue;
      await seen.page.goto(new URL(path, base).href, { waitUntil: "load" });
      // Pictures that wait to be scrolled to would be missing.
      await seen.page.evaluate(async () => {
        for (const picture of document.images) picture.loading = "eager";
        await Promise.all([...document.images].map((picture) => picture.decode().catch(() => {})));
        await document.fonts.ready;
      });
      const height = await seen.page.evaluate(() => document.documentElement.scrollHeight);
      await seen.page.screenshot({
        path: join(folder, `${kind}-${width}-${colorScheme}.png`),
        clip: { x: 0, y: 0, width, height: Math.min(height, height_max) },
        fullPage: true,
      });
    }
    await seen.context.close();
  }
}
await browser.close();
