// Single-key shortcuts, off until the reader turns them on (WCAG 2.2, 2.1.4).
import { open_composer } from "./composer";
import { conversation } from "./state";
import { word } from "./words";

const flag = "masthead-keys";
let index = -1;

const is_on = () => {
  try {
    return localStorage.getItem(flag) === "1";
  } catch {
    return false;
  }
};

const articles = () => [...document.querySelectorAll<HTMLElement>(".c[id] > article")];

function step(by: number): void {
  const all = articles();
  const focused = all.indexOf(document.activeElement as HTMLElement);
  index = Math.max(0, Math.min(all.length - 1, (focused < 0 ? index : focused) + by));
  const article = all[index];
  if (!article) return;
  article.tabIndex = -1;
  article.focus();
}

function on_key(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (!is_on() || event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select")) return;
  const here = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(".c");
  const press = (selector: string) => here?.querySelector<HTMLElement>(`:scope > article ${selector}`)?.click();
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "r") press(".reply");
  else if (event.key === "e") press("form.respect button");
  else if (event.key === "c") open_composer("", "");
  else return;
  event.preventDefault();
}

export function start_keys(): void {
  if (!conversation) return;
  document.addEventListener("keydown", on_key);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "word keys";
  const show = () => {
    button.ariaPressed = String(is_on());
    button.textContent = word(is_on() ? "keys_on" : "keys_off");
    button.title = word("keys_help");
  };
  button.addEventListener("click", () => {
    try {
      localStorage.setItem(flag, is_on() ? "0" : "1");
    } catch {
      return;
    }
    show();
  });
  show();
  conversation.append(button);
}
