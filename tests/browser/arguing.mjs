// Readers argue in a thread, with script: nothing reloads, nothing is lost, everything is said aloud.
//   node arguing.mjs BASE STORY     the readers stand in the database (tests/support/forum_cast.py)
import { eventually, listen, page_of, said, tab_to } from "./people.mjs";
import { Checks, equal, holds, launch } from "./support.mjs";

const [base, story] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const name_of = (place) => `Reader ${1_000_000 + place}`;

async function sit_down(place, path = story) {
  const seen = await page_of(browser, base, place, { permissions: ["clipboard-read", "clipboard-write"] });
  await listen(seen.page);
  await read(seen, path);
  return seen;
}

// The forum's script comes when somebody takes part; a test waits until it is there.
async function read({ page }, path = story) {
  await page.goto(new URL(path, base).href, { waitUntil: "load" });
  await page.locator("form.composer textarea").first().focus();
  await page.locator("#composer[data-live]").waitFor({ state: "attached" });
  await page.locator("button.keys").waitFor();
  await page.evaluate(() => { globalThis.__mark = "same page"; });
}

const composer = (page) => page.locator("#composer");
const post_button = (form) => form.getByRole("button", { name: "Post", exact: true });
const with_words = (page, words) => page.locator(".c[id]", { has: page.locator(":scope > article > div:not(.acts)", { hasText: words }) });
const id_of = async (comment) => (await comment.getAttribute("id")).slice("comment-".length);
const same_page = async (page) => equal(await page.evaluate(() => globalThis.__mark), "same page", "the page was loaded again");

async function post({ page }, words) {
  await composer(page).locator("textarea").fill(words);
  await post_button(composer(page)).click();
  await with_words(page, words).waitFor();
  return id_of(with_words(page, words));
}

// A shared page is redrawn shortly after a comment was posted.
const seen_by = (seen, id) =>
  eventually(`comment ${id} is on the page`, async () => {
    await read(seen);
    return (await seen.page.locator(`#comment-${id}`).count()) === 1;
  });

const ada = await sit_down(0);
const ben = await sit_down(1);
const first_words = "The gauge at the quay stood still from four, and nobody at the works looked at it.";
const answer_words = "It did not stand still; the line to it was down. That is another failure.";
let first, answer;

await checks.check("a comment stands in its place before the server has answered, and then for good", async () => {
  let release;
  const held_back = new Promise((done) => { release = done; });
  await ada.page.route(/\/comments\/$/, async (route) => {
    await held_back;
    await route.continue();
  });
  await composer(ada.page).locator("textarea").fill(first_words);
  await post_button(composer(ada.page)).click();
  await ada.page.locator(".c.sending", { hasText: first_words }).waitFor();
  release();
  await with_words(ada.page, first_words).waitFor();
  await ada.page.unroute(/\/comments\/$/);
  await said(ada.page, "Your comment is posted.");
  equal(await ada.page.locator(".c.sending").count(), 0, "comments still being sent");
  equal(await composer(ada.page).locator("textarea").inputValue(), "", "the composer");
  await same_page(ada.page);
  holds(await with_words(ada.page, first_words).locator("article").first().evaluate((one) => one === document.activeElement), "the focus is elsewhere");
  first = await id_of(with_words(ada.page, first_words));
});

await checks.check("another reader sees it and answers in the page, below it", async () => {
  await seen_by(ben, first);
  const comment = ben.page.locator(`#comment-${first}`);
  await comment.locator(":scope > article a.reply").click();
  const form = comment.locator(":scope > form.composer");
  holds(await form.locator("textarea").evaluate((one) => one === document.activeElement), "the focus is not in the composer");
  equal(await form.locator("label").first().innerText(), `Your answer to ${name_of(0)}`, "label");
  await form.locator("textarea").fill(answer_words);
  await post_button(form).click();
  await with_words(ben.page, answer_words).waitFor();
  answer = await id_of(with_words(ben.page, answer_words));
  equal(await comment.locator(`:scope > ol > #comment-${answer}`).count(), 1, "the answer below what it answers");
  equal(await form.count(), 0, "the composer of an answer that was posted");
  await same_page(ben.page);
});

await checks.check("a composer that was opened can be left again, and gives the focus back", async () => {
  const comment = ben.page.locator(`#comment-${first}`);
  await comment.locator(":scope > article a.reply").click();
  await comment.getByRole("button", { name: "Cancel" }).click();
  equal(await comment.locator(":scope > form.composer").count(), 0, "composers");
  holds(await comment.locator(":scope > article a.reply").evaluate((one) => one === document.activeElement), "the focus is lost");
});

