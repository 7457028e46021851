// A permalink marks its comment on the server; the keyboard and the screen reader start there too.
// After `load`, because the browser moves the focus to the page when it scrolls to a fragment.
export function focus_linked_comment(): void {
  const focus = () => {
    const id = location.hash.slice(1);
    const comment = (id && document.getElementById(id)) || document.querySelector(".c.linked");
    if (!comment?.classList.contains("c")) return;
    const article = comment.querySelector<HTMLElement>(":scope > article, :scope > .gone");
    if (!article) return;
    article.tabIndex = -1;
    article.focus({ preventScroll: id !== "" });
  };
  addEventListener("load", () => requestAnimationFrame(focus));
  addEventListener("hashchange", focus);
}
