// What the forum's script says. The page's language decides; English where we have none.
const words: Record<string, Record<string, string>> = {
  en: {
    offline: "The newspaper cannot be reached. Your words are kept here; try again.",
    failed: "That did not work. Your words are kept; try again.",
    posted: "Your comment is posted.", held: "held", sending: "being sent", cancel: "Cancel",
    answer: "Your answer to", you: "You", edit: "Edit", del: "Delete", quote: "Quote", preview: "Preview",
    share: "Share", follow: "Follow", copied: "The link is copied.", respect_given: "Respect given.", respect_taken: "Respect taken back.",
    remove: "Remove", moderate: "Record", undo: "Undo", removed: "Removed.", restored: "Put back.",
    restored_draft: "Your draft is back.", write_as: "You write as", keys_on: "Keyboard shortcuts: on", keys_off: "Keyboard shortcuts: off",
    keys_help: "j next, k previous, r reply, e respect, c write", close: "Close the conversation", open: "Open the conversation", hold: "Hold new comments", done: "Done.",
    followed: "You follow this now.", unfollowed: "You no longer follow this.", show: "Show",
    muted_line: "Here writes a reader you have muted.", apart_line: "One of you has blocked the other, so this is not shown.",
    wait: "You can post again in", passkey_failed: "That did not work. Try again, or sign in by mail.",
  },
  de: {
    offline: "Die Zeitung ist nicht zu erreichen. Ihr Text bleibt hier; versuchen Sie es noch einmal.",
    failed: "Das hat nicht geklappt. Ihr Text bleibt; versuchen Sie es noch einmal.",
    posted: "Ihr Kommentar ist veröffentlicht.", held: "zurückgehalten", sending: "wird gesendet", cancel: "Abbrechen",
    answer: "Ihre Antwort an", you: "Sie", edit: "Bearbeiten", del: "Löschen", quote: "Zitieren", preview: "Vorschau",
    share: "Teilen", follow: "Folgen", copied: "Der Link ist kopiert.", respect_given: "Respekt gegeben.", respect_taken: "Respekt zurückgenommen.",
    remove: "Entfernen", moderate: "Akte", undo: "Rückgängig", removed: "Entfernt.", restored: "Wieder da.",
    restored_draft: "Ihr Entwurf ist wieder da.", write_as: "Sie schreiben als", keys_on: "Tastenkürzel: an", keys_off: "Tastenkürzel: aus",
    keys_help: "j weiter, k zurück, r antworten, e Respekt, c schreiben", close: "Diskussion schließen", open: "Diskussion öffnen", hold: "Neue Kommentare zurückhalten", done: "Erledigt.",
    followed: "Sie folgen jetzt.", unfollowed: "Sie folgen nicht mehr.", show: "Zeigen",
    muted_line: "Hier schreibt jemand, den Sie stummgeschaltet haben.", apart_line: "Einer von Ihnen hat den anderen blockiert, darum steht hier nichts.",
    wait: "Sie können wieder schreiben in", passkey_failed: "Das hat nicht geklappt. Noch einmal, oder per Mail anmelden.",
  },
  ar: {
    offline: "تعذر الوصول إلى الصحيفة. كلماتك محفوظة هنا؛ حاول مرة أخرى.", failed: "لم ينجح ذلك. كلماتك محفوظة؛ حاول مرة أخرى.",
    posted: "نُشر تعليقك.", held: "قيد المراجعة", sending: "جارٍ الإرسال", cancel: "إلغاء", answer: "ردك على", you: "أنت",
    edit: "تعديل", del: "حذف", quote: "اقتباس", preview: "معاينة", share: "مشاركة", follow: "متابعة", copied: "نُسخ الرابط.", respect_given: "مُنح التقدير.",
    respect_taken: "سُحب التقدير.", remove: "إزالة", moderate: "السجل", undo: "تراجع", removed: "أُزيل.", restored: "أُعيد.",
    restored_draft: "عادت مسودتك.", write_as: "تكتب باسم", keys_on: "اختصارات المفاتيح: مفعّلة", keys_off: "اختصارات المفاتيح: معطّلة",
    keys_help: "j التالي، k السابق، r رد، e تقدير، c كتابة", close: "إغلاق النقاش", open: "فتح النقاش", hold: "تعليق التعليقات الجديدة", done: "تم.",
    followed: "أنت تتابع هذا الآن.", unfollowed: "لم تعد تتابع هذا.", show: "إظهار",
    muted_line: "هنا يكتب قارئ كتمته.", apart_line: "حظر أحدكما الآخر، لذلك لا يظهر هذا.",
    wait: "يمكنك النشر مجددًا بعد", passkey_failed: "لم ينجح ذلك. حاول مرة أخرى أو سجّل الدخول بالبريد.",
  },
};

export function word(key: string): string {
  return words[document.documentElement.lang.slice(0, 2)]?.[key] ?? words.en?.[key] ?? key;
}
