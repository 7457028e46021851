// The composer without reloads: the comment stands in its place at once and is taken back, words and
// all, where the server says no.
import * as drafts from "./drafts";
import { post, Problem } from "./net";
import { announce, conversation, renew_state, state, type State, story_url } from "./state";
import { word } from "./words";

const base = document.querySelector<HTMLFormElement>("form.composer");
const field = (form: HTMLFormElement, name: string) => form.elements.namedItem(name) as HTMLInputElement;
const text_of = (form: HTMLFormElement) => field(form, "text") as unknown as HTMLTextAreaElement;

export const is_enhanced = (form: HTMLFormElement) => form.dataset.live === "1";

/// Says what is wrong beside the field, as the server's own page would.
export function complain(form: HTMLFormElement, text: string): void {
  let place = form.querySelector<HTMLElement>(".err");
  if (!text) return place?.remove();
  if (!place) {
    place = document.createElement("p");
    place.className = "err";
    place.setAttribute("role", "alert");
    text_of(form).after(place);
  }
  place.textContent = text;
}

function item_of(name: string, html: string, note: string, level: string): HTMLLIElement {
  const item = document.createElement("li");
  item.className = "c";
  const article = document.createElement("article");
  article.tabIndex = -1;
  const heading = document.createElement(level);
  heading.textContent = name;
  const line = document.createElement("p");
  line.textContent = note;
  const body = document.createElement("div");
  body.dir = "auto";
  body.innerHTML = html; // what the server made of the words, or words put in as text below
  article.append(heading, " ", line, body);
  item.append(article);
  return item;
}

const as_paragraphs = (text: string) => {
  const box = document.createElement("div");
  for (const part of text.split(/\n{2,}/)) {
    const paragraph = document.createElement("p");
    paragraph.textContent = part;
    box.append(paragraph);
  }
  return box.innerHTML;
};

function list_for(parent: string): HTMLElement | null {
  if (!parent) {
    let list = conversation?.querySelector<HTMLElement>("ol.threads");
    if (!list && conversation) {
      list = document.createElement("ol");
      list.className = "threads";
      conversation.querySelector(".empty")?.replaceWith(list);
      conversation.querySelectorAll<HTMLElement>(".conv-head [hidden]").forEach((one) => (one.hidden = false));
    }
    return list ?? null;
  }
  const answered = document.getElementById(`comment-${parent}`);
  if (!answered) return null;
  let list = answered.querySelector<HTMLElement>(":scope > ol");
  if (!list) {
    list = document.createElement("ol");
    answered.append(list);
  }
  return list;
}

function put(parent: string, item: HTMLElement): void {
  const list = list_for(parent);
  if (parent) list?.append(item);
  else list?.prepend(item);
}

export function add_own_links(item: HTMLElement, url: string, editable_until: string | null): void {
  const article = item.querySelector(":scope > article");
  if (!article || article.querySelector(".mine")) return;
  let acts = article.querySelector<HTMLElement>(".acts");
  if (!acts) {
    acts = document.createElement("div");
    acts.className = "acts";
    article.append(acts);
  }
  const link = (text: string, href: string) => {
    const anchor = document.createElement("a");
    anchor.className = "mine";
    anchor.href = href;
    anchor.textContent = text;
    acts!.append(anchor);
    return anchor;
  };
  const left = editable_until ? Date.parse(editable_until) - Date.now() : 0;
  if (left > 0) {
    const edit = link(word("edit"), `${url}edit/`);
    setTimeout(() => edit.remove(), left);
  }
  link(word("del"), `${url}delete/`);
}

async function submit(form: HTMLFormElement): Promise<void> {
  const text = text_of(form);
  const words = text.value;
  const parent = field(form, "parent").value;
  const known: State = await state();
  complain(form, "");
  const item = item_of(known.reader?.name ?? word("you"), as_paragraphs(words), word("sending"), parent ? "h4" : "h3");
  item.classList.add("sending");
  if (known.reader) put(parent, item);
  const fields = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, String(v)]));
  fields.key ||= known.key;
  fields.started ||= known.started;
  try {
    const posted = await post(form.getAttribute("action") ?? "", fields);
    show_posted(item, posted, known, parent);
    drafts.forget(parent);
    text.value = "";
    for (const name of ["key", "started"]) field(form, name).value = "";
    if (form !== base) form.remove();
    void renew_state();
  } catch (error) {
    item.remove();
    tell_posted("");
    text.value = words;
    const problem = error as Problem;
    if (problem.sign_in) {
      drafts.forget(parent); // the server has kept the words, and gives them back after signing in
      return location.assign(problem.sign_in);
    }
    complain(form, problem.message);
    text.focus();
  }
}

