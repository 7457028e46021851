// The conversation as it goes on, and the bell: loaded when it comes near, see later.ts.
import { draw } from "./draw";
import { apply, stale, told, waiting, type Frame } from "./news";
import { ask, conversation, item, story_id } from "./place";
import { share_stream } from "./tabs";

function ring(unread: number): void {
  for (const bell of document.querySelectorAll<HTMLElement>("[data-bell]")) {
    bell.textContent = unread > 99 ? "99+" : String(unread);
    bell.hidden = unread === 0;
  }
}

async function catch_up(since: string): Promise<void> {
  const answer = await ask(`/api/v1/stories/${story_id}/changes?after=${since}`);
  if (answer.ok) apply(await answer.json());
  else told.moved_on = true;
  await draw();
}

function hear(type: string, data: string): void {
  const frame = JSON.parse(data);
  if (type === "bell") return ring(frame.unread);
  if (type !== "story" || frame.story !== story_id) return;
  apply(frame as Frame);
  void draw();
}

/// What this reader posts stands in its place before the stream tells of it; then as all see it.
function take_own(id: string): void {
  waiting.delete(id);
  if (id && item(id)) stale.add(id);
  void draw();
}

function start(story: string): void {
  told.position = conversation?.dataset.position ?? "";
  share_stream({ story, at: told.position, bell: is_reader }, { hear, catch_up });
  document.addEventListener("visibilitychange", () => void draw());
  document.addEventListener("masthead:posted", (event) => take_own((event as CustomEvent<string>).detail));
}

// Known to page.js, which loads this. A guest's stream has no bell and waits for the conversation.
const is_reader = document.currentScript?.dataset.reader !== undefined;
const live_story = conversation?.dataset.words && conversation.dataset.position ? story_id : "";
if (is_reader) start(live_story);
else if (live_story) {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    start(live_story);
  });
  seen.observe(conversation!);
}
