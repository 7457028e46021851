// A reader adds a passkey, signs out and comes back with nothing but it (Chromium's own authenticator).
//   node passkey.mjs http://localhost:PORT STORY     a host name: browsers know no passkeys of numbers
import { eventually, give_authenticator, page_of } from "./people.mjs";
import { Checks, equal, holds, launch, watched_page } from "./support.mjs";

const [base, story] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const session_of = async (context) => (await context.cookies()).find((one) => one.name.endsWith("masthead"))?.value;

const reader = await page_of(browser, base, 0);
const { page, context } = reader;
const device = await give_authenticator(reader);
let first_session;

await checks.check("a passkey is added in the account", async () => {
  await page.goto(new URL("/reader/account/", base).href);
  first_session = await session_of(context);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.locator("#sign-in .entries li").first().waitFor();
  const [credential, ...others] = await device.credentials();
  equal(others.length, 0, "further passkeys");
  equal([credential.isResidentCredential, credential.rpId], [true, "localhost"], "the passkey");
});

await checks.check("the reader signs out, and the session is dead", async () => {
  await page.getByRole("button", { name: "Sign out here" }).click();
  await page.waitForURL(new URL("/", base).href);
  equal(await session_of(context), undefined, "the session's cookie");
  const answer = await fetch(new URL("/reader/account/", base), { redirect: "manual", headers: { cookie: `masthead=${first_session}` } });
  equal(answer.status, 303, "the old session's cookie, sent again");
});

await checks.check("signs in with the passkey alone, and is back where they were", async () => {
  await page.goto(new URL(`/reader/sign-in/?to=${encodeURIComponent(story)}`, base).href);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(new URL(story, base).href);
  const session = await session_of(context);
  holds(session && session !== first_session, "no new session");
  await page.goto(new URL("/reader/account/", base).href);
  equal(await page.locator("#name").inputValue(), "Reader 1000000", "whose account");
});

await checks.check("an answer of the authenticator works once", async () => {
  await page.getByRole("button", { name: "Sign out here" }).click();
  await page.waitForURL(new URL("/", base).href);
  await page.goto(new URL("/reader/sign-in/", base).href);
  const sent = page.waitForRequest(/\/reader\/passkey\/sign-in\/\?/);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  const body = (await sent).postData();
  await page.waitForURL(new URL("/", base).href);
  const again = await context.request.post(new URL("/reader/passkey/sign-in/", base).href, {
    data: body, headers: { "content-type": "application/json", accept: "application/json", origin: new URL(base).origin },
  });
  holds(again.status() >= 400 && again.status() < 500, `the same answer again: ${again.status()}`);
});

await checks.check("a device that did not verify its user, and a passkey that nobody knows, sign nobody in", async () => {
  const [credential] = await device.credentials();
  for (const trick of ["not verified", "another key"]) {
    const thief = await watched_page(browser, base);
    const stolen = await give_authenticator(thief, { isUserVerified: trick !== "not verified" });
    const { privateKey } = await globalThis.crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    const other = Buffer.from(await globalThis.crypto.subtle.exportKey("pkcs8", privateKey)).toString("base64");
    await stolen.put({ ...credential, signCount: 100, privateKey: trick === "another key" ? other : credential.privateKey });
    await thief.page.goto(new URL("/reader/sign-in/", base).href);
    await thief.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await thief.page.locator(".passkey [role=alert]").waitFor();
    equal(await session_of(thief.context), undefined, `session (${trick})`);
    await thief.context.close();
  }
});

await checks.check("a passkey that was removed signs nobody in", async () => {
  await page.goto(new URL("/reader/account/", base).href);
  await page.getByRole("button", { name: /^Remove the passkey/ }).click();
  await page.getByText("None yet.").waitFor();
  await page.getByRole("button", { name: "Sign out here" }).click();
  await page.waitForURL(new URL("/", base).href);
  await page.goto(new URL("/reader/sign-in/", base).href);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.locator(".passkey [role=alert]").waitFor();
  equal(await session_of(context), undefined, "session");
});

await checks.check("nothing was asked of another host", () => {
  equal(reader.asked, [], "other hosts");
  return eventually("the console is quiet", () => !reader.trouble.some((text) => /policy/.test(text)));
});

await browser.close();
checks.finish();
