// Readers and a moderator who act without a browser, so that a page can be watched meanwhile.
const moderator_place = 900_000; // tests/support/forum_cast.py

// Each time from another network, for the server slows down one that writes much.
let sent = 0;

async function send(base, cookie, path, fields) {
  sent++;
  const answer = await fetch(new URL(path, base), {
    method: "POST",
    redirect: "manual",
    headers: {
      "x-forwarded-for": `10.${(sent >> 8) & 255}.${sent & 255}.9`,
      cookie, accept: "application/json", origin: new URL(base).origin, "sec-fetch-site": "same-origin",
    },
    body: new URLSearchParams(fields),
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${told.message ?? ""}`);
  return told;
}

const token = (place) => String(place).padStart(43, "0");

/// A reader of tests/support/forum_cast.py.
export class Writer {
  constructor(base, story, place) {
    this.name = `Reader ${1_000_000 + place}`;
    this.send = (path, fields) => send(base, `masthead=${token(place)}`, `${story}comments/${path}`, fields);
  }
  /// The answer: id, position, html.
  async post(text, parent = "") {
    const posted = await this.send("", { text, parent, key: "", started: "" });
    if (posted.state !== "visible") throw new Error(`"${text}" is held: ${posted.reason}`);
    return posted;
  }
  edit = (id, text) => this.send(`${id}/edit/`, { text });
  delete = (id) => this.send(`${id}/delete/`, {});
  respect = (id) => this.send(`${id}/respect/`, {});
}

export class Moderator {
  constructor(base, story) {
    this.send = (path, fields) => send(base, `masthead-desk=${token(moderator_place)}`, `${story}${path}`, fields);
  }
  /// `version`: how often the words that were read had been edited.
  decide = (id, action, version = 0) =>
    this.send(`comments/${id}/moderate/`, { action, rule: "rules", words: "", version });
  lead = (action) => this.send("conversation/", { action });
}

// Comments of different words, since those that are like another recent one are held.
const words = ("harbour tide lamp ledger pump gauge quay winter council barrel copper signal ferry letter market orchard "
  + "window mason river thunder saddle candle meadow anchor gravel kettle pepper violin granite lantern mirror ribbon "
  + "chimney falcon timber marble spindle thicket walnut hollow beacon cellar garden ladder needle parcel quarry rudder").split(" ");
export const sentence = (random = Math.random) =>
  Array.from({ length: 9 }, () => words[Math.floor(random() * words.length)]).join(" ").replace(/^./, (letter) => letter.toUpperCase()) + ".";
