// New replies are announced politely, at most once a minute, and never while nobody looks.
import { new_comments, new_replies } from "./words";

const pause_ms = 60_000;
const counts = { replies: 0, comments: 0 };
let last = -pause_ms;
let timer = 0;

const place = document.createElement("p");
place.className = "sr";
place.setAttribute("role", "status");
document.body.append(place);

function say(): void {
  timer = 0;
  if (document.visibilityState === "hidden") return;
  const parts = [counts.comments && new_comments(counts.comments), counts.replies && new_replies(counts.replies)];
  place.textContent = parts.filter(Boolean).join(", ");
  counts.comments = counts.replies = 0;
  last = Date.now();
}

export function announce_later(what: keyof typeof counts): void {
  counts[what]++;
  timer ||= setTimeout(say, Math.max(1000, last + pause_ms - Date.now())) as unknown as number;
}
document.addEventListener("visibilitychange", () => {
  if (counts.comments + counts.replies) timer ||= setTimeout(say, 1000) as unknown as number;
});
