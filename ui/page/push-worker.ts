// Shows what the newspaper sends to this device, and nothing else: no page and no request goes
// through here, and nothing is stored.
interface Shown {
  title?: string;
  body?: string;
  url?: string;
  page?: string;
  tag?: string;
  lang?: string;
  dir?: "ltr" | "rtl";
}
const worker = self as any; // the types of pages and of workers do not go together
const list = "/notifications/";

// A path of our own, or the list: what was sent names no other place.
function own_path(path: unknown): string {
  const url = new URL(typeof path === "string" ? path : list, location.origin);
  return url.origin === location.origin ? url.pathname : list;
}

function read(data: { json(): unknown } | null): Shown {
  try {
    const shown = data?.json();
    return shown && typeof shown === "object" ? (shown as Shown) : {};
  } catch {
    return {}; // something must be shown all the same: browsers insist
  }
}

async function show(shown: Shown): Promise<void> {
  await worker.registration.showNotification(shown.title || location.host, {
    body: shown.body ?? "",
    tag: shown.tag || "masthead",
    lang: shown.lang ?? "",
    dir: shown.dir ?? "auto",
    data: { url: own_path(shown.url), page: own_path(shown.page) },
  });
}

// A tab that stands there already is shown; no other tab is led away from what somebody may be
// writing in it.
async function open(data: { url?: string; page?: string }): Promise<void> {
  const url = own_path(data?.url);
  const there = new Set([url, own_path(data?.page)]);
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find((one: { url: string }) => there.has(new URL(one.url).pathname));
  await (tab ? tab.focus() : worker.clients.openWindow(url));
}

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("push", (event: any) => event.waitUntil(show(read(event.data))));
worker.addEventListener("notificationclick", (event: any) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

export {}; // a module, so that the names above are its own and not the window's
