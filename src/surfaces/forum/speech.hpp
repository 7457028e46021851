#pragma once

#include "core/base/result.hpp"
#include "surfaces/site/theme.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace masthead::forum {

/// What the forum says to a reader, in the newsroom's language and the theme's words. Lives as long
/// as the theme it borrows; for one answer.
class Speech {
public:
    Speech(const site::Theme& theme, std::string_view language) : theme_(theme), language_(language)
    {
    }

    using Slots = std::initializer_list<std::pair<std::string_view, std::string>>;

    /// A word or sentence by its English, `{name}` filled in.
    std::string say(std::string_view english, Slots slots = {}) const;

    /// Why a verb refused, in words that say what to do next.
    std::string refusal(const Failure& failure) const;

    /// Why a comment is held, by the exact rule.
    std::string held(std::string_view rule) const;

private:
    const site::Theme& theme_;
    std::string language_;
};

/// Every sentence that refusals and holds can say, for the theme's words to be checked against.
std::vector<std::string_view> all_sentences();

} // namespace masthead::forum
