#include "surfaces/desk/words.hpp"

#include <algorithm>
#include <charconv>
#include <span>

namespace masthead::desk {

namespace {

struct Words {
    std::string_view key;
    std::string_view words;
};

constexpr Words refusals[]{
    {"staff.sign_in",
     "Address, password and code do not belong together. A code works once and for "
     "half a minute: wait for the next one."},
    {"password.too_many", "Too many tries. Try again in {wait}."},
    {"password.busy", "Many people are signing in just now. Try again in a moment."},
    {"password.too_short", "Choose a longer password: ten characters or more."},
    {"password.too_long", "This password is too long."},
    {"password.breached", "This password is known from a theft of data elsewhere. Choose another."},
    {"password.is_mail", "A mail address is no secret. Choose another password."},
    {"password.too_simple", "This password repeats itself. Choose another."},
    {"password.not_text", "This password holds characters that cannot be typed everywhere."},
    {"passkey.challenge_expired", "This took too long. Try again."},
    {"passkey.unknown", "Nobody here has this passkey. Sign in by password and code."},
    {"passkey.verification", "The device must ask for your finger, face or PIN. Try another."},
    {"passkey.known", "This device already has a passkey of yours."},
    {"passkey.too_many", "You have as many passkeys as there can be. Remove one first."},
    {"passkey.cloned", "This passkey was copied. Sign in by password and remove it."},
    {"passkey.copied", "This passkey was copied. Sign in by password and remove it."},
    {"staff.totp_code", "That is not the code the app shows now. Check the time on your phone and "
                        "type the next one."},
    {"staff.invitation_expired", "This link has been used or is too old. Ask for a new one."},
    {"staff.form_expired", "This page is too old. Here is a new code: scan it again."},
    {"staff.name", "A name is needed, on one line and at most 200 bytes long."},
    {"staff.role", "Choose one of the roles."},
    {"staff.last_manager", "Somebody must be able to manage staff: this is the last one."},
    {"staff.not_disabled", "This person may sign in already."},
    {"staff.not_found", "Nobody here is called that, or they may not sign in."},
    {"staff.self", "Nobody changes their own rights. Ask somebody else who manages staff."},
    {"staff.reader_proof",
     "Sign in as this reader once more, in this browser, and come back within a quarter of an "
     "hour."},
    {"staff.reader_taken", "This reader is another member of staff already."},
    {"reader.not_found", "This account on the public side is not there any more."},
    {"mail.taken", "Somebody of staff has this address already."},
    {"mail.invalid", "This does not look like a mail address. It needs a name, an @ and a domain."},
    {"mail.too_long", "This mail address is too long."},
    {"comment.gone", "There is no such comment any more."},
    {"comment.not_so", "Somebody has changed this comment meanwhile; look at it again."},
    {"comment.words_changed",
     "The author has changed these words since you read them. Here they are "
     "as they stand now: read them and decide again."},
    {"comment.words_erased", "The words of this comment are erased; it cannot be brought back."},
    {"decision.action", "Choose what to do."},
    {"decision.rule_missing", "Name the rule or law: the author is told which."},
    {"ban.reader", "There is no such reader."},
    {"ban.ground", "Name the rule or law the ban rests on, in at most 200 bytes."},
    {"ban.until", "Choose how long the ban lasts."},
    {"ban.words", "These words are too long."},
    {"ban.mail_domain", "This is no domain. Write it as in an address, behind the @."},
    {"ban.network", "The network of this comment is erased already."},
    {"ban.not_found", "There is no such ban."},
    {"ban.has_ended", "This ban has ended already."},
    {"notice.words", "Write what the newsroom says to whoever filed the notice."},
    {"notice.decided_already", "This notice is decided already."},
    {"review.words", "Write what the newsroom says to the reader."},
    {"notice.outcome", "Choose whether the newsroom acted."},
    {"review.outcome", "Choose whether the decision stands."},
    {"review.same_person", "Whoever decided first does not review it. Leave it to somebody else."},
    {"review.answered_already", "This request is answered already."},
    {"rule.pattern", "One entry has nothing to look for, or is too long. None was added."},
    {"rule.language", "The language is a short tag such as en, de or pt-BR. None was added."},
    {"rule.domain", "One entry is no domain. None was added."},
    {"rule.too_many_at_once", "These are too many entries at once. None was added."},
    {"rule.too_many", "The lists are full. None was added."},
    {"rule.note", "One remark is too long. None was added."},
    {"rule.kind", "Choose a list."},
    {"number.invalid", "Write a whole number."},
    {"newsroom.held_first_comments", "Between 0 and 100 first comments can be held."},
    {"conversation_rules.close_after_days", "Between 0 (never) and 36,500 days."},
    {"conversation_rules.reports_to_hold", "Between 0 (never) and 100 reports."},
    {"desk.stale", "Sign in once more to change how you sign in."},
    {"form.invalid", "The form could not be read. Try again."},
};

constexpr std::string_view anything_else =
    "This could not be done. Go back, look again, and retry.";

constexpr Words sentences[]{
    {"approved", "Approved: everybody sees it."},
    {"removed", "Removed. The author is told why."},
    {"rejected", "Rejected. The author is told why."},
    {"restored", "Brought back."},
    {"held", "Held again."},
    {"featured", "Featured."},
    {"unfeatured", "Featured no longer."},
    {"banned", "Banned. The reader is told why."},
    {"lifted", "The ban is lifted."},
    {"notice", "Decided. Whoever filed the notice is told."},
    {"review", "Answered. The reader is told."},
    {"rules_added", "The list is longer now."},
    {"rules_removed", "Removed from the list."},
    {"saved", "Saved."},
    {"staff", "Saved."},
};

std::string_view find_words(std::span<const Words> rows, std::string_view key)
{
    const auto found = std::ranges::find(rows, key, &Words::key);
    return found == rows.end() ? std::string_view{} : found->words;
}

std::string wait_words(std::string_view seconds_text, const Speech& speech)
{
    int seconds = 0;
    std::from_chars(seconds_text.data(), seconds_text.data() + seconds_text.size(), seconds);
    if (seconds < 120)
        return speech.say("{count} seconds", {{"count", std::to_string(std::max(seconds, 1))}});
    if (seconds < 2 * 3600)
        return speech.say("{count} minutes", {{"count", std::to_string((seconds + 59) / 60)}});
    return speech.say("{count} hours", {{"count", std::to_string((seconds + 3599) / 3600)}});
}

} // namespace

std::string words_for(const Failure& failure, const Speech& speech)
{
    const auto known = find_words(refusals, failure.message_key);
    return speech.say(known.empty() ? anything_else : known,
                      {{"wait", wait_words(failure.detail, speech)}});
}

std::string_view done_words(std::string_view done)
{
    return find_words(sentences, done);
}

} // namespace masthead::desk
