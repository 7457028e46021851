// Whether a page that has followed a conversation equals one loaded afresh.

// Runs in the page. What only scripts put there (folds, marks of what is new, buttons, the word Share) is left out, and so
// is the line at the place of a comment that a fresh page no longer has.
function compare_with(fresh_html) {
  const fresh = new DOMParser().parseFromString(fresh_html, "text/html").querySelector("#conversation");
  const live = document.querySelector("#conversation").cloneNode(true);
  for (const root of [live, fresh]) {
    root.querySelectorAll(".fold, .news, .fresh, .keys, .share").forEach((one) => one.remove());
    root.querySelectorAll("[tabindex]").forEach((one) => one.removeAttribute("tabindex"));
    for (const gone of root.querySelectorAll("[data-gone]")) gone.remove();
  }
  const text = (element) => element?.outerHTML.replace(/\s+/g, " ").replace(/> </g, "><") ?? "";
  const own = (comment) => text(comment.querySelector(":scope > article, :scope > .gone"));
  const parent = (comment) => comment.parentElement.closest(".c")?.id ?? "";
  const ids = (root) => [...root.querySelectorAll(".c[id]")].map((one) => one.id);
  const replies_of = (thread) => thread.querySelectorAll(".c").length
    + [...thread.querySelectorAll(".more")].reduce((sum, one) => sum + Number(/\d+/.exec(one.textContent)?.[0] ?? 0), 0);
  const differences = [];
  const same = (what, a, b) => a === b || differences.push(`${what}:\n      live  ${a}\n      fresh ${b}`);

  same("head", text(live.querySelector(".conv-head")), text(fresh.querySelector(".conv-head")));
  same("pages", text(live.querySelector(".pagination")), text(fresh.querySelector(".pagination")));
  const fresh_ids = ids(fresh);
  same("order", ids(live).filter((id) => fresh_ids.includes(id)).join(" "), fresh_ids.join(" "));
  for (const id of fresh_ids) {
    const [a, b] = [live, fresh].map((root) => root.querySelector(`#${id}`));
    if (!a) continue;
    same(`parent of ${id}`, parent(a), parent(b));
    same(`words of ${id}`, own(a), own(b));
    same(`class of ${id}`, a.className.trim(), b.className.trim());
    if (!parent(b)) same(`replies of ${id}`, replies_of(a), replies_of(b));
  }
  // A fresh page leaves some replies to a page of their own; one that followed may have shown them.
  for (const id of ids(live).filter((one) => !fresh_ids.includes(one))) {
    const thread = [...live.querySelectorAll(".threads > .c")].find((one) => one.querySelector(`#${id}`));
    const there = thread && fresh.querySelector(`#${thread.id}`);
    if (!there?.querySelector(".more")) differences.push(`only in the live page: ${id}`);
  }
  return differences;
}

const pressed = (page) => page.evaluate(() => {
  const button = document.querySelector(".c > .news button, li.news button");
  button?.click();
  return button !== null;
});

/// Presses what there is to press until the page equals a fresh one; the differences that remain.
export async function settle(page, server, position, patience_ms = 30_000) {
  const url = new URL(page.url());
  const path = `${url.pathname}?since=${position}`;
  const until = Date.now() + patience_ms;
  for (let pause_ms = 20; ; pause_ms = Math.min(400, pause_ms * 1.5)) {
    const fresh = await (await fetch(new URL(path, server))).text();
    const found = (await pressed(page)) ? ["a button"] : await page.evaluate(compare_with, fresh);
    if (!found.length || Date.now() > until) return found;
    await new Promise((done) => setTimeout(done, pause_ms));
  }
}
