// What has happened in the conversation since the page was drawn and is not in the page yet. Applying
// the same frame twice changes nothing.
import { announce_later } from "./say";
import { compare, is_deepest, item, takes_threads } from "./place";

export interface Frame {
  story: string;
  position: string;
  posted?: Array<[id: string, parent: string, thread: string]>;
  edited?: string[];
  removed?: string[];
  respect?: Array<[id: string, count: number]>;
  threads?: Array<[thread: string, replies: number]>;
  count: number;
  changed?: boolean;
  reload?: boolean;
}
export interface Place {
  parent: string;
  thread: string;
}

/// Nobody reads on with more than this behind a button.
const waiting_max = 1000;
const no_parent = (id: string) => (id === "0" ? "" : id);

/// New comments that belong on this page and wait for a press.
export const waiting = new Map<string, Place>();
/// Comments of this page whose words or marks are others now, or that are gone.
export const stale = new Set<string>();
export const respect = new Map<string, number>();
/// Comments of this page whose replies stand on a page of their own.
export const deeper = new Set<string>();
/// Listed replies in all of a thread, where the server has told.
export const replies_of = new Map<string, number>();
export const told = { count: -1, position: "", moved_on: false };

function belongs_here(id: string, { parent, thread }: Place): boolean {
  if (!parent) return takes_threads();
  const answered = item(parent);
  if (answered && is_deepest(answered)) deeper.add(parent);
  if (answered) return !deeper.has(parent);
  const above = waiting.get(parent);
  return above !== undefined && above.thread === thread && id !== parent;
}

function wait_for(id: string, place: Place): void {
  if (waiting.has(id) || !belongs_here(id, place)) return;
  waiting.set(id, place);
  announce_later(place.parent ? "replies" : "comments");
}

export function apply(frame: Frame): void {
  if (frame.changed || frame.reload || waiting.size > waiting_max) told.moved_on = true;
  for (const [id, parent, thread] of frame.posted ?? []) {
    if (item(id)) stale.add(id);
    else wait_for(id, { parent: no_parent(parent), thread });
  }
  for (const id of frame.removed ?? []) waiting.delete(id);
  for (const id of [...(frame.edited ?? []), ...(frame.removed ?? [])]) if (item(id) || waiting.has(id)) stale.add(id);
  for (const [id, count] of frame.respect ?? []) respect.set(id, count);
  for (const [thread, replies] of frame.threads ?? []) replies_of.set(thread, replies);
  told.count = frame.count;
  if (compare(frame.position, told.position) > 0) told.position = frame.position;
}
