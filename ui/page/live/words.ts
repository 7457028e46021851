// The theme gives the words along, in the page's language; see partials/conversation.hbs.
import { conversation } from "./place";

/// Their places in `data-words`.
export const enum Word { none, one, many, more, further, reply, replies, comment, comments, fresh, moved, gone }

const given = (conversation?.dataset.words ?? "").split("|");

export const word = (which: Word, count = 0) => (given[which] ?? "").replace("%", String(count));

export const comments_in_all = (count: number) => word(count === 0 ? Word.none : count === 1 ? Word.one : Word.many, count);
export const new_replies = (count: number) => word(count === 1 ? Word.reply : Word.replies, count);
export const new_comments = (count: number) => word(count === 1 ? Word.comment : Word.comments, count);
