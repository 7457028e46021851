// Every kind of page as a browser sees it: accessible, quiet, narrow enough, whole without a script.
//   node pages.mjs BASE WITHDRAWN_PATH
import { axe_source, Checks, equal, find_pages, holds, launch, watched_page } from "./support.mjs";

const [base, withdrawn] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const pages = { ...(await find_pages(base)), gone: withdrawn };

for (const [kind, path] of Object.entries(pages)) {
  if (!path) await checks.check(`a ${kind} page exists`, () => holds(false, "no link leads to one"));
}
const kinds = Object.entries(pages).filter(([, path]) => path);

// The browser itself says that a page answered 404 or 410; that is no trouble.
const of_the_page = (trouble) => trouble.filter((text) => !/status of 4(04|10)/.test(text));

async function violations(page) {
  // Words that are quiet until somebody is there fade in: their colour counts once they have.
  await page.evaluate(() => Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime < 2_000)
    .map((one) => one.finished.catch(() => undefined))));
  await page.evaluate(axe_source);
  return page.evaluate(async () => {
    const found = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.violations.map((one) => [one.id, one.nodes.slice(0, 3).map((node) => `${node.target}: ${node.failureSummary}`)]);
  });
}

for (const width of [390, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    const seen = await watched_page(browser, base, { viewport: { width, height: 900 }, colorScheme });
    for (const [kind, path] of kinds) {
      await checks.check(`${kind} at ${width}, ${colorScheme}: no accessibility violation, no error, no other host`, async () => {
        seen.trouble.length = seen.asked.length = 0;
        await seen.page.goto(new URL(path, base).href, { waitUntil: "load" });
        equal(await violations(seen.page), [], "axe");
        equal(of_the_page(seen.trouble), [], "console");
        equal(seen.asked, [], "other hosts");
        equal(await seen.context.cookies(), [], "cookies");
      });
    }
    await seen.context.close();
  }
}

const narrow = await watched_page(browser, base, { viewport: { width: 320, height: 700 } });
for (const [kind, path] of kinds) {
  await checks.check(`${kind} at 320 needs no sideways scrolling, also with text twice as large`, async () => {
    await narrow.page.goto(new URL(path, base).href);
    const overflow = () => narrow.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    equal(await overflow(), 0, "pixels beyond the edge");
    await narrow.page.setViewportSize({ width: 640, height: 700 });
    await narrow.page.addStyleTag({ content: "" }).catch(() => {});
    await narrow.page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    holds((await overflow()) <= 0, "text of 200 % at 640 overflows");
    await narrow.page.setViewportSize({ width: 320, height: 700 });
  });
}
await narrow.context.close();

const scripted = await watched_page(browser, base);
const plain = await watched_page(browser, base, { javaScriptEnabled: false });
// Two frames after `load` the script has done all that it does by itself: the focus on a linked
// comment comes with the first. What it then has asked for more is in the page already.
const settled = (page) => page.evaluate(() =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
// A conversation that is in view goes on while it is read: that is what live.js is needed for.
const scripts_asked_for = async (page) => {
  const sources = await page.locator("script[data-part]").evaluateAll((all) => all.map((one) => one.src));
  const in_view = await page.evaluate(() => document.querySelector("#conversation")?.getBoundingClientRect().top < innerHeight + 600);
  return sources.filter((source) => !(in_view && source.includes("/live.js")));
};

for (const [kind, path] of kinds) {
  await checks.check(`${kind} says the same without JavaScript, and asks for no script before it is needed`, async () => {
    const texts = [];
    for (const { page } of [scripted, plain]) {
      await page.goto(new URL(path, base).href);
      if (page === scripted.page) await settled(page);
      equal(await scripts_asked_for(page), [], "scripts");
      texts.push((await page.locator("body").innerText()).replace(/\s+/g, " "));
    }
    equal(texts[1], texts[0], "text");
  });
}
await scripted.context.close();
await plain.context.close();

for (const [name, media] of [["print", { media: "print" }], ["forced colours", { forcedColors: "active" }]]) {
  const seen = await watched_page(browser, base, { viewport: { width: 800, height: 1000 } });
  for (const kind of ["home", "story", "permalink"]) {
    await checks.check(`${kind} in ${name}: headline and text are there to see`, async () => {
      await seen.page.emulateMedia(media);
      await seen.page.goto(new URL(pages[kind], base).href);
      const headline = seen.page.locator("h1").first();
      holds(await headline.isVisible(), "no headline");
      const { ink, paper } = await headline.evaluate((element) => ({
        ink: getComputedStyle(element).color,
        paper: getComputedStyle(document.body).backgroundColor,
      }));
      holds(ink !== paper, `${ink} on ${paper}`);
      if (name === "print" && kind === "story") {
        holds(!(await seen.page.locator(".sections-nav").first().isVisible()), "navigation is printed");
        holds(await seen.page.locator(".prose p").first().isVisible(), "no text");
        const pdf = await seen.page.pdf({ format: "A4" });
        holds(pdf.length > 10_000, "an empty print");
      }
    });
  }
  await seen.context.close();
}

await browser.close();
checks.finish();
