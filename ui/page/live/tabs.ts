// One stream for all tabs of a browser: HTTP/1.1 allows six connections a host. The tab that holds a
// lock opens it for the stories of all and passes on what it hears; when it goes, the next takes over
// where it stopped. Without locks or channels each tab has a stream of its own.
import { compare } from "./place";
import { keep_stream, type Stream } from "./stream";

const name = "masthead-live";
const stories_max = 32; // the server's limit
const union_pause_ms = 1000;
const roll_call_ms = 200;
const answer_ms = 10_000;

interface Tab {
  story: string;
  /// Up to where the tab knows everything; empty where it shows no story.
  at: string;
  bell: boolean;
}
type Message =
  | { is: "here"; tab: string; shows: Tab }
  | { is: "gone"; tab: string }
  | { is: "who" }
  | { is: "open"; stories: readonly string[]; at: string; bell: string }
  | { is: "heard"; type: string; data: string; at: string };

export interface Listener {
  hear(type: string, data: string): void;
  /// Something may have been missed since: asks the server for it.
  catch_up(since: string): Promise<void>;
}

const me = Math.random().toString(36).slice(2);

/// Listens for a story ("" for none) from a position on, until the page is left.
export function share_stream(shows: Tab, to: Listener): void {
  let channel: BroadcastChannel | undefined;
  let stream: Stream | undefined;
  let release: (() => void) | undefined;
  let waiting: AbortController | undefined;
  let tabs = new Map<string, Tab>();
  let opened = "";
  let last_bell = "";
  let timer = 0;
  let patience = 0;
  let in_step = !shows.story; // with the stream: nothing lies between what we know and what comes
  let behind: Array<() => void> | undefined; // what came while we were catching up

  const say = (message: Message) => channel?.postMessage(message);

  function take(type: string, data: string, at: string): void {
    if (behind) return void behind.push(() => take(type, data, at));
    if (type === "bell") last_bell = data;
    // The server cannot tell piecewise what has happened: it is asked for all of it.
    if (type === "reload" && JSON.parse(data).story === shows.story) return void catch_up(at);
    if (in_step) advance(at);
    to.hear(type, data);
  }
  function advance(at: string): void {
    if (at && compare(at, shows.at) > 0) shows.at = at;
  }
  async function catch_up(at: string): Promise<void> {
    behind = [];
    await to.catch_up(shows.at).catch(() => undefined);
    advance(at);
    in_step = true;
    const missed: Array<() => void> = behind;
    behind = undefined;
    missed.forEach((one) => one());
  }
  function check_step(stories: readonly string[], at: string): void {
    if (in_step || behind || !stories.includes(shows.story)) return;
    if (at && compare(at, shows.at) > 0) void catch_up(at);
    else in_step = true;
  }

  const stories = () =>
    [...new Set([...tabs.values()].map((tab) => tab.story).filter(Boolean))].slice(-stories_max).sort(compare);
  // Whoever has seen nothing yet begins where the page that is furthest behind was drawn.
  const resume_at = () => shows.at || ([...tabs.values()].map((tab) => tab.at).filter(Boolean).sort(compare)[0] ?? "");

  const wants_bell = () => [...tabs.values()].some((tab) => tab.bell);
  function address(): string {
    const query = [`stories=${stories()}`, `after=${resume_at()}`].filter((one) => !one.endsWith("="));
    return stories().length || wants_bell() ? `/live?${query.join("&")}` : "";
  }
  function tell_open(): void {
    const open = { is: "open", stories: opened.split("+")[0]!.split(","), at: resume_at(), bell: last_bell } as const;
    say(open);
    check_step(open.stories, open.at);
  }
  function plan(pause_ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const wanted = `${stories()}+${wants_bell()}`;
      if (wanted !== opened) {
        opened = wanted;
        stream?.open();
      }
      tell_open();
    }, pause_ms) as unknown as number;
  }

  function lead(): Promise<void> {
    tabs = new Map([[me, shows]]);
    opened = "";
    stream = keep_stream(address, (type, data, at) => {
      take(type, data, at);
      say({ is: "heard", type, data, at });
    });
    say({ is: "who" });
    plan(channel ? roll_call_ms : 0);
    return new Promise((done) => (release = done));
  }
  function stop_leading(): void {
    clearTimeout(timer);
    stream?.close();
    stream = undefined;
    release?.();
    release = undefined;
  }

  function on_message({ data: message }: MessageEvent<Message>): void {
    if (message.is === "who") return announce();
    if (message.is === "heard") return take(message.type, message.data, message.at);
    if (message.is === "open") {
      clearTimeout(patience);
      if (shows.bell && message.bell && message.bell !== last_bell) take("bell", message.bell, "");
      return check_step(message.stories, message.at);
    }
    if (!stream) return;
    if (message.is === "here") tabs.set(message.tab, message.shows);
    else tabs.delete(message.tab);
    if (message.is === "here") tell_open();
    plan(union_pause_ms);
  }
  function announce(): void {
    say({ is: "here", tab: me, shows });
    // A tab that was put to sleep may hold the lock and say nothing.
    clearTimeout(patience);
    patience = setTimeout(() => !stream && document.visibilityState === "visible" && queue({ steal: true }), answer_ms) as unknown as number;
  }
  function queue(how: LockOptions): void {
    waiting?.abort();
    waiting = new AbortController();
    const options = how.steal ? how : { signal: waiting.signal };
    navigator.locks.request(name, options, lead).catch(() => {
      // Stolen, or the page is being left: in the first case we stand in line again.
      if (!stream) return;
      stop_leading();
      if (channel) queue({});
    });
  }

  function enter(): void {
    if (!("locks" in navigator) || !("BroadcastChannel" in window)) return void lead();
    channel = new BroadcastChannel(name);
    channel.onmessage = on_message;
    queue({});
    announce();
  }
  function leave(): void {
    clearTimeout(patience);
    say({ is: "gone", tab: me });
    channel?.close();
    channel = undefined;
    waiting?.abort();
    stop_leading();
    in_step = !shows.story;
  }
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && enter());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && channel && !stream && announce());
  enter();
}
