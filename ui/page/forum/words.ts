// What the forum's script says. The page's language decides; English where we have none. The build
// gives each language a forum script of its own with these words alone (build.mjs): nobody loads three.
import { words as ar } from "./words/ar";
import { words as de } from "./words/de";
import { words as en } from "./words/en";

const words: Record<string, Record<string, string>> = { en, de, ar };

export function word(key: string): string {
  return words[document.documentElement.lang.slice(0, 2)]?.[key] ?? en[key] ?? key;
}