await checks.check("threads are nested lists; each heading names its author and whom they answer", async () => {
  await seen_by(ben, answer);
  const tree = await ben.page.locator("#conversation ol.threads").ariaSnapshot();
  const at = (pattern) => {
    const line = tree.split("\n").find((one) => pattern.test(one));
    holds(line, `nothing like ${pattern} in\n${tree.slice(0, 3000)}`);
    return line.search(/\S/);
  };
  at(/^- list/);
  const question = at(new RegExp(`heading "${name_of(0)}" \\[level=3\\]`));
  const reply = at(new RegExp(`heading "${name_of(1)} to ${name_of(0)}" \\[level=4\\]`));
  holds(reply > question, "the answer stands beside what it answers");
  const nested = await ben.page.locator(`#comment-${answer}`).evaluate((one) => one.parentElement.matches("ol") && one.parentElement.parentElement.matches("li.c"));
  holds(nested, "no list within the list");
});

await checks.check("a lost connection takes the comment back and leaves every word", async () => {
  const words = "These words must not be lost on the way.";
  await read(ada);
  await ada.page.route(/\/comments\/$/, (route) => route.abort());
  await composer(ada.page).locator("textarea").fill(words);
  await post_button(composer(ada.page)).click();
  await composer(ada.page).locator(".err[role=alert]").waitFor();
  holds((await composer(ada.page).locator(".err").innerText()).includes("Your words are kept"), "no word for it");
  equal(await composer(ada.page).locator("textarea").inputValue(), words, "the words");
  equal(await ada.page.locator(".c", { hasText: words }).count(), 0, "comments that were never posted");
  holds(await composer(ada.page).locator("textarea").evaluate((one) => one === document.activeElement), "the focus is elsewhere");
  await ada.page.unroute(/\/comments\/$/);
});

await checks.check("what the server refuses is said beside the field, in its own words", async () => {
  const words = Array.from({ length: 11 }, (_, i) => `https://example.org/${i}`).join(" ");
  await composer(ada.page).locator("textarea").fill(words);
  await post_button(composer(ada.page)).click();
  await composer(ada.page).locator(".err", { hasText: "more than ten links" }).waitFor();
  equal(await composer(ada.page).locator("textarea").inputValue(), words, "the words");
  await composer(ada.page).locator("textarea").fill("");
});

await checks.check("respect is given and taken back", async () => {
  await seen_by(ben, first);
  const button = ben.page.locator(`#comment-${first} > article form.respect button`);
  equal(await button.innerText(), "Respect", "before");
  await button.click();
  await said(ben.page, "Respect given.");
  equal([await button.innerText(), await button.getAttribute("aria-pressed")], ["Respect 1", "true"], "given");
  await eventually("the count is on the shared page", async () => {
    await read(ben);
    return (await button.innerText()) === "Respect 1";
  });
  await eventually("the page knows whose respect it is", async () => (await button.getAttribute("aria-pressed")) === "true");
  await button.click();
  await said(ben.page, "Respect taken back.");
  equal([await button.innerText(), await button.getAttribute("aria-pressed")], ["Respect", "false"], "taken back");
});

await checks.check("one's own comment cannot have one's respect, and the page says so", async () => {
  await seen_by(ada, first);
  await ada.page.locator(`#comment-${first} > article form.respect button`).click();
  await said(ada.page, "Your own comment cannot have your respect.");
  equal(await ada.page.locator(`#comment-${first} > article form.respect button`).innerText(), "Respect", "count");
});

await checks.check("a comment's address is shared by one press", async () => {
  await ben.page.locator(`#comment-${first} > article a.share`).click();
  await said(ben.page, "The link is copied.");
  const copied = await ben.page.evaluate(() => navigator.clipboard.readText());
  equal(new URL(copied).pathname, `${story}comments/${first}/`, "what was copied");
});

async function choose(page, element) {
  await element.evaluate((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  });
  await page.locator("button.quote-this").click();
}

await checks.check("a passage of the story is quoted by choosing it, and the quote leads back to it", async () => {
  const cleo = await sit_down(2);
  const passage = cleo.page.locator(".prose > p").nth(1);
  const quoted = (await passage.innerText()).trim();
  holds(quoted.length <= 500, "this story's second paragraph is too long for the test");
  await choose(cleo.page, passage);
  equal((await composer(cleo.page).locator("blockquote").innerText()).trim(), quoted, "what is quoted");
  const id = await post(cleo, "This is the sentence that everything hangs on.");
  await seen_by(cleo, id);
  const quote = cleo.page.locator(`#comment-${id} > article > blockquote`);
  holds((await quote.innerText()).includes(quoted.slice(0, 60)), "the quote is not on the page");
  equal(await quote.locator("a").innerText(), "From the story", "where it is from");
  await cleo.context.close();
});

