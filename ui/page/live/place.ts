// Where things stand in the page: the conversation, its comments, and what belongs on this page.
export const conversation = document.querySelector<HTMLElement>("#conversation[data-story]");
export const story_id = conversation?.dataset.story ?? "";
/// "/harbour-strike/", of the story and of each page below it.
export const story_url = location.pathname.replace(/^(\/[^/]+\/).*/, "$1");
/// As many levels below its first comment as a page shows (limits::comment_depth_shown_max).
const levels_max = 6;

const sort = /sort=(\w+)/.exec(location.search)?.[1] ?? "newest";
/// A thread on a page of its own: its first comment is all the page is about.
export const is_thread_page = !conversation?.querySelector(".sorts");
export const oldest_first = sort === "oldest";

export const threads = () => conversation!.querySelector<HTMLElement>("ol.threads");
export const item = (id: string) => (id ? conversation!.querySelector<HTMLElement>(`#comment-${CSS.escape(id)}`) : null);
export const id_of = (comment: Element) => comment.id.slice("comment-".length);
/// The comment's own part, without the replies below it.
export const own_part = (comment: Element) => comment.querySelector<HTMLElement>(":scope > article, :scope > .gone");
export const comments_in = (within: Element) => [...within.querySelectorAll<HTMLElement>(".c[id]:not([data-gone])")];
export const parent_of = (comment: Element) => comment.parentElement!.closest<HTMLElement>(".c");

/// Whether replies to this comment stand on a page of their own.
export function is_deepest(comment: Element): boolean {
  let level = 0;
  for (let above = parent_of(comment); above; above = parent_of(above)) level++;
  return level >= levels_max;
}

/// New threads belong on this page: the first one, or the last where the oldest come first.
export const takes_threads = () => {
  if (is_thread_page) return false;
  const to = oldest_first ? "next" : "prev";
  return (sort === "newest" || oldest_first) && !conversation!.querySelector(`.pagination [rel~=${to}]`);
};

/// An answer or none: what is asked for on a line that hangs must not hold up what comes after it.
export const ask = (url: string) => fetch(url, { signal: AbortSignal.timeout(20_000) });

/// Of two ids or positions, digits both: below 0 where the first is smaller.
export const compare = (a: string, b: string) => a.length - b.length || (a < b ? -1 : Number(a > b));
