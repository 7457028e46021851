#include "features/moderation/word_list.hpp"

#include "core/base/text.hpp"
#include "features/moderation/reading.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <span>
#include <tuple>

namespace masthead::moderation {

namespace {

// Two letters can be found in too many disguises.
constexpr std::size_t disguised_bytes_min = 3;

std::string_view without_stars(std::string_view pattern)
{
    pattern = trim(pattern);
    while (pattern.starts_with('*'))
        pattern.remove_prefix(1);
    while (pattern.ends_with('*'))
        pattern.remove_suffix(1);
    return trim(pattern);
}

bool is_turkic(std::string_view language)
{
    return language == "tr" || language == "az" || language.starts_with("tr-") ||
           language.starts_with("az-");
}

// I is the capital of ı, and İ of i: only then do two words of Turkish differ as its readers say.
std::string turkish_fold(std::string_view text)
{
    auto folded =
        icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<int>(text.size())});
    folded.foldCase(U_FOLD_CASE_EXCLUDE_SPECIAL_I);
    std::string out;
    return plain_form(folded.toUTF8String(out));
}

std::string replace_all(std::string text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

WordList::Entry entry_of(const Rule& rule)
{
    const auto pattern = trim(rule.pattern);
    WordList::Entry entry;
    entry.kind = rule.kind;
    entry.pattern = rule.pattern;
    entry.open_front = pattern.starts_with('*');
    entry.open_back = pattern.ends_with('*');
    entry.ignores_accents = rule.language == "en" || rule.language.starts_with("en-");
    entry.is_turkish = is_turkic(rule.language);
    if (entry.is_turkish)
        entry.turkish_form = turkish_fold(without_stars(pattern));
    return entry;
}

/// An occurrence, in places of the folded letters.
struct Occurrence {
    std::uint32_t entry = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0; ///< one past the last letter
};

// What a text met so far, while its readings are gone through.
class Search {
public:
    Search(std::string_view text, std::span<const FoldedLetter> letters,
           std::span<const WordList::Entry> entries)
        : text_(text), letters_(letters), entries_(entries)
    {
    }

    void read(const Reading& reading, const WordAutomaton& automaton)
    {
        automaton.find_all(
            reading.bytes(), [&](std::uint32_t number, std::size_t begin, std::size_t end) {
                const auto& entry = entries_[number];
                if ((reading.place(begin).is_edge || entry.open_front) &&
                    (reading.place(end).is_edge || entry.open_back) &&
                    is_readable(entry, reading, end - begin))
                    add(number, reading.place(begin).letter, reading.place(end - 1).letter + 1);
            });
    }

    std::vector<WordHit> take()
    {
        std::ranges::sort(allowed_, {}, &Occurrence::begin);
        std::uint32_t reach = 0;
        for (auto& allowed : allowed_)
            reach = allowed.end = std::max(allowed.end, reach);
        std::ranges::sort(found_, [](const Occurrence& a, const Occurrence& b) {
            return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
        });
        std::vector<WordHit> hits;
        for (const auto& one : found_)
            if (!is_excused(one))
                report(one, hits);
        return hits;
    }

private:
    static bool is_readable(const WordList::Entry& entry, const Reading& reading,
                            std::size_t length)
    {
        switch (reading.read_as()) {
        case ReadAs::plain: return true;
        case ReadAs::disguised: return length >= disguised_bytes_min;
        case ReadAs::bare: return entry.ignores_accents && length >= disguised_bytes_min;
        }
        return true;
    }

    std::string_view original(const Occurrence& one) const
    {
        const auto begin = letters_[one.begin].begin;
        return text_.substr(begin, letters_[one.end - 1].end - begin);
    }

    void add(std::uint32_t number, std::uint32_t begin, std::uint32_t end)
    {
        const auto& entry = entries_[number];
        const Occurrence one{number, begin, end};
        if (entry.is_turkish && !is_same_in_turkish(entry, one))
            return;
        (entry.kind == RuleKind::allowed ? allowed_ : found_).push_back(one);
    }

    // Only the four letters i are in doubt; whatever else was read through a disguise stays so.
    bool is_same_in_turkish(const WordList::Entry& entry, const Occurrence& one) const
    {
        const auto words = original(one);
        if (words.find_first_of("Iiİı") == std::string_view::npos)
            return true;
        return turkish_fold(words) == entry.turkish_form;
    }

    bool is_excused(const Occurrence& one) const
    {
        const auto after = std::ranges::upper_bound(allowed_, one.begin, {}, &Occurrence::begin);
        return after != allowed_.begin() && std::prev(after)->end >= one.end;
    }

    void report(const Occurrence& one, std::vector<WordHit>& hits)
    {
        const auto& entry = entries_[one.entry];
        auto& count = counts_[static_cast<std::size_t>(entry.kind)];
        if (count >= word_hits_max)
            return;
        const bool is_known = std::ranges::any_of(hits, [&](const WordHit& hit) {
            return hit.kind == entry.kind && hit.pattern == entry.pattern;
        });
        if (is_known)
            return;
        ++count;
        hits.push_back({entry.kind, entry.pattern, std::string{original(one)}});
    }

    std::string_view text_;
    std::span<const FoldedLetter> letters_;
    std::span<const WordList::Entry> entries_;
    std::vector<Occurrence> found_;
    std::vector<Occurrence> allowed_;
    std::array<std::size_t, 4> counts_{};
};

} // namespace

WordList::WordList(const std::vector<Rule>& rules)
{
    std::vector<WordAutomaton::Pattern> patterns;
    for (const auto& rule : rules) {
        if (rule.kind == RuleKind::mail_domain || !is_usable_pattern(rule.pattern))
            continue;
        const auto number = static_cast<std::uint32_t>(entries_.size());
        entries_.push_back(entry_of(rule));
        const auto form = plain_form(without_stars(rule.pattern));
        patterns.push_back({form, number});
        if (!entries_.back().is_turkish)
            continue;
        const auto with_dots = replace_all(form, "ı", "i");
        if (with_dots != form)
            patterns.push_back({with_dots, number});
    }
    automaton_ = WordAutomaton{std::move(patterns)};
}

std::vector<WordHit> WordList::find_in(std::string_view text) const
{
    if (empty())
        return {};
    const auto letters = fold_text(text);
    Search search{text, letters, entries_};
    Reading reading;
    read_plainly(letters, reading);
    search.read(reading, automaton_);
    read_disguises(letters, [&](const Reading& way) { search.read(way, automaton_); });
    return search.take();
}

bool is_usable_pattern(std::string_view pattern)
{
    return pattern.size() <= rule_pattern_bytes_max && is_valid_utf8(pattern) &&
           !plain_form(without_stars(pattern)).empty();
}

} // namespace masthead::moderation
