// Staff come in and decide: a link becomes a password and an app (or a passkey), held comments show their
// reasons, decisions are made, explained, undone and looked at again by somebody else. All by keyboard.
//   node desk.mjs BASE MAIL_FOLDER STORY FIRST SECOND [plain]     FIRST, SECOND: paths of invitations;
//   plain: without script. BASE has a host name, for passkeys. Readers: tests/support/forum_cast.py
import { Mailbox, eventually, give_authenticator, hands_for, one_time_code, page_of, tab_to } from "./people.mjs";
import { Checks, equal, holds, launch, watched_page } from "./support.mjs";

const [base, mail_folder, story, first_link, second_link, mode] = process.argv.slice(2);
const is_plain = mode === "plain";
const checks = new Checks();
const browser = await launch();
const mails = new Mailbox(mail_folder);
const at = (path) => new URL(path, base).href;
const origin = new URL(base).origin;
const password = "seven quiet harbours";
const address_of = (place) => `reader${1_000_000 + place}@readers.example`;

async function send(context, path, fields) {
  const answer = await context.request.post(at(path), {
    form: fields, maxRedirects: 0, headers: { origin, accept: "application/json" },
  });
  holds(answer.status() < 400, `${path}: ${answer.status()}`);
  return answer.json().catch(() => ({}));
}

// Readers write what a machine would hold, one what others report, a newcomer their first words.
async function furnish() {
  const readers = await Promise.all([0, 1, 2, 3, 4, 5].map((place) => page_of(browser, base, place, { javaScriptEnabled: false })));
  const post = async (place, text, more = {}) => (await send(readers[place].context, `${story}comments/`, { text, ...more })).id;
  const trap = { website: "filled in by a machine" };
  const made = {
    good: await post(0, "The keeper of the weir has asked for a new gauge since spring.", trap),
    rude: await post(1, "Whoever wrote this cannot tell a pump from a bucket.", trap),
    advert: await post(2, "Cheap boats for hire at the old quay, ask for Joss.", trap),
    reported: await post(3, "The engineer lives in the red house behind the mill."),
    fresh: await post(5, "I have only just moved here and found the street under water."),
  };
  await send(readers[4].context, `${story}comments/${made.reported}/report/`, { reason: "private_data", words: "That is where she lives." });
  return { readers, made };
}

const { readers, made } = await furnish();
const seen = await watched_page(browser, base, { javaScriptEnabled: !is_plain });
const { page, context } = seen;
const hands = hands_for(page, true);
const button = (name) => page.getByRole("button", { name, exact: true });
const message = (words) => page.getByRole("status").filter({ hasText: words }).waitFor();
const item = (id) => page.locator(`#comment-${id}`);
const press_key = async (key, locator) => (is_plain ? hands.press(locator) : page.keyboard.press(key));

async function accept(link) {
  await page.goto(at(link));
  const secret = await page.locator("code.secret").innerText();
  await hands.write(page.locator("#password"), password);
  await hands.write(page.locator("#code"), one_time_code(secret));
  await hands.press(button("Begin"));
  await page.getByRole("heading", { level: 1, name: "Keep these codes" }).waitFor();
  holds((await page.locator(".codes code").count()) >= 8, "recovery codes");
  await hands.press(page.getByRole("link", { name: /to the desk/ }));
  await page.waitForURL(at("/desk/"));
  return secret;
}

async function sign_out() {
  await hands.press(button("Sign out"));
  await page.waitForURL(at("/desk/sign-in/"));
}

// A code works once: the next one is as good, for clocks differ.
async function sign_in(mail, secret) {
  await hands.write(page.locator("#mail"), mail);
  await hands.write(page.locator("#password"), password);
  await hands.write(page.locator("#code"), one_time_code(secret, 1));
  await hands.press(button("Sign in"));
  await page.waitForURL(at("/desk/"));
}

