import { word } from "./words";

/// Folds the replies of a comment by the hairline beside them. Nothing is remembered. Called again,
/// it takes in what has come since; what is folded stays so.
export function fold_threads(): void {
  for (const replies of document.querySelectorAll<HTMLElement>(".c > ol"))
    tell(replies, replies.querySelector<HTMLButtonElement>(":scope > .fold > button") ?? fold_in(replies));
}

function fold_in(replies: HTMLElement): HTMLButtonElement {
  const item = document.createElement("li");
  const fold = document.createElement("button");
  item.className = "fold";
  fold.type = "button";
  fold.addEventListener("click", () => {
    replies.classList.toggle("folded");
    tell(replies, fold);
  });
  item.append(fold);
  replies.prepend(item);
  return fold;
}

function tell(replies: HTMLElement, fold: HTMLButtonElement): void {
  const count = replies.querySelectorAll(".c").length;
  const name = replies.parentElement?.querySelector("h3, h4")?.firstChild?.textContent?.trim() ?? "";
  const open = !replies.classList.contains("folded");
  fold.ariaExpanded = String(open);
  const shown = open ? "" : `${word("show")} (${count})`;
  fold.textContent = shown;
  fold.ariaLabel = open ? `${word("replies")} ${name} (${count})` : `${shown}: ${name}`;
  fold.title = open ? word("fold") : "";
}
