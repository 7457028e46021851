// Loads what only readers who take part need, and only once they do. The one thing remembered is
// that somebody has signed in here: without it a reader's first click would be a guest's.
const signed_in_flag = "masthead-reader";
const own = document.currentScript as HTMLScriptElement | null;

function load(name: string): void {
  if (!own || document.querySelector(`script[data-part="${name}"]`)) return;
  const script = document.createElement("script");
  // Without this script's version: the server keeps a part in memory by its own alone.
  script.src = own.src.replace(/page\.js.*/, name);
  script.dataset.part = name;
  if (has_flag()) script.dataset.reader = "";
  document.head.append(script);
}

function has_flag(): boolean {
  try {
    return localStorage.getItem(signed_in_flag) !== null;
  } catch {
    return false; // storage is switched off
  }
}

export function load_forum_when_needed(): void {
  const conversation = document.querySelector<HTMLElement>("#conversation[data-story], form.composer");
  if (!conversation) return;
  const heard = new AbortController();
  const start = (event?: Event) => {
    // What stands outside the order of tabs was focused by this page itself (see linked.ts): whoever
    // only opens a permalink takes no part yet.
    if (event?.type === "focusin" && (event.target as HTMLElement).tabIndex < 0) return;
    heard.abort();
    const language = document.documentElement.lang.slice(0, 2);
    load(language === "de" || language === "ar" ? `forum-${language}.js` : "forum.js");
  };
  // A draft that survived a crash belongs to whoever comes back, signed in or not.
  if (has_flag() || location.hash === "#composer") return start();
  for (const event of ["pointerdown", "focusin", "keydown"])
    conversation.addEventListener(event, start, { signal: heard.signal, passive: true });
}

/// Everywhere but under a story, where the forum's script sees to it.
export function load_following_when_offered(): void {
  if (document.querySelector("#conversation[data-story]")) return;
  if (document.querySelector("a.follow, form.seen") && has_flag()) load("following.js");
}

// The conversation goes on while it is read: once it comes near, and so never in a tab that nobody has
// looked at. The bell rings for who has signed in, on every page that has one.
export function load_live_when_near(): void {
  const start = () => load("live.js");
  const conversation = document.querySelector("#conversation[data-position]");
  if (conversation && "IntersectionObserver" in window) {
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        start();
      },
      { rootMargin: "600px" },
    );
    near.observe(conversation);
  }
  if (has_flag() && document.querySelector("[data-bell]")) start();
}

export function load_passkeys_when_offered(): void {
  if (!document.querySelector("[data-passkey]") || !("PublicKeyCredential" in window)) return;
  load("passkeys.js");
}

export function load_push_when_offered(): void {
  if (document.querySelector("[data-push]")) load("push.js");
}

// The forms that sign in lead straight to a page that everybody shares, so they leave word here.
export function remember_signing_in(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[action^="/reader/sign-"]'))
    form.addEventListener("submit", () => {
      try {
        if (form.action.endsWith("/reader/sign-out/")) localStorage.removeItem(signed_in_flag);
        else localStorage.setItem(signed_in_flag, "1");
      } catch {
        // Without storage the forum loads at the first click instead.
      }
    });
}
