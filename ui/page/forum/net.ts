// Speaks with the server: forms out, JSON in. Every failure is a Problem with words for a reader.
import { word } from "./words";

export type Answer = Record<string, any>;

export class Problem extends Error {
  constructor(message: string, readonly sign_in = "", readonly wait_s = 0) {
    super(message);
  }
}

async function ask(url: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...init, headers: { Accept: "application/json", ...init.headers } });
  } catch {
    throw new Problem(word("offline"));
  }
  const answer: Answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(answer.message || word("failed"), answer.sign_in ?? "", answer.wait_s ?? 0);
  return answer;
}

export const get = (url: string) => ask(url, {});
export const post = (url: string, fields: Record<string, string>) =>
  ask(url, { method: "POST", body: new URLSearchParams(fields) });
export const post_json = (url: string, body?: unknown) =>
  ask(url, { method: "POST", body: JSON.stringify(body ?? {}), headers: { "Content-Type": "application/json" } });
