// On pages about a reader, an author, a section, a topic: the way to follow them becomes a button. On
// one's own page of the new: how far one has seen moves along while reading.
import { make_toggle } from "./forum/follows";
import { get, post } from "./forum/net";
import { word } from "./forum/words";

async function start_toggle(link: HTMLAnchorElement): Promise<void> {
  const standing = await get(link.href).catch(() => undefined);
  if (!standing) return;
  if (standing.own) {
    document.querySelector("a.away")?.remove();
    return link.remove();
  }
  const history = document.querySelector<HTMLElement>("[data-history]");
  if (history && (standing.apart || standing.muted)) {
    const line = document.createElement("p");
    line.className = "gone";
    line.textContent = word(standing.apart ? "apart_line" : "muted_line");
    history.replaceWith(line);
  }
  if (!standing.apart) make_toggle(link, standing.following);
}

// Seen is what has stood on the screen: all new comments, once the last of them has.
function mark_when_seen(form: HTMLFormElement): void {
  const last = [...document.querySelectorAll(".feed > .new")].pop();
  if (!last) return;
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    const upto = form.querySelector<HTMLInputElement>("[name=upto]")!.value;
    void post(form.action, { upto }).then(() => (form.hidden = true), () => undefined);
  }, { threshold: 0.5 });
  watcher.observe(last);
}

for (const link of document.querySelectorAll<HTMLAnchorElement>("a.follow")) void start_toggle(link);
const seen = document.querySelector<HTMLFormElement>("form.seen");
if (seen) mark_when_seen(seen);