await checks.check("a passage of a comment is quoted by choosing it; the quote names its author and leads there", async () => {
  const dora = await sit_down(3);
  await seen_by(dora, first);
  await choose(dora.page, dora.page.locator(`#comment-${first} > article > div:not(.acts) p`).first());
  const form = dora.page.locator(`#comment-${first} > form.composer`);
  equal((await form.locator("blockquote").innerText()).trim(), first_words, "what is quoted");
  await form.locator("textarea").fill("That was so on the other bank as well.");
  await post_button(form).click();
  await with_words(dora.page, "on the other bank as well").waitFor();
  const id = await id_of(with_words(dora.page, "on the other bank as well"));
  await seen_by(dora, id);
  const link = dora.page.locator(`#comment-${id} > article > blockquote a`);
  equal(await link.innerText(), name_of(0), "whose words they are");
  await link.click();
  await dora.page.waitForURL(new RegExp(`/comments/${first}/`));
  await dora.context.close();
});

await checks.check("a comment is changed within ten minutes, and everybody sees what it said before", async () => {
  await seen_by(ben, answer);
  await ben.page.locator(`#comment-${answer} > article .mine`, { hasText: "Edit" }).click();
  await ben.page.waitForURL(/\/edit\/$/);
  equal(await ben.page.locator("textarea").inputValue(), answer_words, "what is to be changed");
  await ben.page.locator("textarea").fill(`${answer_words} (I asked the engineer.)`);
  await ben.page.getByRole("button", { name: "Save" }).click();
  await ben.page.waitForURL(new RegExp(`/comments/${answer}/`));
  const changed = ben.page.locator(`#comment-${answer} > article`);
  holds((await changed.innerText()).includes("I asked the engineer."), "the change is not on the page");
  await changed.getByRole("link", { name: "edited" }).click();
  await ben.page.waitForURL(/\/history\/$/);
  const versions = await ben.page.locator(".versions .words").allInnerTexts();
  equal(versions.map((one) => one.trim()).sort(), [answer_words, `${answer_words} (I asked the engineer.)`].sort(), "versions");
});

await checks.check("a report reaches the moderators and says so", async () => {
  await seen_by(ben, first);
  await ben.page.locator(`#comment-${first} > article a.report`).click();
  await ben.page.waitForURL(/\/report\/$/);
  await ben.page.locator("[name=reason]").nth(1).check();
  await ben.page.locator("[name=words]").fill("Please look at the second half.");
  await ben.page.getByRole("button", { name: "Send the report" }).click();
  await eventually("the answer to a report", async () => !(await ben.page.locator("[name=reason]").count()));
  equal(await ben.page.locator("h1").evaluate((one) => one === document.activeElement), true, "the focus is on the headline");
});

await checks.check("deleting leaves a line, and the answers below it", async () => {
  await seen_by(ada, answer);
  await ada.page.locator(`#comment-${first} > article .mine`, { hasText: "Delete" }).click();
  await ada.page.waitForURL(/\/delete\/$/);
  await ada.page.locator("main").getByRole("button", { name: "Delete", exact: true }).click();
  await ada.page.waitForURL((url) => !url.pathname.endsWith("/delete/"));
  await eventually("the line in its place", async () => {
    await read(ada);
    return (await ada.page.locator(`#comment-${first} > .gone`).count()) === 1;
  });
  equal(await ada.page.locator(`#comment-${first} > .gone`).innerText(), "The author deleted this comment.", "the line");
  equal(await ada.page.locator(`#comment-${first} #comment-${answer}`).count(), 1, "the answer");
  holds(!(await ada.page.content()).includes(first_words), "deleted words are still on the page");
});

await checks.check("two clicks make one comment", async () => {
  const eve = await sit_down(4);
  const words = "Clicked twice, meant once.";
  await composer(eve.page).locator("textarea").fill(words);
  await post_button(composer(eve.page)).dblclick();
  await with_words(eve.page, words).first().waitFor();
  const id = await id_of(with_words(eve.page, words).first());
  await seen_by(eve, id);
  equal(await with_words(eve.page, words).count(), 1, "comments");
  await eve.context.close();
});

await checks.check("two clicks without script make one comment", async () => {
  const eve = await page_of(browser, base, 4, { javaScriptEnabled: false });
  for (const [path, words] of [[`${story}comments/new/`, "Clicked twice on the page of the composer."], [story, "Clicked twice below the story."]]) {
    await eve.page.goto(new URL(path, base).href);
    const form = eve.page.locator("form.composer");
    const fields = new URLSearchParams({
      text: words, parent: "", quote: "", website: "",
      key: await form.locator("[name=key]").inputValue(), started: await form.locator("[name=started]").inputValue(),
    }).toString();
    const send = () => eve.context.request.post(new URL(`${story}comments/`, base).href, {
      data: fields, maxRedirects: 0, headers: { "content-type": "application/x-www-form-urlencoded", origin: new URL(base).origin },
    });
    const places = (await Promise.all([send(), send(), send()])).map((one) => one.headers().location?.replace(/\?since=\d+/, ""));
    equal([...new Set(places)].length, 1, `where three clicks led: ${places}`);
    holds(/comment-\d+$/.test(places[0]), `a click led to ${places[0]}`);
  }
  await eve.context.close();
});

