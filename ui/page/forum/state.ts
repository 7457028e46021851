// What the page does not know of its reader, because its bytes are everybody's.
import { get } from "./net";

export interface OwnComment {
  id: string;
  state: "visible" | "held";
  reason: string;
  html: string;
  parent: string | null;
  posted_at: string;
  editable_until: string | null;
}
export interface State {
  reader: { id: string; name: string; url: string; staff: boolean } | null;
  staff: { name: string; can: string[] } | null;
  respected: string[];
  follows: { story: boolean; threads: string[] } | null;
  apart: { blocked: string[]; muted: string[] } | null;
  own: OwnComment[];
  draft: { text: string; parent: string | null } | null;
  post: { open: boolean; mode: string; wait_s: number; words: string };
  key: string;
  started: string;
}

export const conversation = document.querySelector<HTMLElement>("#conversation");
export const story_id = conversation?.dataset.story ?? "";
/// "/harbour-strike/", from where the page's own composer posts to.
export const story_url = (document.querySelector<HTMLFormElement>("form.composer")?.getAttribute("action") ?? "").replace(/comments\/$/, "");

let current: Promise<State> | undefined;

/// Asked for once; again after a comment was posted, for a fresh key.
export function state(): Promise<State> {
  current ??= get(`/reader/state?story=${encodeURIComponent(story_id)}`) as Promise<any>;
  current.catch(() => (current = undefined));
  return current;
}
export function renew_state(): Promise<State> {
  current = undefined;
  return state();
}

const live = document.createElement("p");
live.className = "sr";
live.setAttribute("role", "status");
document.body.append(live);

/// Said once by screen readers; seen by nobody.
export function announce(text: string): void {
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 50);
}
