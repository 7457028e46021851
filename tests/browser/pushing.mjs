// A reader switches messages to this device on and off; the worker shows what comes, and a click
// leads there. Chromium without a window has no push service: the browser's own subscription is
// played, all else is real (permission, worker, the newsroom's answers).
//   node pushing.mjs http://127.0.0.1:PORT STORY P256DH [FOLDER]     pictures go into the folder
import { join } from "node:path";

import { eventually, page_of, violations } from "./people.mjs";
import { Checks, equal, holds, launch } from "./support.mjs";

const [base, story, point, pictures] = process.argv.slice(2);
const choices = new URL("/reader/account/notifications/", base).href;
const checks = new Checks();
const browser = await launch();

// What the browser would keep: here in the page's storage, so that it is there after a reload.
function play_push_service(point) {
  const subscription = (kept) => ({
    ...kept,
    toJSON: () => ({ endpoint: kept.endpoint, expirationTime: null, keys: { p256dh: point, auth: "BTBZMqHH6r4Tts7J_aSIgg" } }),
    unsubscribe: async () => localStorage.removeItem("played-push") ?? true,
  });
  PushManager.prototype.getSubscription = async () => {
    const kept = localStorage.getItem("played-push");
    return kept && subscription(JSON.parse(kept));
  };
  PushManager.prototype.subscribe = async (options) => {
    const key = new Uint8Array(options.applicationServerKey);
    if (!options.userVisibleOnly || key.length !== 65 || key[0] !== 4) throw new TypeError("no key of an application server");
    const kept = { endpoint: `https://push.example/send/${crypto.randomUUID()}` };
    localStorage.setItem("played-push", JSON.stringify(kept));
    return subscription(kept);
  };
}

async function reader(place, { played = true } = {}) {
  const seen = await page_of(browser, base, place);
  if (played) await seen.context.addInitScript(play_push_service, point);
  return seen;
}

const shown = (page) => page.locator("[data-push-is]:visible").first().getAttribute("data-push-is");
const state = (page, wanted) => eventually(`the state ${wanted}`, async () => (await shown(page)) === wanted);
const picture = (page, name) => pictures && page.screenshot({ path: join(pictures, `push-${name}.png`), fullPage: true });

const one = await reader(0);
const { page, context } = one;

await checks.check("nothing is asked before a click", async () => {
  await context.addInitScript(() => {
    globalThis.__asked = 0;
    const ask = Notification.requestPermission.bind(Notification);
    Notification.requestPermission = () => (globalThis.__asked++, ask());
  });
  await context.grantPermissions(["notifications"], { origin: new URL(base).origin });
  await page.goto(choices);
  await state(page, "off");
  equal(await page.evaluate(() => globalThis.__asked), 0, "questions before a click");
  equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0, "workers before a click");
  equal(await violations(page), [], "axe");
  await picture(page, "off");
});

await checks.check("a click switches it on, also after a reload", async () => {
  await page.getByRole("button", { name: "Send messages to this device" }).click();
  await state(page, "on");
  await page.reload();
  await state(page, "on");
  holds(await page.getByText("Messages go to 1 of your browsers").isVisible(), "the page counts one browser");
  equal(await page.evaluate(async () => (await navigator.serviceWorker.ready).active.scriptURL), new URL("/push-worker.js", base).href, "the worker");
  equal(await page.evaluate(async () => (await navigator.serviceWorker.ready).scope), new URL("/", base).href, "its scope");
  equal(await violations(page), [], "axe");
  await picture(page, "on");
});

await checks.check("the worker shows what comes, a second of one kind in the place of the first", async () => {
  const cdp = await context.newCDPSession(page);
  const registrations = [];
  cdp.on("ServiceWorker.workerRegistrationUpdated", (event) => registrations.push(...event.registrations));
  await cdp.send("ServiceWorker.enable");
  const { registrationId } = await eventually("a registration", () => registrations[0]);
  const deliver = (data) => cdp.send("ServiceWorker.deliverPushMessage", { origin: new URL(base).origin, registrationId, data });
  const notifications = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data }));
    });
  const told = { title: "Bo answered your comment", body: "First", url: "/notifications/42/", page: `${story}comments/7/`, tag: "reply-7", lang: "en", dir: "ltr" };
  await deliver(JSON.stringify(told));
  await eventually("it is shown", async () => (await notifications()).length === 1);
  await deliver(JSON.stringify({ ...told, body: "Second", url: "https://evil.example/x" }));
  await eventually("the second takes its place", async () => (await notifications())[0]?.body === "Second");
  equal((await notifications()).map((one) => [one.title, one.tag, one.data]),
    [["Bo answered your comment", "reply-7", { url: "/notifications/", page: `${story}comments/7/` }]], "what is shown");
  await deliver("no JSON");
  await eventually("something is shown for what cannot be read", async () => (await notifications()).length === 2);
});

await checks.check("a click switches it off, and the newsroom has forgotten the browser", async () => {
  await page.getByRole("button", { name: "Send nothing to this device" }).click();
  await state(page, "off");
  await page.reload();
  await state(page, "off");
  equal(await page.getByText("of your browsers").count(), 0, "browsers that are counted");
  equal(await page.evaluate(() => localStorage.getItem("played-push")), null, "the browser's own subscription");
});

await checks.check("signing out and in again leaves nothing switched on", async () => {
  await page.getByRole("button", { name: "Send messages to this device" }).click();
  await state(page, "on");
  await context.clearCookies();
  const value = String(1).padStart(43, "0");
  await context.addCookies([{ name: "masthead", value, url: base, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(choices);
  await state(page, "off");
});

await checks.check("who has said no is told what to do", async () => {
  const two = await reader(2);
  await two.context.addInitScript(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
  await two.page.goto(choices);
  await state(two.page, "denied");
  await picture(two.page, "denied");
  equal(two.trouble, [], "trouble");
});

await checks.check("a browser that cannot do it says so", async () => {
  const three = await reader(3, { played: false });
  await three.context.addInitScript(() => delete globalThis.PushManager);
  await three.page.goto(choices);
  await state(three.page, "unsupported");
  equal(three.trouble, [], "trouble");
});

await checks.check("without scripts the page says what is missing, and switches all off by a form", async () => {
  const plain = await page_of(browser, base, 1, { javaScriptEnabled: false });
  await plain.page.goto(choices);
  equal(await shown(plain.page), "scripts", "the state");
});

await checks.check("nothing went wrong on the way", async () => {
  equal(one.trouble, [], "trouble");
  equal(one.asked, [], "requests to others");
});

await browser.close();
checks.finish();
