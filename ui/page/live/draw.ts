// Puts what has happened into the page without moving what is being read: words are replaced in place,
// counters change, and new comments wait behind a button that lies on the hairline.
import { deeper, respect, replies_of, stale, told, waiting } from "./news";
import { ask, comments_in, compare, conversation, id_of, is_thread_page, item, oldest_first, own_part, parent_of, story_url, threads } from "./place";
import { comments_in_all, new_comments, new_replies, word, Word } from "./words";

const ids_max = 50; // the server's limit

function changed_html(html: string): Map<string, HTMLElement> {
  const box = document.createElement("template");
  box.innerHTML = html; // drawn by the server, as the page was
  return new Map([...box.content.querySelectorAll<HTMLElement>(".c[id]")].map((one) => [id_of(one), one]));
}

/// The comments as they stand in a fresh page; absent ones are listed no longer.
async function fetch_comments(ids: string[]): Promise<Map<string, HTMLElement>> {
  const found = new Map<string, HTMLElement>();
  const sorted = [...ids].sort(compare);
  for (let at = 0; at < sorted.length; at += ids_max) {
    const answer = await ask(`${story_url}comments/changed/?ids=${sorted.slice(at, at + ids_max)}&since=${told.position}`);
    if (!answer.ok) throw answer;
    for (const [id, comment] of changed_html(await answer.text())) found.set(id, comment);
  }
  return found;
}

/// Other scripts put their own things back onto what was drawn anew: folds, links to edit.
const tell_drawn = (comments: HTMLElement[]) =>
  document.dispatchEvent(new CustomEvent("masthead:drawn", { detail: comments }));

function replace_own_part(comment: HTMLElement, fresh: HTMLElement | undefined): void {
  const old = own_part(comment);
  let part = fresh && own_part(fresh);
  if (!part) {
    part = document.createElement("p");
    part.className = "gone";
    part.textContent = word(Word.gone);
  }
  comment.toggleAttribute("data-gone", !fresh);
  comment.classList.toggle("pick", fresh?.classList.contains("pick"));
  const had_focus = old?.contains(document.activeElement);
  old?.replaceWith(part);
  if (had_focus) focus_on(comment);
}

export function focus_on(comment: HTMLElement): void {
  const part = own_part(comment);
  if (!part) return;
  part.tabIndex = -1;
  part.focus();
}

/// Edits, marks, removals and what comes back: in place.
async function draw_stale(): Promise<void> {
  const ids = [...stale].filter(item);
  if (!ids.length) return;
  // What happens to them from here on makes them stale again.
  ids.forEach((id) => stale.delete(id));
  const found = await fetch_comments(ids).catch((error) => {
    ids.forEach((id) => stale.add(id));
    throw error;
  });
  const drawn: HTMLElement[] = [];
  for (const id of ids) {
    const comment = item(id);
    // A moderator who has just removed it here keeps the button that takes this back.
    if (!comment || comment.querySelector(":scope > article [data-removed='1']")) continue;
    replace_own_part(comment, found.get(id));
    drawn.push(comment);
  }
  tell_drawn(drawn);
}

function draw_respect(): void {
  for (const [id, count] of respect) {
    const button = item(id)?.querySelector<HTMLElement>(":scope > article form.respect button");
    if (button) button.textContent = button.textContent!.trim().replace(/\s*\d*$/, count > 0 ? ` ${count}` : "");
    if (!waiting.has(id)) respect.delete(id);
  }
}

/// The child of that class, made and put there where it is missing.
function child_of(parent: Element, tag: string, name: string, put = (fresh: HTMLElement) => parent.append(fresh)): HTMLElement {
  let child = parent.querySelector<HTMLElement>(`:scope > .${name}`);
  if (!child) {
    child = document.createElement(tag);
    child.className = name;
    put(child);
  }
  return child;
}

const number_in = (element: Element) => Number(/\d+/.exec(element.textContent ?? "")?.[0] ?? 0);

function link_to_replies(comment: HTMLElement, words: string): void {
  const link = document.createElement("a");
  link.rel = "nofollow";
  link.href = `${story_url}comments/${id_of(comment)}/replies/`;
  link.textContent = words;
  child_of(comment, "p", "more").replaceChildren(link);
}

/// "Show 3 more replies": those of the thread that neither stand here nor wait.
function draw_more(thread: HTMLElement, replies: number): void {
  const inner = [...thread.querySelectorAll(":scope .c .more")].map(number_in);
  const waits = [...waiting.values()].filter((one) => one.thread === id_of(thread)).length;
  const left = inner.reduce((sum, one) => sum - one, replies - comments_in(thread).length - waits);
  if (left > 0) link_to_replies(thread, word(Word.more, left));
  else thread.querySelector(":scope > .more")?.remove();
}

/// The comments of the thread that the page is about; nothing where the page cannot know.
function count_on_thread_page(): number | undefined {
  if (!conversation!.querySelector(".pagination")) return comments_in(threads()!).length + waiting.size;
  const replies = replies_of.get(id_of(comments_in(threads()!)[0]!));
  return replies && replies + 1;
}

function draw_counts(): void {
  if (told.count < 0) return;
  const count = is_thread_page ? count_on_thread_page() : told.count;
  const places = is_thread_page ? ".conv-head .n" : ".conv-head .n, .byline .count";
  for (const place of document.querySelectorAll(count === undefined ? "_" : places)) place.textContent = comments_in_all(count!);
  for (const id of deeper) link_to_replies(item(id)!, word(Word.further));
  for (const [id, replies] of is_thread_page ? [] : replies_of) {
    const thread = item(id);
    if (thread) draw_more(thread, replies);
  }
}