async function open_queue(name) {
  await page.goto(at("/desk/"));
  await hands.press(page.getByRole("link", { name }));
  await page.waitForURL(/\/desk\/moderation\//);
}

let secret;
await checks.check("a link is opened by scanners first and works once: password, app, recovery codes", async () => {
  for (let looked = 0; looked < 3; looked++) equal((await fetch(at(first_link))).status, 200, "a scanner looks");
  secret = await accept(first_link);
  holds(await page.locator(".waiting").isVisible(), "what waits");
  equal((await fetch(at(first_link))).status, 410, "the link again");
});

await checks.check("password and code sign in; a wrong code does not, and nothing typed is lost", async () => {
  await sign_out();
  await hands.write(page.locator("#mail"), "mira@desk.example");
  await hands.write(page.locator("#password"), password);
  await hands.write(page.locator("#code"), "000000");
  await hands.press(button("Sign in"));
  await page.getByRole("alert").filter({ hasText: "do not belong together" }).waitFor();
  equal(await page.locator("#mail").inputValue(), "mira@desk.example", "the address typed");
  await sign_in("mira@desk.example", secret);
});

if (!is_plain) await checks.check("a passkey is added, and signs in alone", async () => {
  await give_authenticator(seen);
  await page.goto(at("/desk/account/"));
  await hands.press(button("Add a passkey of this device"));
  await page.locator("#passkeys ~ .members li").first().waitFor();
  await sign_out();
  await hands.press(button("Sign in with a passkey"));
  await page.waitForURL(at("/desk/"));
});

await checks.check("the queue shows each held comment with the exact reason, the oldest first", async () => {
  await open_queue(/comments held/);
  for (const id of [made.good, made.rude, made.advert]) {
    const why = await item(id).locator(".why").innerText();
    holds(why.includes("A field that people do not see was filled in") && why.includes("honeypot.filled"), why);
  }
  equal(await page.locator(".queue > .item").first().getAttribute("id"), `comment-${made.good}`, "first");
});

await checks.check("approving, undoing it, approving again; then everybody reads it", async () => {
  await press_key("a", item(made.good).getByRole("button", { name: "Approve" }));
  await message("Approved");
  equal(await item(made.good).count(), 0, "still in the queue");
  await press_key("u", button("Undo"));
  await message("Held again.");
  if (!is_plain) await item(made.good).focus();
  await press_key("a", item(made.good).getByRole("button", { name: "Approve" }));
  await message("Approved");
  await eventually("it stands under the story", async () => (await (await fetch(at(`${story}comments/${made.good}/`))).text()).includes("asked for a new gauge"));
});

await checks.check("rejecting asks for the rule, and the author is told it with the newsroom's words", async () => {
  if (!is_plain) await item(made.rude).focus();
  await press_key("x", item(made.rude).locator("summary"));
  await hands.write(page.locator(`#rule-${made.rude}`), "Insult or harassment");
  await hands.write(page.locator(`#words-${made.rude}`), "Say what is wrong, not who is stupid.");
  await hands.press(item(made.rude).getByRole("button", { name: "Reject" }));
  await message("Rejected. The author is told why.");
  const told = await mails.about(address_of(1), "Say what is wrong, not who is stupid.");
  for (const words of ["Insult or harassment", "A person in the newsroom decided", "cannot tell a pump from a bucket", "looked at again"])
    holds(told.includes(words), `the statement of reasons does not say: ${words}`);
});

await checks.check("a ban has a length and a ground, is told by mail, and can be lifted", async () => {
  if (!is_plain) await item(made.advert).focus();
  await press_key("b", item(made.advert).getByRole("link", { name: /record and ban/ }));
  await page.waitForURL(/\/desk\/readers\//);
  await tab_to(page, page.locator("#days"));
  await page.keyboard.press("ArrowUp");
  equal(await page.locator("#days").inputValue(), "3", "for how long");
  await hands.write(page.locator("#ground"), "Advertising");
  await hands.write(page.locator("#words"), "No advertising here.");
  await hands.press(button("Ban"));
  await message("Banned.");
  const told = await mails.about(address_of(2), "No advertising here.");
  holds(told.includes("Advertising"), "the ground");
  const refused = await readers[2].context.request.post(at(`${story}comments/`), {
    form: { text: "May I still write under this story?" }, headers: { origin, accept: "application/json" },
  });
  equal(refused.status(), 403, "a banned reader writes");
  await hands.press(button("Lift the ban"));
  await message("The ban is lifted.");
});

await checks.check("what readers report shows why, and is removed with a reason", async () => {
  await open_queue(/comments reported/);
  holds((await item(made.reported).locator(".reports").innerText()).includes("That is where she lives."), "the report's words");
  await press_key("x", item(made.reported).locator("summary"));
  await hands.write(page.locator(`#rule-${made.reported}`), "Private data of others");
  await hands.press(item(made.reported).getByRole("button", { name: "Remove" }));
  await message("Removed. The author is told why.");
  await mails.about(address_of(3), "Private data of others");
  await eventually("the words are gone", async () => !(await (await fetch(at(story))).text()).includes("the red house behind the mill"));
});

await checks.check("comments of new readers have a queue of their own", async () => {
  await open_queue(/comments of new readers/);
  holds((await item(made.fresh).innerText()).includes("only just moved here"), "the newcomer's words");
});

async function ask_again(place) {
  const { page: asking } = await page_of(browser, base, place, { javaScriptEnabled: false });
  const own = hands_for(asking, true);
  await asking.goto(at("/reader/account/"));
  const decision = asking.locator("#decisions article").filter({ hasText: "Not let through" }).first();
  holds((await decision.innerText()).includes("Insult or harassment"), "the reader sees the rule");
  await own.press(decision.locator("summary"));
  await own.write(decision.locator("textarea"), "It was a joke among neighbours.");
  await own.press(decision.getByRole("button", { name: "Send" }));
  await asking.locator("#decisions").getByText("Somebody else of the newsroom is looking at it again.").waitFor();
  await asking.context().close();
}

await checks.check("whoever decided does not review it; a second person does, and the reader is told", async () => {
  await ask_again(1);
  await page.goto(at("/desk/reviews/"));
  holds((await page.locator("main").innerText()).includes("You decided this: somebody else answers."), "one's own decision");
  equal(await page.locator("main form").count(), 0, "forms for one's own decision");
  await sign_out();
  await accept(second_link);
  await hands.press(page.getByRole("link", { name: /decisions to be looked at again/ }));
  await page.waitForURL(at("/desk/reviews/"));
  holds((await page.locator("main").innerText()).includes("It was a joke among neighbours."), "the request");
  await hands.write(page.locator("main textarea"), "Among neighbours, then. It may stand.");
  await hands.press(button("Undo the decision"));
  await message("Answered. The reader is told.");
  await mails.about(address_of(1), "Among neighbours, then. It may stand.");
  await eventually("the comment stands", async () => (await (await fetch(at(`${story}comments/${made.rude}/`))).text()).includes("a pump from a bucket"));
});

await checks.check("nothing was asked of another host, and no rule of the page's own was broken", () => {
  equal(seen.asked, [], "other hosts");
  equal(seen.trouble.filter((text) => !/status of 4\d\d/.test(text)), [], "console");
});

await context.close();
await browser.close();
checks.finish();
