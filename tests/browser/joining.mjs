// A guest writes, and becomes a reader on the way: by the link or the code of a mail, with and without
// script, by pointer and by keyboard alone.
//   node joining.mjs BASE MAIL_FOLDER STORY [held]     held: the newsroom reads first comments first
import { Mailbox, eventually, hands_for } from "./people.mjs";
import { Checks, equal, holds, launch, watched_page } from "./support.mjs";

const [base, mail_folder, story, held] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const mails = new Mailbox(mail_folder);
const session_of = async (context) => (await context.cookies()).find((one) => one.name.endsWith("masthead"));

async function write_as_guest({ page, context }, hands, words) {
  await page.goto(new URL(story, base).href, { waitUntil: "load" });
  equal(await context.cookies(), [], "cookies of a guest who reads");
  const form = page.locator("form.composer");
  await hands.write(form.locator("textarea"), words);
  await hands.press(form.getByRole("button", { name: "Post", exact: true }));
  await page.waitForURL(/\/reader\/sign-in\//);
  equal(await page.locator("h1").innerText(), "Sign in or join", "headline");
  equal((await context.cookies()).map((one) => one.name), ["masthead-draft"], "cookies of a guest who wrote");
}

async function give_address({ page }, hands, address) {
  await hands.write(page.locator("#mail"), address);
  await hands.press(page.getByRole("button", { name: "Send me a mail" }));
  await page.waitForURL(/\/reader\/sign-in\/code\//);
  equal(await page.locator("h1").innerText(), "We have sent you a mail", "headline");
}

async function prove_by_link({ page, context }, hands, mail) {
  for (let opened = 0; opened < 3; opened++) equal((await fetch(mail.link)).status, 200, "a mail scanner opens the link");
  await page.goto(mail.link);
  holds(!(await session_of(context)), "opening the link signs nobody in");
  await hands.press(page.getByRole("button", { name: "Sign in" }));
  await page.waitForURL(/\/reader\/sign-up\//);
  const again = await fetch(mail.link);
  holds(again.status === 410 || !(await again.text()).includes('name="token"'), "a link that was used works again");
}

async function prove_by_code({ page, context }, hands, mail) {
  const wrong = mail.code === "00000000" ? "00000001" : "00000000";
  await hands.write(page.locator("#code"), wrong);
  await hands.press(page.getByRole("button", { name: "Go on" }));
  await page.locator("#code-error").waitFor();
  holds(!(await session_of(context)), "a wrong code signs nobody in");
  await hands.write(page.locator("#code"), `${mail.code.slice(0, 4)} ${mail.code.slice(4)}`);
  await hands.press(page.getByRole("button", { name: "Go on" }));
  await page.waitForURL(/\/reader\/sign-up\//);
}

async function sign_up({ page, context }, hands, name) {
  const join = page.getByRole("button", { name: "Join the conversation" });
  // A name that is not to be had comes back with words, and with the rest as it was.
  await hands.write(page.locator("#name"), "The Newsroom");
  await hands.tick(page.locator("[name=rules]"));
  await hands.tick(page.locator("[name=age]"));
  await hands.press(join);
  await page.locator("#name-error").waitFor();
  equal(await page.locator("#name").inputValue(), "The Newsroom", "the name typed");
  holds(await page.locator("[name=rules]").isChecked(), "the rules must be accepted twice");
  await hands.write(page.locator("#name"), name);
  await hands.press(join);
  await page.waitForURL(/\/comments\/new\//);
  const session = await session_of(context);
  holds(session?.httpOnly && session.sameSite === "Lax", "no session, or one that scripts can read");
}

async function post_draft({ page }, hands, words, name) {
  const form = page.locator("form.composer");
  equal(await form.locator("textarea").inputValue(), words, "the draft after signing in");
  holds((await page.locator("main").innerText()).includes("Your words are as you left them."), "no word about the draft");
  await hands.press(form.getByRole("button", { name: "Post", exact: true }));
  await page.waitForURL(/\/comments\/\d+\//);
  const id = new URL(page.url()).pathname.match(/comments\/(\d+)\//)[1];
  const comment = page.locator(`#comment-${id}`);
  holds((await comment.innerText()).includes(words), "the comment is not on the page");
  equal(await comment.locator("h3, h4").first().innerText(), name, "heading");
  await eventually("the focus is on the comment", () =>
    comment.evaluate((one) => document.activeElement !== document.body && one.contains(document.activeElement)));
  return id;
}

async function find_held({ page }, hands, words) {
  await hands.press(page.locator("form.composer").getByRole("button", { name: "Post", exact: true }));
  await page.waitForURL(/\/comments\/new\/\?held=\d+$/);
  const text = await page.locator("main").innerText();
  equal(await page.locator("h1").innerText(), "Your comment waits for a moderator", "headline");
  for (const part of [words, "The first comments of every new reader are read before they appear."])
    holds(text.includes(part), `the page of a held comment does not say: ${part}`);
  holds(await page.locator("h1").evaluate((one) => one === document.activeElement), "the focus is elsewhere");
  const held_page = page.url();
  holds(!(await (await fetch(new URL(story, base))).text()).includes(words), "a held comment is public");
  equal((await fetch(held_page)).status, 404, "a guest at the page of a held comment");
}

async function journey(name, { script, keyboard, prove, words, address, reader }) {
  await checks.check(name, async () => {
    const seen = await watched_page(browser, base, { javaScriptEnabled: script });
    const hands = hands_for(seen.page, keyboard);
    await write_as_guest(seen, hands, words);
    await give_address(seen, hands, address);
    await prove(seen, hands, await mails.next(address));
    await sign_up(seen, hands, reader);
    if (held) return find_held(seen, hands, words);
    const id = await post_draft(seen, hands, words, reader);
    await seen.page.goto(new URL(story, base).href);
    equal(await seen.page.locator(`#comment-${id}`).count(), 1, "the comment under its story");
    await seen.page.locator("form.composer textarea").focus();
    // The stream never rests; what could fill the box is the answer of what is this reader's own.
    if (script) {
      await seen.page.locator("form.composer[data-live]").waitFor({ state: "attached" });
      await seen.page.waitForFunction(() => performance.getEntriesByType("resource").some((one) => one.name.includes("/reader/state") && one.responseEnd > 0));
      await seen.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    equal(await seen.page.locator("form.composer textarea").inputValue(), "", "a draft that was posted");
    await seen.page.goto(new URL(`${story}comments/new/`, base).href);
    equal(await seen.page.locator("form.composer textarea").inputValue(), "", "a draft on the server that was posted");
    equal(seen.asked, [], "other hosts");
    equal(seen.trouble.filter((text) => !/status of 4\d\d/.test(text)), [], "console");
    await seen.context.close();
    return undefined;
  });
}

await journey("without script, by the link of the mail", {
  script: false, keyboard: false, prove: prove_by_link, address: "ottoline@post.example", reader: "Ottoline Sedge",
  words: "The pump on Saltmarsh Road was already off when I walked the dog at six that morning.",
});
if (!held) await more();

async function more() {
await journey("without script, by keyboard alone, by the code", {
  script: false, keyboard: true, prove: prove_by_code, address: "barnaby@post.example", reader: "Barnaby Quill",
  words: "My cellar is three doors down, and the water came from the drain, not from the river.",
});
await journey("with script, by the code", {
  script: true, keyboard: false, prove: prove_by_code, address: "corisande@post.example", reader: "Corisande Plume",
  words: "Could somebody at the council publish the log of the telemetry? It would settle this.",
});
await journey("with script, by keyboard alone, by the link", {
  script: true, keyboard: true, prove: prove_by_link, address: "dunstan@post.example", reader: "Dunstan Reeve",
  words: "I kept a photograph of the gauge at every full hour; the editor may have them all.",
});

await checks.check("who has an account comes back to where they were, at once", async () => {
  const seen = await watched_page(browser, base, { javaScriptEnabled: false });
  await seen.page.goto(new URL(`/reader/sign-in/?to=${encodeURIComponent(story)}`, base).href);
  await give_address(seen, hands_for(seen.page, false), "ottoline@post.example");
  await seen.page.locator("#code").fill((await mails.next("ottoline@post.example")).code);
  await seen.page.getByRole("button", { name: "Go on" }).click();
  await seen.page.waitForURL(new URL(story, base).href);
  holds(await session_of(seen.context), "no session");
  await seen.context.close();
});

await checks.check("an address to come back to is never another site", async () => {
  const seen = await watched_page(browser, base, { javaScriptEnabled: false });
  for (const to of ["https://evil.example/", "//evil.example/", "/\\evil.example/", "/%0d%0aLocation:/x", "javascript:alert(1)"]) {
    await seen.page.goto(new URL(`/reader/sign-in/?to=${encodeURIComponent(to)}`, base).href);
    const kept = await seen.page.locator("input[name=to]").first().inputValue();
    holds(new URL(kept, base).origin === new URL(base).origin && /^\/(?![/\\])/.test(kept), `${to} became ${kept}`);
  }
  await seen.context.close();
});
}

await browser.close();
checks.finish();
