#include "surfaces/forum/speech.hpp"

#include "features/comments/comment.hpp"

#include <algorithm>
#include <array>

namespace masthead::forum {

namespace {

struct Sentence {
    std::string_view key;
    std::string_view english;
};

constexpr std::string_view sentence_unknown =
    "That did not work. Your words are kept; please try again in a moment.";

// By message_key; the keys are what the verbs promise in their headers.
constexpr std::array refusals{
    Sentence{"comment.empty", "There is nothing to read in it yet."},
    Sentence{"comment.not_text", "Some of these characters are no text. Please type them anew."},
    Sentence{"comment.too_long",
             "It is longer than a comment may be, about 16,000 letters. Please shorten it."},
    Sentence{"comment.too_many_links", "It has more than ten links. Please leave some out."},
    Sentence{"comment.story_gone", "The story is no longer there."},
    Sentence{"comment.parent_gone",
             "The comment you answer is no longer there. You can post your words on their own."},
    Sentence{"comment.reply_blocked",
             "You cannot answer this reader: one of you has blocked the other."},
    Sentence{"comment.mention_blocked",
             "You cannot mention a reader where one of you has blocked the other. "
             "Please take the name out."},
    Sentence{"comment.gone", "The comment is no longer there."},
    Sentence{"comment.closed", "The conversation is closed to new comments."},
    Sentence{"comment.reader_not_active", "This account cannot write at present."},
    Sentence{"comment.banned",
             "You cannot write here at present. The message we sent you says why, "
             "for how long, and how to have it looked at again."},
    Sentence{"comment.refused", "The rules of this newspaper do not allow this text."},
    Sentence{"comment.too_deep", "This thread has become too deep. Please answer further up."},
    Sentence{"comment.key", "This form was damaged on its way. Please post again."},
    Sentence{"comment.too_soon", "You can post again in {wait}."},
    Sentence{"comment.edit_too_late", "The time for changing it is over."},
    Sentence{"comment.too_many_edits", "It has been changed too often to be changed again."},
    Sentence{"comment.not_so", "This does not fit how the comment stands now."},
    Sentence{"comment.words_changed",
             "The author has changed these words since you read them. Here they are as they stand "
             "now. Please decide again."},
    Sentence{"quote.empty", "The passage you quote is empty."},
    Sentence{"quote.not_found", "The passage you quote does not stand there."},
    Sentence{"quote.too_long", "The passage you quote is too long. Please choose a shorter one."},
    Sentence{"quote.comment_gone", "The comment you quote is no longer there."},
    Sentence{"quote.blocked", "You cannot quote this reader: one of you has blocked the other."},
    Sentence{"respect.blocked",
             "You cannot give this reader respect: one of you has blocked the other."},
    Sentence{"follow.blocked", "You cannot follow this reader: one of you has blocked the other."},
    Sentence{"follow.self", "You cannot follow yourself."},
    Sentence{"follow.gone", "There is nothing here any more that could be followed."},
    Sentence{"follow.too_many",
             "You follow 5,000 readers and things already. Please unfollow some first."},
    Sentence{"block.self", "You cannot block yourself."},
    Sentence{"block.staff", "Who answers for the newspaper cannot be blocked. You can mute them."},
    Sentence{"block.too_many", "You have blocked 5,000 readers already."},
    Sentence{"mute.self", "You cannot mute yourself."},
    Sentence{"mute.too_many", "You have muted 5,000 readers already."},
    Sentence{"reader.not_found", "This reader is no longer here."},
    Sentence{"respect.own", "Your own comment cannot have your respect."},
    Sentence{"report.own", "This is your own comment. You can delete it."},
    Sentence{"report.reason", "Please choose what is wrong with it."},
    Sentence{"report.too_long", "Please say it in fewer words."},
    Sentence{"report.too_many",
             "You have sent many reports today. Please go on tomorrow, or write to the newsroom."},
    Sentence{"decision.rule_missing", "Please name the rule or law for a removal."},
    Sentence{"decision.action", "Please choose what is to be done."},
    Sentence{"draft.too_large", "It is too long to be kept as a draft."},
    Sentence{"notice.place", "Please give the address of the content, from your browser."},
    Sentence{"notice.why", "Please say why you believe that it is illegal."},
    Sentence{"notice.name", "Please give your name."},
    Sentence{"notice.mail", "Please give a mail address, for the answer."},
    Sentence{"notice.good_faith", "Please confirm that what you say is true as far as you know."},
    Sentence{"notice.too_many", "Too many notices came from your network today."},
    Sentence{"notice.too_many_of_mail", "Too many notices came with this mail address today."},
    Sentence{"form.unreadable", "The form could not be read. Please send it again."},
    Sentence{"reader.sign_in", "Please sign in to post. Your words are kept."},
};

// By the part of a rule before its dot, or the whole rule.
constexpr std::array holds{
    Sentence{"words", "It contains words that a moderator looks at first."},
    Sentence{"links", "It contains links, and comments of new readers with links are read first."},
    Sentence{"new_reader", "The first comments of every new reader are read before they appear."},
    Sentence{"mode", "Every comment in this conversation is read before it appears."},
    Sentence{"duplicate", "It is very like another recent comment."},
    Sentence{"repetition", "It repeats itself in a way that machines often do."},
    Sentence{"length", "Its length is unusual."},
    Sentence{"mail_domain", "Your mail address is of a kind that is often thrown away."},
    Sentence{"honeypot", "Something filled in a field that people do not see."},
    Sentence{"time_trap", "It was sent sooner than it could have been written."},
    Sentence{"reports", "Several readers have reported it."},
    Sentence{"conversation", "The newsroom looks through this whole conversation."},
    Sentence{"moderation", "The rules could not be read just now, and nothing unread goes public."},
};
constexpr std::string_view hold_unknown = "A moderator looks at it first.";

constexpr std::array durations{std::string_view{"{count} seconds"},
                               std::string_view{"{count} minutes"},
                               std::string_view{"{count} hours"}};

template <class Sentences>
std::string_view find_in(const Sentences& sentences, std::string_view key)
{
    const auto found = std::ranges::find(sentences, key, &Sentence::key);
    return found == sentences.end() ? std::string_view{} : found->english;
}

std::string wait_words(const Speech& speech, int seconds)
{
    constexpr int minute = 60, hour = 3'600;
    if (seconds < 2 * minute)
        return speech.say(durations[0], {{"count", std::to_string(seconds)}});
    if (seconds < 2 * hour)
        return speech.say(durations[1], {{"count", std::to_string((seconds + 59) / minute)}});
    return speech.say(durations[2], {{"count", std::to_string((seconds + hour - 1) / hour)}});
}

} // namespace

std::string Speech::say(std::string_view english, Slots slots) const
{
    std::string text{theme_.translate(language_, english)};
    for (const auto& [name, value] : slots) {
        const auto slot = "{" + std::string{name} + "}";
        if (const auto at = text.find(slot); at != std::string::npos)
            text.replace(at, slot.size(), value);
    }
    return text;
}

std::string Speech::refusal(const Failure& failure) const
{
    if (const auto seconds = comments::seconds_to_wait(failure))
        return say(find_in(refusals, "comment.too_soon"), {{"wait", wait_words(*this, *seconds)}});
    const auto english = find_in(refusals, failure.message_key);
    return say(english.empty() ? sentence_unknown : english);
}

std::string Speech::held(std::string_view rule) const
{
    const auto english = find_in(holds, rule.substr(0, rule.find('.')));
    return say(english.empty() ? hold_unknown : english);
}

std::vector<std::string_view> all_sentences()
{
    std::vector<std::string_view> all{sentence_unknown, hold_unknown};
    for (const auto& sentence : refusals)
        all.push_back(sentence.english);
    for (const auto& sentence : holds)
        all.push_back(sentence.english);
    all.insert(all.end(), durations.begin(), durations.end());
    return all;
}

} // namespace masthead::forum