await checks.check("a draft survives a reload", async () => {
  const fay = await sit_down(5);
  await composer(fay.page).locator("textarea").fill("Half a thought about the pump");
  await fay.page.reload({ waitUntil: "load" });
  await fay.page.locator("#composer textarea").focus();
  await eventually("the draft is back", async () => (await composer(fay.page).locator("textarea").inputValue()) === "Half a thought about the pump");
  await said(fay.page, "Your draft is back.");
  await fay.context.close();
});

await checks.check("single keys do nothing until they are switched on", async () => {
  const gus = await sit_down(6);
  const { page } = gus;
  const focused = () => page.evaluate(() => document.activeElement?.closest(".c[id]")?.id ?? "");
  const first_two = await page.locator(".c[id] > article").evaluateAll((all) => all.slice(0, 2).map((one) => one.parentElement.id));
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("j");
  equal(await focused(), "", "the focus after a key that is off");
  const keys = page.locator("button.keys");
  equal(await keys.getAttribute("aria-pressed"), "false", "switched off");
  await tab_to(page, keys);
  await page.keyboard.press("Enter");
  equal(await keys.getAttribute("aria-pressed"), "true", "switched on");
  await page.keyboard.press("j");
  equal(await focused(), first_two[0], "j");
  await page.keyboard.press("j");
  equal(await focused(), first_two[1], "j again");
  await page.keyboard.press("k");
  equal(await focused(), first_two[0], "k");
  await page.keyboard.press("r");
  const reply = page.locator(`#${first_two[0]} > form.composer textarea`);
  holds(await reply.evaluate((one) => one === document.activeElement), "r opens no composer");
  await page.keyboard.type("jkrec");
  equal(await reply.inputValue(), "jkrec", "keys in a field are letters");
  await tab_to(page, keys);
  await page.keyboard.press("Space");
  equal(await keys.getAttribute("aria-pressed"), "false", "switched off again");
  await gus.context.close();
});

await checks.check("by keyboard alone: answer, respect, post, and never a trap", async () => {
  const hal = await sit_down(7);
  const { page } = hal;
  await seen_by(hal, answer);
  const comment = page.locator(`#comment-${answer}`);
  await page.locator(".conv-head a").first().focus();
  await tab_to(page, comment.locator(":scope > article form.respect button"));
  await page.keyboard.press("Enter");
  await said(page, "Respect given.");
  await tab_to(page, comment.locator(":scope > article a.reply"), { back: true });
  await page.keyboard.press("Enter");
  await page.keyboard.type("I can confirm that, from the other side of the road.");
  await page.keyboard.press("Control+Enter");
  await said(page, "Your comment is posted.");
  const outline = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  holds(outline, "the focus cannot be seen");
  await tab_to(page, page.locator("footer a").last());
  await same_page(page);
  await hal.context.close();
});

await checks.check("a preview is drawn by the server and takes the focus", async () => {
  const ivy = await sit_down(8);
  await composer(ivy.page).locator("textarea").fill("**Loud** and <b>plain</b>.");
  await composer(ivy.page).getByRole("button", { name: "Preview" }).click();
  const preview = composer(ivy.page).locator(".preview");
  await preview.waitFor();
  equal(await preview.locator("strong").innerText(), "Loud", "emphasis");
  equal(await preview.locator("b").count(), 0, "elements that a reader typed");
  holds(await preview.evaluate((one) => one === document.activeElement), "the focus is elsewhere");
  equal(await ivy.page.locator(".c", { hasText: "Loud and" }).count(), 0, "a preview is no comment");
  await ivy.context.close();
});

await checks.check("who writes too fast is told when they can write again, and keeps their words", async () => {
  const jon = await sit_down(9);
  for (const words of ["One thing first.", "Another thing then.", "A third thing last."]) await post(jon, words);
  await composer(jon.page).locator("textarea").fill("And a fourth.");
  await post_button(composer(jon.page)).click();
  await composer(jon.page).locator(".err", { hasText: /You can post again in \d+ seconds/ }).waitFor();
  equal(await composer(jon.page).locator("textarea").inputValue(), "And a fourth.", "the words");
  await jon.context.close();
});

await checks.check("no page asked another host or broke a rule of its own", () => {
  for (const seen of [ada, ben]) {
    equal(seen.asked, [], "other hosts");
    equal(seen.trouble.filter((text) => !/status of 4\d\d|ERR_FAILED/.test(text)), [], "console");
  }
});

await browser.close();
checks.finish();
