import { word } from "./words";

// Folds the replies of a comment by the hairline beside them. Nothing is remembered.
export function fold_threads(): void {
  for (const replies of document.querySelectorAll<HTMLElement>(".c > ol")) {
    const count = replies.querySelectorAll(".c").length;
    const name = replies.parentElement?.querySelector("h3, h4")?.firstChild?.textContent?.trim() ?? "";
    const item = document.createElement("li");
    const fold = document.createElement("button");
    item.className = "fold";
    fold.type = "button";
    const show = (open: boolean) => {
      replies.classList.toggle("folded", !open);
      fold.ariaExpanded = String(open);
      const shown = open ? "" : `${word("show")} (${count})`;
      fold.textContent = shown;
      fold.ariaLabel = open ? `${word("replies")} ${name} (${count})` : `${shown}: ${name}`;
      fold.title = open ? word("fold") : "";
    };
    show(true);
    fold.addEventListener("click", () => show(fold.ariaExpanded !== "true"));
    item.append(fold);
    replies.prepend(item);
  }
}
