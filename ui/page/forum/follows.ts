// What a reader follows of this page, and whose words on it are not for them.
import { post, type Problem } from "./net";
import { announce, type State } from "./state";
import { word } from "./words";

/// The link leads to a page that asks; with the script it is a button that does.
export function make_toggle(link: HTMLAnchorElement, follows: boolean): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.textContent = link.textContent;
  button.ariaPressed = String(follows);
  const { href } = link;
  button.addEventListener("click", () => {
    const wanted = button.ariaPressed !== "true";
    button.ariaPressed = String(wanted);
    post(href, { act: wanted ? "follow" : "unfollow" }).then(
      () => announce(word(wanted ? "followed" : "unfollowed")),
      (error: Problem) => {
        button.ariaPressed = String(!wanted);
        if (error.sign_in) location.assign(error.sign_in);
        else announce(error.message);
      },
    );
  });
  link.replaceWith(button);
}

function fold(article: HTMLElement, muted: boolean): void {
  const line = document.createElement("p");
  line.className = "gone apart";
  line.textContent = word(muted ? "muted_line" : "apart_line");
  article.hidden = true;
  article.before(line);
  if (!muted) return;
  const show = document.createElement("button");
  show.type = "button";
  show.className = "word";
  show.textContent = word("show");
  show.addEventListener("click", () => {
    line.remove();
    article.hidden = false;
    article.querySelector<HTMLElement>("a")?.focus();
  });
  line.append(" ", show);
}

export function fold_apart(known: State): void {
  const author_of = (article: Element) => /\/reader\/(\d+)\//.exec(article.querySelector(":scope > :is(h3, h4) > a")?.getAttribute("href") ?? "")?.[1] ?? "";
  for (const article of document.querySelectorAll<HTMLElement>(".c[id] > article")) {
    const author = author_of(article);
    if (known.apart?.blocked.includes(author)) fold(article, false);
    else if (known.apart?.muted.includes(author)) fold(article, true);
  }
}

export function start_follows(known: State): void {
  if (!known.reader || !known.follows) return;
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a.follow")) {
    const [, kind, id] = /\/following\/(\w+)\/(\d+)\//.exec(link.href) ?? [];
    if (kind === "story") make_toggle(link, known.follows.story);
    if (kind === "thread" && id) make_toggle(link, known.follows.threads.includes(id));
  }
  fold_apart(known);
}
