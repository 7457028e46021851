// Builds what a reader's browser loads: the style sheet and the scripts of the theme.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = (name) => here(`../themes/broadsheet/assets/built/${name}`);

// The budget of a story page (docs/performance.md) leaves this much for each, compressed.
const parts = [
  { from: here("../themes/broadsheet/css/screen.css"), to: built("screen.css"), bytes_max: 9 * 1024 },
  { from: here("page/page.ts"), to: built("page.js"), bytes_max: 4 * 1024 },
  // Only for readers who take part, and only once they do.
  { from: here("page/forum/forum.ts"), to: built("forum.js"), bytes_max: 6 * 1024, language: "en" },
  { from: here("page/forum/forum.ts"), to: built("forum-de.js"), bytes_max: 6 * 1024, language: "de" },
  { from: here("page/forum/forum.ts"), to: built("forum-ar.js"), bytes_max: 6 * 1024, language: "ar" },
  { from: here("page/following.ts"), to: built("following.js"), bytes_max: 4 * 1024 },
  // Only where a conversation comes into view, or for the bell of who has signed in.
  { from: here("page/live/live.ts"), to: built("live.js"), bytes_max: 4.5 * 1024 },
  { from: here("page/passkeys.ts"), to: built("passkeys.js"), bytes_max: 4 * 1024 },
  // On the page where messages to a device are switched on; the worker is served as /push-worker.js.
  { from: here("page/push.ts"), to: built("push.js"), bytes_max: 4 * 1024 },
  { from: here("page/push-worker.ts"), to: built("push-worker.js"), bytes_max: 1024 },
];

// The words of one language in place of the table of all.
const in_language = (language) => ({
  name: "one language",
  setup: ({ onLoad }) =>
    onLoad({ filter: /forum[/\\]words\.ts$/ }, () => ({
      contents: `import { words } from "./words/${language}";\nexport const word = (key: string) => words[key] ?? key;`,
      loader: "ts",
      resolveDir: here("page/forum"),
    })),
});

let too_large = false;
for (const { from, to, bytes_max, language } of parts) {
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome111", "firefox113", "safari16.4"],
    external: ["*.woff2"],
    plugins: language ? [in_language(language)] : [],
    logLevel: "warning",
  });
  const bytes = gzipSync(await readFile(to), { level: 9 }).length;
  console.log(`${to.split("/").pop()}  ${bytes} bytes compressed (at most ${bytes_max})`);
  too_large ||= bytes > bytes_max;
}
process.exit(too_large ? 1 : 0);
