// The whole conversation without script, by pointer or by keyboard alone: nothing needs JavaScript.
//   node plainly.mjs BASE STORY     readers: tests/support/forum_cast.py
import { eventually, hands_for, page_of } from "./people.mjs";
import { Checks, equal, holds, launch } from "./support.mjs";

const [base, story] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const at = (path) => new URL(path, base).href;

async function argue(first, second, keyboard) {
  const how = keyboard ? "by keyboard alone" : "by pointer";
  const sit_down = async (place) => {
    const seen = await page_of(browser, base, place, { javaScriptEnabled: false });
    return { ...seen, hands: hands_for(seen.page, keyboard), name: `Reader ${1_000_000 + place}` };
  };
  const ada = await sit_down(first);
  const ben = await sit_down(second);
  const question = `Who had the key to the pump house that night? (${how})`;
  const answer = `The harbour office had it. (${how})`;
  let asked, answered;

  const post = async ({ page, hands }, words) => {
    const form = page.locator("form.composer");
    await hands.write(form.locator("textarea"), words);
    await hands.press(form.getByRole("button", { name: "Post", exact: true }));
    await page.waitForURL(/\/comments\/\d+\//);
    const id = new URL(page.url()).pathname.match(/comments\/(\d+)\//)[1];
    const comment = page.locator(`#comment-${id}`);
    holds((await comment.innerText()).includes(words), "the comment is not on the page that follows");
    holds(await comment.evaluate((one) => one.contains(document.activeElement)), "the focus is not on the comment");
    return id;
  };
  const under_story = (id) => `${story}comments/${id}/`;

  await checks.check(`posting below the story, ${how}`, async () => {
    await ada.page.goto(at(`${story}#composer`));
    asked = await post(ada, question);
  });

  await checks.check(`answering on a page of its own that shows what is answered, ${how}`, async () => {
    await ben.page.goto(at(under_story(asked)));
    await ben.hands.press(ben.page.locator(`#comment-${asked} > article a.reply`));
    await ben.page.waitForURL(/comments\/new\/\?parent=/);
    equal(await ben.page.locator("h1").innerText(), `Answer ${ada.name}`, "headline");
    holds((await ben.page.locator(".quoted").first().innerText()).includes(question), "what is answered");
    answered = await post(ben, answer);
    equal(await ben.page.locator(`#comment-${asked} > ol > #comment-${answered}`).count(), 1, "the answer below the question");
    equal(await ben.page.locator(`#comment-${answered} > article > h4`).innerText(), `${ben.name} to ${ada.name}`, "heading");
  });

  await checks.check(`a preview first, and the words stay, ${how}`, async () => {
    await ada.page.goto(at(`${story}comments/new/`));
    await ada.hands.write(ada.page.locator("#composer-text"), "**Thank you** both.");
    await ada.hands.press(ada.page.getByRole("button", { name: "Preview" }));
    equal(await ada.page.locator(".preview strong").innerText(), "Thank you", "preview");
    equal(await ada.page.locator("#composer-text").inputValue(), "**Thank you** both.", "the words");
  });

  await checks.check(`giving respect and taking it back, ${how}`, async () => {
    await ada.page.goto(at(under_story(answered)));
    const button = ada.page.locator(`#comment-${answered} > article form.respect button`);
    await Promise.all([ada.page.waitForURL(/since=/), ada.hands.press(button)]);
    equal(await button.innerText(), "Respect 1", "given");
    // The page is everybody's and cannot know: pressing once more asks.
    await Promise.all([ada.page.waitForURL(/\/respect\/$/), ada.hands.press(button)]);
    holds((await ada.page.locator("main").innerText()).includes("You have given this comment your respect."), "what stands");
    await Promise.all([ada.page.waitForURL(/since=/), ada.hands.press(ada.page.getByRole("button", { name: "Take it back" }))]);
    equal(await button.innerText(), "Respect", "taken back");
  });

  await checks.check(`changing one's words, with the earlier ones for all to see, ${how}`, async () => {
    await ben.page.goto(at(`${under_story(answered)}edit/`));
    await ben.hands.write(ben.page.locator("#composer-text"), `${answer} Until six.`);
    await ben.hands.press(ben.page.getByRole("button", { name: "Save" }));
    await ben.page.waitForURL((url) => !url.pathname.endsWith("/edit/"));
    holds((await ben.page.locator(`#comment-${answered}`).innerText()).includes("Until six."), "the change");
    await ada.page.goto(at(`${under_story(answered)}history/`));
    const versions = (await ada.page.locator(".versions .words").allInnerTexts()).map((one) => one.trim());
    equal(versions.sort(), [answer, `${answer} Until six.`].sort(), "versions");
  });

  await checks.check(`reporting, ${how}`, async () => {
    await ben.page.goto(at(under_story(asked)));
    await ben.hands.press(ben.page.locator(`#comment-${asked} > article a.report`));
    await ben.page.waitForURL(/\/report\/$/);
    const reason = ben.page.locator("[name=reason]").first();
    if (keyboard) {
      if (!(await reason.evaluate((one) => one === document.activeElement))) await reason.focus();
      await ben.page.keyboard.press("Space");
    } else await reason.check();
    await ben.hands.press(ben.page.getByRole("button", { name: "Send the report" }));
    await eventually("the answer", async () => !(await ben.page.locator("[name=reason]").count()));
  });

  await checks.check(`deleting, so that the answers can still be read, ${how}`, async () => {
    await ada.page.goto(at(`${under_story(asked)}delete/`));
    await ada.hands.press(ada.page.locator("main").getByRole("button", { name: "Delete", exact: true }));
    await ada.page.waitForURL((url) => !url.pathname.endsWith("/delete/"));
    await eventually("the line in its place", async () => {
      await ada.page.goto(at(under_story(answered)));
      return (await ada.page.locator(`#comment-${asked} > .gone`).count()) === 1;
    });
    holds(!(await ada.page.content()).includes(question), "deleted words are on the page");
    holds((await ada.page.locator(`#comment-${answered}`).innerText()).includes("Until six."), "the answer");
  });

  await checks.check(`a guest who asks for what needs an account is sent to sign in and back, ${how}`, async () => {
    const guest = await page_of(browser, base, 999_999, { javaScriptEnabled: false });
    await guest.page.goto(at(`${under_story(answered)}report/`));
    const url = new URL(guest.page.url());
    equal([url.pathname, url.searchParams.get("to")], ["/reader/sign-in/", `${under_story(answered)}report/`], "where to");
    await guest.context.close();
  });
  equal([...ada.asked, ...ben.asked], [], "other hosts");
  await ada.context.close();
  await ben.context.close();
}

await argue(0, 1, false);
await argue(2, 3, true);
await browser.close();
checks.finish();
