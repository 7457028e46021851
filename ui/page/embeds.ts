import { word } from "./words";

// The address a host shows inside a frame, for the address of its page. Where the host offers one
// that sets no cookies, that one. Unknown hosts stay what they are without a script: a link.
const frames: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(?:www\.|m\.)?youtube(?:-nocookie)?\.com\/(?:watch\?(?:.*&)?v=|shorts\/|live\/|embed\/)([\w-]+)/, "www.youtube-nocookie.com/embed/$1"],
  [/^youtu\.be\/([\w-]+)/, "www.youtube-nocookie.com/embed/$1"],
  [/^(?:www\.|player\.)?vimeo\.com\/(?:video\/)?(\d+)/, "player.vimeo.com/video/$1?dnt=1"],
  [/^(?:www\.)?dailymotion\.com\/(?:embed\/)?video\/(\w+)/, "www.dailymotion.com/embed/video/$1"],
  [/^open\.spotify\.com\/(?:embed\/)?(\w+\/\w+)/, "open.spotify.com/embed/$1"],
  [/^(soundcloud\.com\/[\w-]+\/[\w-]+)/, "w.soundcloud.com/player/?url=https://$1"],
  [/^(?:www\.)?ted\.com\/talks\/([\w-]+)/, "embed.ted.com/talks/$1"],
  [/^archive\.org\/(?:details|embed)\/([\w.-]+)/, "archive.org/embed/$1"],
  [/^([\w.-]+)\/(?:videos\/(?:watch|embed)|w)\/([\w-]+)/, "$1/videos/embed/$2"], // PeerTube
];

function frame_address(page: string): string | undefined {
  if (!page.startsWith("https://")) return undefined;
  const address = page.slice("https://".length);
  for (const [pattern, frame] of frames) {
    const found = pattern.exec(address);
    if (found) return "https://" + found[0].replace(pattern, frame);
  }
  return undefined;
}

// A box from another host is fetched only when the reader asks for it, without telling the host
// which page it stands on, and without the power to move this page.
export function open_embeds_on_click(): void {
  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>("figure.embed a.embed-link");
    const source = link && frame_address(link.href);
    if (!source) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.title = `${word("from")} ${new URL(source).host}`;
    frame.referrerPolicy = "no-referrer";
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups");
    frame.allow = "fullscreen; encrypted-media; picture-in-picture";
    frame.allowFullscreen = true;
    frame.src = source;
    link.replaceWith(frame);
    frame.focus();
  });
}
