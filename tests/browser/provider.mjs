// Readers sign in through a provider of OpenID Connect; of providers that lie, nobody does.
//   node provider.mjs BASE ISSUER MAIL_FOLDER LIE...
import { eventually, Mailbox } from "./people.mjs";
import { Checks, equal, holds, launch, watched_page } from "./support.mjs";

const [base, issuer, mail_folder, ...lies] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const mails = new Mailbox(mail_folder);
const session_of = async (context) => (await context.cookies(base)).find((one) => one.name === "masthead")?.value;
const wordless = (text) => text.includes("could not be verified") || text.includes("came from another provider");

async function visitor(script = true) {
  const seen = await watched_page(browser, base, { javaScriptEnabled: script });
  await seen.context.route(`${issuer}/**`, (route) => route.continue());
  return seen;
}

async function set_out({ page }, name, to = "/nine-floods/") {
  await page.goto(new URL(`/reader/sign-in/?to=${encodeURIComponent(to)}`, base).href);
  await page.getByRole("button", { name: `Continue with ${name}`, exact: true }).click();
}

async function be(seen, login) {
  await seen.page.locator("[name=login]").fill(login);
  await seen.page.locator("[name=password]").fill("anything");
  await seen.page.locator("button[type=submit]").click();
  await seen.page.getByRole("button", { name: "Continue" }).click();
}

async function choose_name({ page }, name) {
  await page.waitForURL(/\/reader\/sign-up\//);
  if (name) await page.locator("#name").fill(name);
  await page.locator("[name=rules]").check();
  await page.locator("[name=age]").check();
  await page.getByRole("button", { name: "Join the conversation" }).click();
}

for (const script of [true, false]) {
  const login = script ? "wilhelmina" : "leofric";
  await checks.check(`${login} joins through the guild's provider, ${script ? "with" : "without"} script`, async () => {
    const seen = await visitor(script);
    await set_out(seen, "The Guild");
    await be(seen, login);
    await seen.page.waitForURL(/\/reader\/sign-up\//);
    equal((await seen.page.locator("#name").inputValue()).toLowerCase(), login, "the name that the provider suggests");
    await choose_name(seen);
    await seen.page.waitForURL(new URL("/nine-floods/", base).href);
    holds(await session_of(seen.context), "no session");
    await seen.context.close();
  });
  await checks.check(`${login} comes back and is the same reader`, async () => {
    const seen = await visitor(script);
    await set_out(seen, "The Guild", "/reader/account/");
    await be(seen, login);
    await seen.page.waitForURL(new URL("/reader/account/", base).href);
    equal((await seen.page.locator("#name").inputValue()).toLowerCase(), login, "whose account");
    await seen.context.close();
  });
}

await checks.check("the provider that keeps to the rules signs in, so that refusals mean something", async () => {
  const seen = await visitor();
  await set_out(seen, "honest");
  await choose_name(seen, "Somebody Honest");
  await seen.page.waitForURL(new URL("/nine-floods/", base).href);
  holds(await session_of(seen.context), "no session");
  await seen.context.close();
});

for (const lie of lies.filter((one) => one !== "honest")) {
  await checks.check(`a provider that breaks the rule of "${lie}" signs nobody in`, async () => {
    const seen = await visitor();
    await set_out(seen, lie);
    await seen.page.waitForURL(new RegExp(`/reader/oidc/${lie}/callback/`));
    await seen.page.locator("[role=alert]").waitFor();
    const words = await seen.page.locator("[role=alert]").first().innerText();
    if (lie !== "unverified") holds(wordless(words) || /issuer|provider/i.test(words), `it says: ${words}`);
    equal(await session_of(seen.context), undefined, "session");
    await seen.page.goto(new URL("/reader/sign-up/", base).href);
    equal(await seen.page.locator("#name").count(), 0, "a form to join with");
    await seen.context.close();
  });
}

// The browser is held at the provider, with the address it was about to be sent back to.
async function stopped_on_the_way(name) {
  const seen = await visitor();
  let way_back;
  await seen.context.route(`${issuer}/${name}/authorize?*`, async (route) => {
    way_back = (await route.fetch({ maxRedirects: 0 })).headers().location;
    await route.fulfill({ status: 200, body: "stopped" });
  });
  await set_out(seen, name);
  await eventually("the way back", () => way_back);
  await seen.page.getByText("stopped", { exact: true }).waitFor();
  return { seen, way_back };
}

await checks.check("an answer of the provider works in no other browser, and once in its own", async () => {
  const { seen, way_back } = await stopped_on_the_way("honest");
  const thief = await visitor();
  await thief.page.goto(way_back);
  await thief.page.locator("[role=alert]").waitFor();
  equal(await session_of(thief.context), undefined, "the session of another browser");
  await thief.context.close();
  await seen.page.goto(way_back);
  const mine = await session_of(seen.context);
  await seen.page.goto(way_back);
  await seen.page.locator("[role=alert]").waitFor();
  equal(await session_of(seen.context), mine, "the session after the second time");
  await seen.context.close();
});

await checks.check("an answer with another state, and one without any, sign nobody in", async () => {
  for (const change of [(url) => url.searchParams.set("state", "x".repeat(43)), (url) => url.searchParams.delete("state"), (url) => url.searchParams.set("code", "0".repeat(32))]) {
    const { seen, way_back } = await stopped_on_the_way("honest");
    const url = new URL(way_back);
    change(url);
    await seen.page.goto(url.href);
    await seen.page.locator("[role=alert]").waitFor();
    equal(await session_of(seen.context), undefined, `session (${change})`);
    await seen.context.close();
  }
});

await checks.check("an address that has an account is not believed on a provider's word: its owner is asked by mail", async () => {
  const owner = await visitor();
  await owner.page.goto(new URL("/reader/sign-in/", base).href);
  await owner.page.locator("#mail").fill("ethelinda@guild.example");
  await owner.page.getByRole("button", { name: "Send me a mail" }).click();
  await owner.page.locator("#code").fill((await mails.next("ethelinda@guild.example")).code);
  await owner.page.getByRole("button", { name: "Go on" }).click();
  await choose_name(owner, "Ethelinda Marsh");
  await owner.page.waitForURL(new URL("/", base).href);
  await owner.context.close();
  const seen = await visitor();
  await set_out(seen, "The Guild");
  await be(seen, "ethelinda");
  await seen.page.waitForURL(/\/reader\/sign-in\/code\//);
  equal(await session_of(seen.context), undefined, "session before the owner has agreed");
  await seen.page.locator("#code").fill((await mails.next("ethelinda@guild.example")).code);
  await seen.page.getByRole("button", { name: "Go on" }).click();
  await seen.page.waitForURL(new URL("/nine-floods/", base).href);
  await seen.page.goto(new URL("/reader/account/", base).href);
  equal(await seen.page.locator("#name").inputValue(), "Ethelinda Marsh", "whose account");
  await seen.context.close();
});

await browser.close();
checks.finish();
