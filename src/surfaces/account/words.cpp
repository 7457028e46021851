#include "surfaces/account/words.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace masthead::account {

namespace {

struct Sentence {
    std::string_view key;
    std::string_view words;
};

constexpr Sentence sentences[]{
    {"mail.invalid", "This does not look like a mail address. It needs a name, an @ and a domain."},
    {"mail.too_long", "This mail address is too long."},
    {"mail.same", "This is already your address."},
    {"mail.taken", "Another account has this address. Sign in there instead."},
    {"mail.link_expired", "This link has been used or is too old. Ask for a new one."},
    {"mail.too_many_changes", "You have asked for this too often today. Try again tomorrow."},
    {"sign_in.too_many", "Too many mails were asked for. Try again in {wait}."},
    {"sign_in.link_expired", "This link has been used or is too old. Ask for a new one."},
    {"sign_in.wrong_code", "That is not the code in the mail. Look again: it has eight digits."},
    {"sign_in.code_expired", "This code has been used or is too old. Ask for a new one."},
    {"sign_in.ended", "The ways to sign in to this account were changed meanwhile. Sign in again."},
    {"password.wrong",
     "The address and the password do not belong together. You can always sign in "
     "by mail instead."},
    {"password.too_many",
     "Too many passwords were tried. Try again in {wait}, or sign in by mail."},
    {"password.busy", "Many people are signing in just now. Try again in a moment."},
    {"password.too_short", "Choose a longer password: ten characters or more."},
    {"password.too_long", "This password is too long."},
    {"password.leaked", "This password is known from a theft of data elsewhere. Choose another."},
    {"password.is_mail", "Your mail address is no secret. Choose another password."},
    {"password.too_simple", "This password repeats itself. Choose another."},
    {"passkey.too_many", "You have as many passkeys as an account can hold. Remove one first."},
    {"passkey.known", "This device already has a passkey of yours."},
    {"passkey.name", "This name is too long."},
    {"identity.taken", "This account elsewhere belongs to another reader here."},
    {"identity.too_many", "You have linked as many accounts as there can be. Remove one first."},
    {"identity.no_mail",
     "This provider did not tell a verified mail address. Sign in by mail, then "
     "link it in your account."},
    {"oidc.expired", "This took too long, or began in another browser. Try again."},
    {"oidc.denied", "The sign-in was called off at the provider."},
    {"oidc.unreachable", "The provider does not answer just now. Try again, or sign in by mail."},
    {"oidc.metadata", "The provider does not answer as it should. Try again, or sign in by mail."},
    {"oidc.state", "This took too long, or began in another browser. Try again."},
    {"oidc.code", "The provider did not accept its own answer. Try again."},
    {"oidc.token", "The provider's answer could not be verified. Nobody was signed in."},
    {"oidc.issuer", "The answer came from another provider. Nobody was signed in."},
    {"reader.name_too_short", "A name has at least two characters."},
    {"reader.name_too_long", "A name has at most forty characters."},
    {"reader.name_hidden_characters", "This name holds characters that nobody can see."},
    {"reader.name_mixed_scripts", "This name mixes letters of several scripts. Use one."},
    {"reader.name_like_address", "A name is not an address: leave out @ and web addresses."},
    {"reader.name_reserved", "This name could be taken for the newsroom's. Choose another."},
    {"reader.name_taken", "Somebody here has this name or one that looks like it. Choose another."},
    {"reader.name_too_soon", "You have changed your name lately. Try again in {wait}."},
    {"reader.bio_too_long", "These are more than 500 characters. Shorten them a little."},
    {"profile.banned", "You may not change this while you are banned. The reason: {words}"},
    {"profile.words.banned",
     "The newsroom lets nobody put this unread into a name or a profile: “{words}” "
     "(rule words.banned). Leave it out and save again."},
    {"profile.words.suspect",
     "Together with the links, the newsroom wants to look at this first: “{words}” "
     "(rule words.suspect). Leave it out and save again."},
    {"profile.links.new_reader",
     "A new reader’s profile has no links yet: “{words}” (rule links.new_reader). "
     "Leave it out and save again."},
    {"profile.links.many", "Together with other things, these are too many links: “{words}” (rule "
                           "links.many). Leave some out and save again."},
    {"profile.moderation.unavailable",
     "The newsroom’s rules could not be read just now. Try again in a moment."},
    {"reader.rules_not_accepted", "Please read the rules and say that you accept them."},
    {"reader.minimum_age_not_confirmed", "You need to be old enough to take part. Say so below."},
    {"reader.no_deletion", "No deletion was asked for."},
    {"picture.none", "Choose a picture first."},
    {"picture.unknown", "This is no picture that can be shown. Use JPEG, PNG or WebP."},
    {"picture.too_large", "This picture is too large. It may have two megabytes."},
    {"oidc.busy", "Many people are signing in there just now. Try again in a moment."},
    {"passkey.challenge_expired", "This took too long. Try again."},
    {"passkey.unknown", "This passkey belongs to no account here. Sign in by mail, then add it."},
    {"passkey.cloned",
     "This passkey was used in a way that suggests a copy. Sign in by mail and remove it."},
    {"review.asked_already", "You have already asked for this. Somebody is looking at it."},
    {"review.too_late", "This decision is too old to be looked at again."},
    {"review.words", "Say in a few words why it should be decided otherwise."},
    {"session.not_found", "You are no longer signed in there."},
    {"identity.not_found", "This account is no longer linked."},
    {"passkey.copied",
     "This passkey was used in a way that suggests a copy. Sign in by mail and remove it."},
    {"passkey.not_found", "This passkey is gone already."},
    {"review.not_found", "This decision cannot be looked at again."},
};

struct Unit {
    std::int64_t seconds;
    std::string_view one;
    std::string_view many;
};

constexpr Unit units[]{{86'400, "{count} day", "{count} days"},
                       {3'600, "{count} hour", "{count} hours"},
                       {60, "{count} minute", "{count} minutes"},
                       {1, "{count} second", "{count} seconds"}};

} // namespace

std::string_view sentence_of(std::string_view message_key)
{
    const auto* found = std::ranges::find(sentences, message_key, &Sentence::key);
    return found != std::end(sentences)
               ? found->words
               : std::string_view{
                     "That did not work. Go back, look at what you typed, and try again."};
}

std::string wait_words(std::string_view seconds, const site::RenderEnvironment& page)
{
    std::int64_t left = 0;
    std::from_chars(seconds.data(), seconds.data() + seconds.size(), left);
    left = std::max<std::int64_t>(left, 1);
    for (const auto& unit : units) {
        // Up to two of a unit are said in the smaller one: "90 minutes" is clearer than "2 hours".
        if (left < 2 * unit.seconds && unit.seconds > 1)
            continue;
        const auto count = (left + unit.seconds - 1) / unit.seconds;
        std::string out{page.theme.translate(page.language(), count == 1 ? unit.one : unit.many)};
        const auto place = out.find("{count}");
        if (place != std::string::npos)
            out.replace(place, 7, std::to_string(count));
        return out;
    }
    return {};
}

} // namespace masthead::account
