export const words: Record<string, string> = {
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
};
