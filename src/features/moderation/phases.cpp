#include "features/moderation/phases.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/text/clean_text.hpp"

#include <unicode/uchar.h>

#include <map>

namespace masthead::moderation {

namespace {

std::string shown(std::string_view words)
{
    return std::string{cut_utf8(words, finding_words_bytes_max)};
}

Finding suspicion(Phase phase, std::string rule, std::string_view words)
{
    return {phase, Outcome::suspect, std::move(rule), shown(words)};
}

bool is_seen(char32_t c)
{
    const auto point = static_cast<UChar32>(c);
    return u_isgraph(point) && !u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool is_anything_seen(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();)
        if (is_seen(text::next_code_point(text, at)))
            return true;
    return false;
}

std::optional<Finding> judge_shouting(std::string_view text)
{
    std::size_t capitals = 0;
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = static_cast<UChar32>(text::next_code_point(text, at));
        const bool has_case = u_isupper(point) || u_islower(point);
        letters += has_case;
        capitals += has_case && u_isupper(point);
    }
    if (letters < shouting_letters_min ||
        capitals * 100 < letters * static_cast<std::size_t>(shouting_percent_min))
        return std::nullopt;
    return suspicion(Phase::repetition, "repetition.shouting", text);
}

// Lines and dots that divide a text are no noise.
bool is_divider(char32_t c)
{
    constexpr std::string_view dividers = "-_=*.~# \n\t";
    return c < 0x80 && dividers.find(static_cast<char>(c)) != std::string_view::npos;
}

std::optional<Finding> judge_repeated_characters(std::string_view text)
{
    char32_t last = 0;
    int run = 0;
    std::size_t run_begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto c = text::next_code_point(text, at);
        if (c != last || is_divider(c)) {
            last = c;
            run = 0;
            run_begin = begin;
        }
        if (++run >= repeated_characters_min)
            return suspicion(Phase::repetition, "repetition.characters",
                             text.substr(run_begin, at - run_begin));
    }
    return std::nullopt;
}

std::optional<Finding> judge_repeated_lines(std::string_view text)
{
    std::map<std::string_view, int> seen;
    for (const auto line : split(text, '\n')) {
        const auto words = trim(line);
        if (!words.empty() && is_anything_seen(words) && ++seen[words] >= repeated_lines_min)
            return suspicion(Phase::repetition, "repetition.lines", words);
    }
    return std::nullopt;
}

} // namespace

std::optional<Finding> judge_length(std::string_view text)
{
    if (!is_anything_seen(text))
        return Finding{Phase::length, Outcome::refuse, "length.empty", ""};
    if (text.size() > limits::comment_bytes_max)
        return Finding{Phase::length, Outcome::refuse, "length.too_long", ""};
    return std::nullopt;
}

std::vector<Finding> judge_repetition(std::string_view text)
{
    std::vector<Finding> findings;
    for (auto* const judge : {&judge_shouting, &judge_repeated_characters, &judge_repeated_lines})
        if (auto finding = judge(text))
            findings.push_back(std::move(*finding));
    return findings;
}

std::optional<Finding> judge_links(const std::vector<std::string>& links, int approved_count)
{
    if (links.empty())
        return std::nullopt;
    if (approved_count < links_after_approved_min)
        return Finding{Phase::links, Outcome::hold, "links.new_reader", shown(links.front())};
    if (links.size() > links_unsuspicious_max)
        return suspicion(Phase::links, "links.many", links.front());
    return std::nullopt;
}

std::vector<Finding> judge_words(const WordList& words, std::string_view text)
{
    std::vector<Finding> findings;
    for (const auto& hit : words.find_in(text)) {
        if (hit.kind == RuleKind::banned)
            findings.push_back({Phase::words, Outcome::hold, "words.banned", shown(hit.words)});
        else
            findings.push_back(suspicion(Phase::words, "words.suspect", hit.words));
    }
    return findings;
}

std::optional<Finding> judge_new_reader(int approved_count, int held_first)
{
    if (approved_count >= held_first)
        return std::nullopt;
    return Finding{Phase::new_reader, Outcome::hold, "new_reader.first_comments", ""};
}

std::optional<Finding> judge_mail_domain(const RuleBook& book, std::string_view domain)
{
    const auto listed = book.find_disposable_domain(domain);
    if (listed.empty())
        return std::nullopt;
    return Finding{Phase::mail_domain, Outcome::hold, "mail_domain.disposable", shown(listed)};
}

std::optional<Finding> judge_honeypot(Honeypot honeypot)
{
    if (honeypot == Honeypot::empty)
        return std::nullopt;
    return Finding{Phase::honeypot, Outcome::hold, "honeypot.filled", ""};
}

std::optional<Finding> judge_writing_time(const std::optional<Milliseconds>& writing_time)
{
    if (!writing_time || *writing_time >= writing_time_min)
        return std::nullopt;
    return suspicion(Phase::time_trap, "time_trap.too_fast",
                     std::to_string(writing_time->count()) + " ms");
}

} // namespace masthead::moderation
