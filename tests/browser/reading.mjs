// A reader with a keyboard or a screen reader: skip link, order of focus, the conversation's shape,
// folding, boxes from other hosts, text from right to left.
//   node reading.mjs BASE PATH_WITH_EMBED
import { Checks, equal, find_pages, holds, launch, watched_page } from "./support.mjs";

const [base, with_embed] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const pages = await find_pages(base);
const open = async (page, path) => page.goto(new URL(path, base).href, { waitUntil: "load" });
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return { tag: element.localName, id: element.id, text: element.textContent.trim(), name: element.className };
});

const seen = await watched_page(browser, base, { viewport: { width: 1000, height: 800 } });
const { page } = seen;

for (const kind of ["home", "story", "archive", "absent"]) {
  await checks.check(`${kind}: the first stop of Tab is the skip link, and it leads to the text`, async () => {
    await open(page, pages[kind]);
    await page.keyboard.press("Tab");
    equal((await focused(page)).name, "skip", "first stop");
    const box = await page.locator(".skip").boundingBox();
    holds(box.y >= 0 && box.height >= 24, "the skip link is out of sight");
    await page.keyboard.press("Enter");
    equal((await focused(page)).id, "main", "after Enter");
    await page.keyboard.press("Tab");
    holds(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), "next stop is not in the text");
  });
}

await checks.check("focus follows the order of the page and is always to be seen", async () => {
  await open(page, pages.story);
  let last = -1;
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press("Tab");
    const { index, outline } = await page.evaluate(() => ({
      index: [...document.querySelectorAll("*")].indexOf(document.activeElement),
      outline: getComputedStyle(document.activeElement).outlineStyle,
    }));
    holds(index > last, `stop ${stop} goes back`);
    holds(outline !== "none", `stop ${stop} shows no outline`);
    last = index;
  }
});

await checks.check("a permalink puts the focus on its comment", async () => {
  await open(page, pages.permalink);
  await page.waitForFunction(() => document.activeElement.closest(".c.linked"));
  equal(await page.locator(".c.linked").count(), 1, "marked comments");
});

await checks.check("a thread folds and unfolds by keyboard, and says which it is", async () => {
  await open(page, pages.story);
  const fold = page.locator(".fold button").first();
  const replies = page.locator(".c > ol").first();
  await fold.focus();
  equal(await fold.getAttribute("aria-expanded"), "true", "before");
  holds(await replies.locator(".c").first().isVisible(), "replies are hidden at first");
  holds((await fold.getAttribute("aria-label")).length > 5, "the button has no name");
  await page.keyboard.press("Enter");
  equal(await fold.getAttribute("aria-expanded"), "false", "after Enter");
  holds(!(await replies.locator(".c").first().isVisible()), "replies still show");
  equal((await focused(page)).tag, "button", "focus");
  await page.keyboard.press("Space");
  equal(await fold.getAttribute("aria-expanded"), "true", "after Space");
  holds(await replies.locator(".c").first().isVisible(), "replies do not return");
});

await checks.check("the conversation is nested lists; each heading names the author, replies whom they answer", async () => {
  await open(page, pages.story);
  const cdp = await seen.context.newCDPSession(page);
  const { nodes } = await cdp.send("Accessibility.getFullAXTree");
  const by_id = new Map(nodes.map((node) => [node.nodeId, node]));
  const role = (node) => node?.role?.value;
  const up = (node) => {
    let parent = by_id.get(node.parentId);
    while (parent?.ignored || role(parent) === "generic" || role(parent) === "none") parent = by_id.get(parent.parentId);
    return parent;
  };
  const comments = await page.locator(".c > article").count();
  const articles = nodes.filter((node) => role(node) === "article" && role(up(node)) === "listitem");
  equal(articles.length, comments, "comments in list items");
  const depth = (node) => (node ? (role(node) === "list" ? 1 : 0) + depth(up(node)) : 0);
  holds(Math.max(...articles.map(depth)) >= 2, "no nested list");
  const headings = nodes.filter((node) => role(node) === "heading" && role(up(node)) === "article" && !node.ignored);
  const said = headings.map((node) => node.name.value).filter((name) => / to /.test(name));
  holds(said.length > 0, "no reply says whom it answers");
  equal(await page.locator(".c > article > :is(h3, h4)").count(), comments, "headings");
  for (const heading of await page.locator(".c .c > article > h4").all()) {
    holds(/\S+ to \S+/.test((await heading.innerText()).trim()), await heading.innerText());
  }
});

await checks.check("landmarks and one heading of each page are where they are expected", async () => {
  for (const path of [pages.home, pages.story, pages.section, pages.absent]) {
    await open(page, path);
    for (const landmark of ["banner", "main", "contentinfo"]) equal(await page.getByRole(landmark).count(), 1, `${landmark} of ${path}`);
    const levels = await page.locator("h1, h2, h3, h4, h5, h6").evaluateAll((all) => all.map((one) => Number(one.localName[1])));
    equal(levels.filter((level) => level === 1).length, 1, `h1 of ${path}`);
    for (let i = 1; i < levels.length; i++) holds(levels[i] <= levels[i - 1] + 1, `a level is left out on ${path}: ${levels}`);
  }
});

await checks.check("a box from another host asks for nothing before it is clicked", async () => {
  seen.asked.length = 0;
  await open(page, with_embed);
  await page.waitForLoadState("networkidle");
  equal(seen.asked, [], "before the click");
  equal(await page.locator("iframe").count(), 0, "frames");
  const link = page.locator("figure.embed a.embed-link").first();
  holds(/youtube|vimeo/i.test(await page.locator("figure.embed").first().innerText()), "the host is not named");
  await link.focus();
  await page.keyboard.press("Enter");
  await page.locator("figure.embed iframe").first().waitFor();
  await page.waitForTimeout(200);
  holds(seen.asked.length > 0 && seen.asked.every((address) => /youtube-nocookie|vimeo/.test(address)), `asked ${seen.asked}`);
  equal(await page.locator("figure.embed iframe").first().getAttribute("referrerpolicy"), "no-referrer", "referrer");
});

await seen.context.close();
await browser.close();
checks.finish();
