// The words below a comment: respect, share, reply, quote, and a moderator's hand.
import { add_own_links, open_composer } from "./composer";
import { start_follows } from "./follows";
import { post, Problem } from "./net";
import { announce, conversation, state, type State, story_url } from "./state";
import { word } from "./words";

const comment_of = (inside: Element) => inside.closest<HTMLElement>(".c[id]");
const id_of = (comment: HTMLElement) => comment.id.slice("comment-".length);
const author_of = (comment: HTMLElement) => comment.querySelector("h3, h4")?.firstElementChild?.textContent?.trim() ?? "";

async function give_respect(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector("button")!;
  const given = button.ariaPressed === "true";
  const before = button.textContent ?? "";
  const label = before.replace(/\s*\d+$/, "");
  const shown = Number(/\d+$/.exec(before)?.[0] ?? 0) + (given ? -1 : 1);
  show_respect(button, label, shown, !given);
  try {
    const answer = await post(form.action, given ? { take_back: "1" } : {});
    show_respect(button, label, answer.respect, answer.given);
    announce(word(answer.given ? "respect_given" : "respect_taken"));
  } catch (error) {
    button.textContent = before;
    button.ariaPressed = String(given);
    const problem = error as Problem;
    if (problem.sign_in) location.assign(problem.sign_in);
    else announce(problem.message);
  }
}
function show_respect(button: HTMLElement, label: string, count: number, given: boolean): void {
  button.textContent = count > 0 ? `${label} ${count}` : label;
  button.ariaPressed = String(given);
}

// The time of a comment is its permalink, where a thread can be followed without a script. With it
// these words come to each comment, and not a hundred times with the page.
function add_words(comment: HTMLElement): void {
  const permalink = comment.querySelector(":scope > article > p time")?.closest("a");
  const respect = comment.querySelector(":scope > article > .acts > .respect");
  if (!permalink || !respect) return;
  const add = (name: string, href: string) => {
    const link = document.createElement("a");
    link.className = name;
    link.href = href;
    link.textContent = word(name);
    respect.after(link);
  };
  add("share", permalink.href);
  // The heading of a thread's first comment says which it is.
  if (!comment.querySelector(":scope > article > h3") || respect.parentElement!.querySelector(".follow")) return;
  add("follow", `/following/thread/${id_of(comment)}/`);
}

async function share(link: HTMLAnchorElement): Promise<void> {
  if (navigator.share) return navigator.share({ url: link.href }).catch(() => undefined);
  await navigator.clipboard.writeText(link.href);
  announce(word("copied"));
  const before = link.textContent;
  link.textContent = word("copied");
  setTimeout(() => (link.textContent = before), 2000);
}

function on_click(event: MouseEvent): void {
  const target = event.target as Element;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = target.closest<HTMLAnchorElement>("a.reply, a.share");
  const comment = link && comment_of(link);
  if (!link || !comment) return;
  event.preventDefault();
  if (link.classList.contains("reply")) open_composer(id_of(comment), author_of(comment));
  else void share(link);
}

// A passage of the story or of a comment becomes a quote with one press beside it.
function offer_quote(): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quote-this";
  button.textContent = word("quote");
  button.hidden = true;
  document.body.append(button);
  let chosen = { text: "", of: "", parent: "", author: "" };
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    button.hidden = true;
    open_composer(chosen.parent, chosen.author, chosen.text, chosen.of);
  });
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const text = selection?.toString().trim() ?? "";
    const start = selection?.anchorNode?.parentElement;
    const comment = start && comment_of(start);
    const in_story = start?.closest("article .prose, article .body, .story-body");
    button.hidden = text.length < 3 || text.length > 500 || !(comment?.contains(selection!.focusNode) || in_story?.contains(selection!.focusNode));
    if (button.hidden) return;
    chosen = comment ? { text, of: id_of(comment), parent: id_of(comment), author: author_of(comment) } : { text, of: "story", parent: "", author: "" };
    const box = selection!.getRangeAt(0).getBoundingClientRect();
    button.style.insetBlockStart = `${box.bottom + scrollY + 6}px`;
    button.style.insetInlineStart = `${Math.max(8, Math.min(box.left + scrollX, innerWidth - 120))}px`;
  });
}

function moderator_button(text: string, act: () => Promise<void>): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", () => void act().catch((error: Problem) => announce(error.message)));
  return button;
}

function add_moderator_acts(comment: HTMLElement): void {
  const acts = comment.querySelector(":scope > article > .acts");
  const url = `${story_url}comments/${id_of(comment)}/moderate/`;
  const body = comment.querySelector<HTMLElement>(":scope > article > div:not(.acts)");
  if (!acts || !body || acts.querySelector(".moderate")) return;
  const button: HTMLButtonElement = moderator_button(word("remove"), async () => {
    const removed = button.dataset.removed === "1";
    await post(url, { action: removed ? "restore" : "remove", rule: "rules" });
    button.dataset.removed = removed ? "" : "1";
    button.textContent = word(removed ? "remove" : "undo");
    body.hidden = !removed;
    announce(word(removed ? "restored" : "removed"));
  });
  const record = document.createElement("a");
  record.href = url;
  record.className = "moderate";
  record.textContent = word("moderate");
  acts.append(button, record);
}

function add_conversation_acts(known: State): void {
  const bar = document.createElement("p");
  bar.className = "acts desk";
  const lead = (text: string, action: string) =>
    bar.append(moderator_button(text, async () => {
      await post(`${story_url}conversation/`, { action });
      announce(word("done"));
      location.reload();
    }));
  if (known.post.mode === "closed") lead(word("open"), "open");
  else {
    lead(word("close"), "close");
    lead(word("hold"), "hold_all");
  }
  conversation?.querySelector(".conv-head")?.append(bar);
}

function show_own(known: State): void {
  for (const own of known.own) {
    const item = document.getElementById(`comment-${own.id}`);
    if (item) add_own_links(item, `${story_url}comments/${own.id}/`, own.editable_until);
  }
  for (const id of known.respected) {
    const button = document.querySelector<HTMLElement>(`#comment-${id} > article form.respect button`);
    if (button) button.ariaPressed = "true";
  }
}

export async function start_acts(): Promise<void> {
  conversation?.addEventListener("click", on_click);
  conversation?.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("form.respect")) return;
    event.preventDefault();
    void give_respect(form);
  });
  offer_quote();
  document.querySelectorAll<HTMLElement>(".c[id]").forEach(add_words);
  // What the live script draws anew has lost what was put there.
  document.addEventListener("masthead:drawn", async (event) => {
    const drawn = (event as CustomEvent<HTMLElement[]>).detail;
    drawn.forEach(add_words);
    const now = await state().catch(() => undefined);
    if (now) show_own(now);
    if (now?.staff?.can.includes("moderate")) drawn.forEach(add_moderator_acts);
  });
  const known = await state().catch(() => undefined);
  if (!known) return;
  try {
    if (known.reader) localStorage.setItem("masthead-reader", "1");
    else localStorage.removeItem("masthead-reader");
  } catch {
    // see later.ts
  }
  show_own(known);
  start_follows(known);
  if (!known.staff?.can.includes("moderate")) return;
  document.querySelectorAll<HTMLElement>(".c[id]").forEach(add_moderator_acts);
  add_conversation_acts(known);
}