function button_in(place: HTMLElement, text: string, press: () => void): void {
  let button = place.querySelector<HTMLButtonElement>("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    place.append(button);
  }
  if (button.textContent !== text) button.textContent = text;
  button.onclick = press;
}

function place_for_threads(): HTMLElement {
  const list = child_of(conversation!, "ol", "threads", (fresh) => conversation!.querySelector(".empty")!.after(fresh));
  return child_of(list, "li", "news", (fresh) => (oldest_first ? list.append(fresh) : list.prepend(fresh)));
}

/// The comment of this page at whose end a thread's new replies are offered.
const shown_root = (thread: string) => item(thread) ?? (is_thread_page ? threads()!.querySelector<HTMLElement>(".c") : null);

function draw_buttons(): void {
  // Words of this reader that are on their way would be offered to them as news.
  if (conversation!.querySelector(".sending")) return;
  const groups = new Map<HTMLElement, string[]>();
  const fresh_threads: string[] = [];
  for (const [id, place] of waiting) {
    if (item(id)) waiting.delete(id);
    else if (!place.parent) fresh_threads.push(id);
    else {
      const root = shown_root(place.thread);
      if (root) groups.set(root, [...(groups.get(root) ?? []), id]);
    }
  }
  for (const old of conversation!.querySelectorAll<HTMLElement>(".threads .news"))
    if (!(old.matches("li") ? fresh_threads.length : groups.has(old.parentElement!))) old.remove();
  if (fresh_threads.length) button_in(place_for_threads(), new_comments(fresh_threads.length), () => void show(fresh_threads));
  for (const [root, ids] of groups) button_in(child_of(root, "p", "news"), new_replies(ids.length), () => void show(ids));
}

function draw_moved_on(): void {
  if (!told.moved_on) return;
  const place = child_of(conversation!, "p", "news", (fresh) => conversation!.firstElementChild!.after(fresh));
  button_in(place, word(Word.moved), () => location.reload());
}

function list_under(parent: string): HTMLElement | null {
  if (!parent) return threads();
  const answered = item(parent);
  if (!answered) return null;
  let list = answered.querySelector<HTMLElement>(":scope > ol");
  if (!list) {
    list = document.createElement("ol");
    const own_last = answered.querySelector(":scope > form.composer") ?? own_part(answered);
    if (own_last) own_last.after(list);
    else answered.append(list);
  }
  return list;
}

const time_of = (comment: HTMLElement) =>
  Date.parse(comment.querySelector<HTMLTimeElement>(":scope > article > p time")?.dateTime ?? "");

/// Before which of the comments in a list the fresh one stands: by time, by id within a minute.
function successor(list: HTMLElement, fresh: HTMLElement, newest_first: boolean): Element | null {
  const time = time_of(fresh);
  const is_later = (other: HTMLElement) => {
    const apart = time_of(other) - time; // not a number where the other has lost its time
    return (apart || compare(id_of(other), id_of(fresh))) > 0;
  };
  const others = [...list.children].filter((one): one is HTMLElement => one.matches(".c[id]"));
  return others.find((other) => is_later(other) !== newest_first) ?? null;
}

function insert(fresh: HTMLElement, parent: string): boolean {
  const list = list_under(parent);
  if (!list) return false;
  list.insertBefore(fresh, successor(list, fresh, !parent && !oldest_first));
  const mark = document.createElement("b");
  mark.className = "fresh";
  mark.textContent = word(Word.fresh);
  fresh.querySelector(":scope > article > p")?.prepend(mark, " ");
  return true;
}

function insert_all(ids: string[], found: Map<string, HTMLElement>): HTMLElement[] {
  const drawn: HTMLElement[] = [];
  for (const id of [...ids].sort(compare)) {
    const place = waiting.get(id);
    const fresh = found.get(id);
    waiting.delete(id);
    if (place && fresh && !item(id) && insert(fresh, place.parent)) drawn.push(fresh);
  }
  return drawn;
}

/// A press: what waits at this place is shown, marked, and the first of it takes the focus.
async function show(ids: string[]): Promise<void> {
  ids.forEach((id) => stale.delete(id));
  const found = await fetch_comments(ids).catch(() => undefined);
  if (!found) return; // the button stays, and a press tries again
  conversation!.querySelectorAll(".fresh").forEach((one) => one.remove());
  const drawn = insert_all(ids, found);
  if (threads()?.querySelector(".c")) {
    conversation!.querySelector(".empty")?.remove();
    conversation!.querySelectorAll<HTMLElement>(".conv-head [hidden]").forEach((one) => (one.hidden = false));
  }
  tell_drawn(drawn);
  void draw();
  const first = comments_in(conversation!).find((one) => drawn.includes(one));
  if (first) focus_on(first);
}

let drawing = false;
let again = false;

/// Draws what waits to be drawn, one drawing after another, and only while somebody looks.
export async function draw(): Promise<void> {
  if (document.visibilityState === "hidden") return;
  again = drawing;
  if (drawing) return;
  drawing = true;
  await draw_stale().catch(() => undefined); // tried again with what happens next
  draw_respect();
  draw_counts();
  draw_buttons();
  draw_moved_on();
  drawing = false;
  if (again) void draw();
}
