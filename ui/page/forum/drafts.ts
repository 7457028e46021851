// Words outlive a reload, a crash and a lost connection: at once in the browser, and soon after on the
// server, from where they follow the reader through signing in.
import { post } from "./net";
import { story_id } from "./state";

const name = (parent: string) => `masthead-draft:${story_id}:${parent}`;
const server_pause_ms = 4000;
let timer = 0;

export function keep(parent: string, text: string): void {
  try {
    if (text) localStorage.setItem(name(parent), text);
    else localStorage.removeItem(name(parent));
  } catch {
    // Storage is off or full: the server's copy has to do.
  }
  clearTimeout(timer);
  timer = setTimeout(() => save(parent, text), server_pause_ms) as unknown as number;
}

function save(parent: string, text: string): void {
  post("/reader/draft/", { story: story_id, parent, text }).catch(() => undefined);
}

export function forget(parent: string): void {
  clearTimeout(timer);
  try {
    localStorage.removeItem(name(parent));
  } catch {
    // nothing was kept
  }
}

export function kept(parent: string): string {
  try {
    return localStorage.getItem(name(parent)) ?? "";
  } catch {
    return "";
  }
}
