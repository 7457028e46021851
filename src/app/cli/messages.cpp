#include "app/cli/messages.hpp"

namespace masthead::app {

namespace {

struct Message {
    std::string_view key;
    std::string_view text; ///< a sentence; "%" stands for the refusal's detail
};

constexpr Message messages[]{
    {"story.not_found", "There is no story `%`. Give the last part of its address: for "
                        "/harbour-strike/ it is harbour-strike."},
    {"story.not_public", "The story `%` was never public: there is nothing to take back."},
    {"story.headline_missing", "The story `%` has no headline and cannot be published."},
    {"mail.invalid", "That is no mail address. It looks like mira@news.example."},
    {"mail.too_long", "That mail address is longer than mail allows."},
    {"mail.taken", "Somebody of staff has that address already. To give them a new link: "
                   "masthead staff invite MAIL"},
    {"staff.name", "A name is one line of at most 200 bytes, and not empty."},
    {"staff.not_found", "Nobody of staff who may come in has that address."},
    {"bounce.unreadable",
     "That is no report of a mail that could not be delivered (RFC 3464), or it "
     "does not say to whom it was sent. Give the whole message, with its head."},
    {"bounce.unknown",
     "This report is about no mail of this newsroom, or its code is wrong: nothing "
     "is marked."},
    {"demo.not_empty", "This newsroom has stories already; the demonstration would mix with them. "
                       "Give a new folder with --data DIR."},
};

} // namespace

std::string explain(const Failure& failure)
{
    for (const auto& message : messages) {
        if (message.key != failure.message_key)
            continue;
        std::string text{message.text};
        const auto place = text.find('%');
        if (place != std::string::npos)
            text.replace(place, 1, failure.detail);
        return text + "\n";
    }
    return (failure.detail.empty() ? "Refused: " + failure.message_key : failure.detail) + "\n";
}

} // namespace masthead::app
