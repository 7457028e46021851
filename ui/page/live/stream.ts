// One connection to the server that is kept up: EventSource tries again by itself; where that fails
// repeatedly, or the machine has slept, this does, ever more rarely and never all readers at once.
const own_tries = 2;
const wait_min_ms = 1000;
const wait_max_ms = 60_000;
const beat_ms = 20_000;
/// A timer this late has not been throttled (a minute at most): the machine was asleep.
const slept_ms = 90_000;

export interface Stream {
  /// Opens the address anew; an empty one closes. `address` is asked again for each new try.
  open(): void;
  close(): void;
}

export function keep_stream(address: () => string, hear: (type: string, data: string, at: string) => void): Stream {
  let source: EventSource | undefined;
  let failures = 0;
  let timer = 0;
  const shut = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const later = () => {
    shut();
    const wait = Math.min(wait_max_ms, wait_min_ms * 2 ** Math.max(0, Math.min(failures, 9) - own_tries - 1));
    timer = setTimeout(open, wait * (0.5 + Math.random())) as unknown as number;
  };
  const open = () => {
    shut();
    const url = address();
    if (!url || !navigator.onLine) return;
    source = new EventSource(url);
    source.onopen = () => (failures = 0);
    source.onerror = () => {
      if (++failures > own_tries || source?.readyState === EventSource.CLOSED) later();
    };
    for (const type of ["story", "reload", "bell"])
      source.addEventListener(type, (event) => hear(type, event.data, event.lastEventId));
  };
  let beat = Date.now();
  const beats = setInterval(() => {
    if (Date.now() - beat > slept_ms) open();
    beat = Date.now();
  }, beat_ms);
  addEventListener("online", open);
  addEventListener("offline", shut);
  return {
    open,
    close() {
      shut();
      clearInterval(beats);
      removeEventListener("online", open);
      removeEventListener("offline", shut);
    },
  };
}