// The live script must not offer this reader's own words to them as new.
const tell_posted = (id: string) => document.dispatchEvent(new CustomEvent("masthead:posted", { detail: id }));

function show_posted(item: HTMLElement, posted: Record<string, any>, known: State, parent: string): void {
  const held = posted.state === "held";
  const fresh = item_of(known.reader?.name ?? word("you"), String(posted.html), held ? `${word("held")}: ${posted.reason}` : "", parent ? "h4" : "h3");
  fresh.id = `comment-${posted.id}`;
  if (held) fresh.classList.add("held");
  item.replaceWith(fresh);
  tell_posted(held ? "" : String(posted.id));
  add_own_links(fresh, `${story_url}comments/${posted.id}/`, posted.editable_until);
  fresh.querySelector("article")?.focus();
  announce(held ? String(posted.reason) : word("posted"));
}

async function preview(form: HTMLFormElement): Promise<void> {
  let place = form.querySelector<HTMLElement>(".preview");
  try {
    const answer = await post("/comments/preview/", { text: text_of(form).value });
    if (!place) {
      place = document.createElement("div");
      place.className = "preview words";
      place.tabIndex = -1;
      place.setAttribute("aria-label", word("preview"));
      place.setAttribute("role", "region");
      form.querySelector(".acts")?.before(place);
    }
    place.innerHTML = String(answer.html); // sanitised by the server, as every comment is
    place.focus();
  } catch (error) {
    complain(form, (error as Problem).message);
  }
}

export function enhance(form: HTMLFormElement): void {
  if (is_enhanced(form)) return;
  form.dataset.live = "1";
  const text = text_of(form);
  const parent = field(form, "parent").value;
  if (!text.value && drafts.kept(parent)) {
    text.value = drafts.kept(parent);
    announce(word("restored_draft"));
  }
  text.addEventListener("input", () => drafts.keep(parent, text.value));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const button = event.submitter as HTMLButtonElement | null;
    await (button?.name === "preview" ? preview(form) : submit(form));
    busy = false;
  });
  void state().then((known) => {
    if (!text.value && known.draft && (known.draft.parent ?? "") === parent) text.value = known.draft.text;
    if (!known.post.open && known.post.words) complain(form, known.post.words);
  }, () => undefined);
}

/// A composer below a comment; the page's own for a thread.
export function open_composer(parent: string, author: string, quote = "", quote_of = ""): void {
  if (!base) return;
  let form = base;
  const answered = document.getElementById(`comment-${parent}`);
  if (parent && answered) {
    const there = answered.querySelector<HTMLFormElement>(":scope > form.composer");
    form = there ?? (base.cloneNode(true) as HTMLFormElement);
    if (!there) prepare_reply(form, parent, author, answered);
  }
  if (quote) put_quote(form, quote, quote_of);
  enhance(form);
  text_of(form).focus();
}

function prepare_reply(form: HTMLFormElement, parent: string, author: string, answered: HTMLElement): void {
  form.id = `composer-${parent}`;
  delete form.dataset.live;
  form.querySelectorAll(".err, .q, .preview").forEach((one) => one.remove());
  for (const one of form.querySelectorAll<HTMLElement>("[id]")) one.id += `-${parent}`;
  const text = text_of(form);
  text.value = "";
  field(form, "parent").value = parent;
  for (const name of ["key", "started"]) field(form, name).value = "";
  const label = form.querySelector("label");
  if (label) {
    label.htmlFor = text.id;
    label.textContent = `${word("answer")} ${author}`;
  }
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "word";
  cancel.textContent = word("cancel");
  cancel.addEventListener("click", () => {
    form.remove();
    answered.querySelector<HTMLElement>(":scope > article .reply")?.focus();
  });
  form.querySelector(".acts")?.append(cancel);
  answered.querySelector(":scope > article")?.after(form);
}

function put_quote(form: HTMLFormElement, quote: string, quote_of: string): void {
  form.querySelectorAll(".q, [name=quote], [name=quote_of]").forEach((one) => one.remove());
  const block = document.createElement("blockquote");
  block.className = "q";
  block.textContent = quote;
  text_of(form).before(block);
  for (const [name, value] of [["quote", quote], ["quote_of", quote_of]]) {
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = name!;
    hidden.value = value!;
    form.append(hidden);
  }
}
