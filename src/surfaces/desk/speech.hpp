#pragma once

#include "core/base/slots.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace masthead::desk {

/// The desk's words by language, out of `themes/desk/locales`. Immutable. Threads: any.
class WordLists {
public:
    /// Throws std::runtime_error where a list is no object of texts.
    WordLists();

    bool has(std::string_view language) const { return lists_.contains(language); }

    /// `english` in a language that there is a list for, else as it stands.
    std::string_view translate(std::string_view language, std::string_view english) const;

private:
    using Words = std::map<std::string, std::string, std::less<>>;
    std::map<std::string, Words, std::less<>> lists_;
};

/// What the desk says on one page: in the newsroom's language, or in English where there are no
/// words of it. Borrows the lists; for one answer.
class Speech {
public:
    using Slots = std::initializer_list<std::pair<std::string_view, std::string>>;

    /// `language` is a BCP 47 tag; "de-AT" is spoken to with the words of "de".
    Speech(const WordLists& lists, std::string_view language);

    /// A word or sentence by its English.
    std::string_view word(std::string_view english) const;

    /// The same with each `{name}` filled in.
    std::string say(std::string_view english, Slots slots) const;

    /// `text` with each `{name}` of `find(name)` put in; on a page that runs from right to left
    /// each value is set apart, so that a Latin name does not turn the date behind it.
    template <class Find>
    std::string filled(std::string_view text, Find&& find) const
    {
        return with_slots(text, [&](std::string_view name) {
            auto value = find(name);
            if (value)
                value = set_apart(std::move(*value));
            return value;
        });
    }

    /// For the page's `lang`.
    const std::string& language() const { return language_; }
    /// "ltr" or "rtl", for its `dir`.
    std::string_view direction() const;

private:
    std::string set_apart(std::string value) const;

    const WordLists& lists_;
    std::string language_; ///< as the newsroom calls it
    std::string list_;     ///< whose words it is spoken with
};

} // namespace masthead::desk
