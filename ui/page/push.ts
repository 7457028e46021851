// Messages to this device, on the page where a reader chooses what they are told: the browser is
// asked only after a click. What is said in which state stands in the page.
import { get, post, post_json, Problem } from "./forum/net";

type State = "scripts" | "unsupported" | "denied" | "off" | "on";
const place = document.querySelector<HTMLElement>("[data-push]")!;
const address = "/reader/push/";

function show(state: State): void {
  for (const part of place.querySelectorAll<HTMLElement>("[data-push-is]")) part.hidden = part.dataset.pushIs !== state;
}

function say(text: string): void {
  const alert = place.querySelector<HTMLElement>("[role=alert]")!;
  alert.textContent = text;
  alert.hidden = text === "";
}

const bytes_of = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

// The newspaper forgets a browser when its reader signs out there; the browser does not know.
async function state(): Promise<State> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  if (Notification.permission !== "granted" || !(await subscription())) return "off";
  return (await get(address)).on ? "on" : "off";
}

async function turn_on(): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return;
  await navigator.serviceWorker.register("/push-worker.js", { updateViaCache: "none" });
  const registration = await navigator.serviceWorker.ready;
  // One made for an earlier reader, or by another key, is of no use to this one.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const { key } = await get(address);
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes_of(key) });
  try {
    await post_json(address, made.toJSON());
  } catch (problem) {
    await made.unsubscribe();
    throw problem;
  }
}

async function turn_off(): Promise<void> {
  await post(`${address}off/`, {});
  await (await subscription())?.unsubscribe();
}

async function act(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  say("");
  try {
    await (button.dataset.pushTurn === "on" ? turn_on() : turn_off());
  } catch (problem) {
    if (problem instanceof Problem && problem.sign_in) return location.assign(`/reader/sign-in/?to=${location.pathname}`);
    say(place.dataset.pushFailed ?? "");
  }
  button.disabled = false;
  const now = await state();
  show(now);
  place.querySelector<HTMLElement>(`[data-push-is="${now}"] button`)?.focus();
}

for (const button of place.querySelectorAll<HTMLButtonElement>("[data-push-turn]"))
  button.addEventListener("click", () => void act(button));
state().then(show, () => say(place.dataset.pushFailed ?? ""));
