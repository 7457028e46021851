// The few words the script shows. The page's own language decides; English where we have none.
const words: Record<string, Record<string, string>> = {
  en: { fold: "Fold", show: "Show replies", replies: "Replies to", from: "Content from" },
  de: { fold: "Einklappen", show: "Antworten zeigen", replies: "Antworten auf", from: "Inhalt von" },
  ar: { fold: "طيّ", show: "إظهار الردود", replies: "الردود على", from: "محتوى من" },
};

export function word(key: string): string {
  const language = document.documentElement.lang.slice(0, 2);
  return words[language]?.[key] ?? words.en?.[key] ?? key;
}
