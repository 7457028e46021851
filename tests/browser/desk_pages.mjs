// Every page of the desk, as accessibility rules see it: phone and desktop, light and dark, and at 320
// pixels; nobody needs to scroll sideways, and nothing breaks a rule of the page's own.
//   node desk_pages.mjs BASE STORY INVITATION UNUSED_INVITATION [SCREENSHOTS]
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { one_time_code, page_of, violations } from "./people.mjs";
import { Checks, equal, holds, launch, watched_page } from "./support.mjs";

const [base, story, invitation, unused_invitation, pictures] = process.argv.slice(2);
const checks = new Checks();
const browser = await launch();
const at = (path) => new URL(path, base).href;
const origin = new URL(base).origin;

async function send(context, path, fields) {
  const answer = await context.request.post(at(path), { form: fields, maxRedirects: 0, headers: { origin, accept: "application/json" } });
  holds(answer.status() < 400, `${path}: ${answer.status()}`);
  return answer.json().catch(() => ({}));
}

async function come_in() {
  const { page, context } = await watched_page(browser, base);
  await page.goto(at(invitation));
  await page.locator("#password").fill("seven quiet harbours");
  await page.locator("#code").fill(one_time_code(await page.locator("code.secret").innerText()));
  await page.locator("form.form button.button").click();
  await page.locator(".codes").waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

// What the pages are about: held, reported and new comments, decisions, a ban, a review, a notice.
async function furnish(staff) {
  const readers = await Promise.all([0, 1, 2, 3].map((place) => page_of(browser, base, place)));
  const post = async (place, text, more = {}) => (await send(readers[place].context, `${story}comments/`, { text, ...more })).id;
  const held = await post(0, "The keeper of the weir has asked for a new gauge since spring.\n\n> Nobody looked at it.\n\n**So it goes.**", { website: "x" });
  const rejected = await post(1, "Whoever wrote this cannot tell a pump from a bucket.", { website: "x" });
  const reported = await post(2, "The engineer lives in the red house behind the mill.");
  await send(readers[3].context, `${story}comments/${reported}/report/`, { reason: "private_data", words: "That is where she lives." });
  await send(readers[3].context, "/notice/", {
    place: at(`${story}comments/${reported}/`), why: "It says where a witness lives.", name: "Ann Ley", mail: "ann@post.example", good_faith: "1",
  });
  const desk = await browser.newContext({ storageState: staff });
  await send(desk, `/desk/moderation/${rejected}/`, { action: "reject", rule: "Insult or harassment", words: "Say what is wrong." });
  const account = await readers[1].context.request.get(at("/reader/account/"));
  const decision = (await account.text()).match(/decisions\/(\d+)\/review/)[1];
  await send(readers[1].context, `/reader/account/decisions/${decision}/review/`, { words: "It was a joke among neighbours." });
  await send(desk, "/desk/readers/1000001/", { action: "ban", days: "7", ground: "Insult or harassment", words: "Take a week.", note: "Second time." });
  await send(desk, "/desk/rules/", { list: "banned", action: "add", patterns: "buckethead\nfool* # mild", language: "en" });
  for (const reader of readers) await reader.context.close();
  const notice = (await (await desk.request.get(at("/desk/notices/"))).text()).match(/\/desk\/notices\/\d+\//)[0];
  await desk.close();
  return { held, rejected, reported, notice };
}

const staff = await come_in();
const { held, rejected, notice } = await furnish(staff);
const pages = {
  front: "/desk/", held: "/desk/moderation/", reported: "/desk/moderation/?queue=reported", "new-readers": "/desk/moderation/?queue=new",
  done: `/desk/moderation/?queue=held&done=rejected&comment=${rejected}&undo=restore`, comment: `/desk/moderation/${held}/`, decided: `/desk/moderation/${rejected}/`,
  reader: "/desk/readers/1000001/", "ban-network": `/desk/bans/?comment=${held}`, bans: "/desk/bans/", notices: "/desk/notices/", notice,
  reviews: "/desk/reviews/", rules: "/desk/rules/?list=banned", "rules-domains": "/desk/rules/?list=domains", wording: "/desk/wording/", staff: "/desk/staff/", account: "/desk/account/",
};
const guest_pages = { "sign-in": "/desk/sign-in/", invitation: unused_invitation, "invitation-gone": invitation };

async function look_at(seen, name) {
  if (seen.page.viewportSize().width > 320) equal(await violations(seen.page), [], "axe");
  equal(await seen.page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0, "pixels beyond the edge");
  equal(seen.trouble.filter((text) => !/status of 4\d\d/.test(text)), [], "console");
  equal(seen.asked, [], "other hosts");
  equal(await seen.page.locator("h1").count(), 1, "headlines");
  if (pictures) await seen.page.screenshot({ path: join(pictures, `desk-${name}.png`), fullPage: true });
}

if (pictures) mkdirSync(pictures, { recursive: true });
for (const width of [320, 390, 1280]) {
  for (const colorScheme of width === 320 ? ["light"] : ["light", "dark"]) {
    const options = { viewport: { width, height: 900 }, colorScheme };
    const guest = await watched_page(browser, base, options);
    const member = await watched_page(browser, base, { ...options, storageState: staff });
    for (const [seen, all] of [[guest, guest_pages], [member, pages]]) {
      for (const [name, path] of Object.entries(all)) {
        await checks.check(`${name} at ${width}, ${colorScheme}`, async () => {
          seen.trouble.length = seen.asked.length = 0;
          await seen.page.goto(at(path), { waitUntil: "load" });
          equal(new URL(seen.page.url()).pathname, new URL(at(path)).pathname, "the page");
          await look_at(seen, `${name}-${width}-${colorScheme}`);
        });
      }
    }
    await checks.check(`an opened rejection at ${width}, ${colorScheme}`, async () => {
      await member.page.goto(at("/desk/moderation/"));
      await member.page.locator("details summary").first().click();
      await look_at(member, `rejecting-${width}-${colorScheme}`);
    });
    await guest.context.close();
    await member.context.close();
  }
}

await browser.close();
checks.finish();
