// Keys for the queues: j and k go on and back, the others press what the page offers anyway. They
// stay quiet in fields and beside Ctrl, Alt and Meta.
"use strict";
(() => {
  const items = () => [...document.querySelectorAll(".item")];
  const current = () => document.activeElement.closest(".item") ||
    (location.hash.length > 1 && document.getElementById(location.hash.slice(1))) || items()[0];
  const go = (step) => {
    const all = items();
    const chosen = document.activeElement.closest(".item");
    const at = chosen ? all.indexOf(chosen) + step : all.indexOf(current());
    const next = all[Math.max(0, Math.min(all.length - 1, at))];
    if (next) {
      next.focus();
      next.scrollIntoView({ block: "start" });
    }
  };
  const press = (key) => {
    const scope = key === "u" ? document : current();
    const target = scope && scope.querySelector(`[data-key="${key}"]`);
    if (!target) return false;
    const details = target.tagName === "SUMMARY" && target.parentElement;
    if (details) {
      details.open = true;
      details.querySelector("input:not([type=hidden])").focus();
    } else {
      target.click();
    }
    return true;
  };
  // Where the keyboard writes no Latin letters, the key in the same place counts.
  const letter = ({ key, code }) => (/^[^\x00-\x7f]$/.test(key) ? code.replace(/^Key/, "").toLowerCase() : key);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const key = letter(event);
    if (key === "j" || key === "k") {
      go(key === "j" ? 1 : -1);
      event.preventDefault();
    } else if ("axbeu".includes(key) && key.length === 1 && press(key)) {
      event.preventDefault();
    }
  });
  const named = location.hash.startsWith("#comment-") && document.getElementById(location.hash.slice(1));
  if (named) named.focus();
})();
