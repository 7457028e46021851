export const words: Record<string, string> = {
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
};
