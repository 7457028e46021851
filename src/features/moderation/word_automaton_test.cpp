#include "features/moderation/word_automaton.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <tuple>

namespace masthead::moderation {

namespace {

using Found = std::tuple<std::uint32_t, std::size_t, std::size_t>;

std::vector<Found> found_by_automaton(const std::vector<std::string>& words, std::string_view text)
{
    std::vector<WordAutomaton::Pattern> patterns;
    for (std::uint32_t i = 0; i < words.size(); ++i)
        patterns.push_back({words[i], i});
    std::vector<Found> found;
    WordAutomaton{patterns}.find_all(text,
                                     [&](std::uint32_t number, std::size_t begin, std::size_t end) {
                                         found.emplace_back(number, begin, end);
                                     });
    std::ranges::sort(found);
    return found;
}

std::vector<Found> found_by_looking(const std::vector<std::string>& words, std::string_view text)
{
    std::vector<Found> found;
    for (std::uint32_t i = 0; i < words.size(); ++i)
        for (auto at = text.find(words[i]); !words[i].empty() && at != std::string_view::npos;
             at = text.find(words[i], at + 1))
            found.emplace_back(i, at, at + words[i].size());
    std::ranges::sort(found);
    return found;
}

} // namespace

TEST_CASE("every string is found wherever it stands, also inside and across others")
{
    const std::vector<std::string> words{"he", "she", "his", "hers", "e", "", "he"};
    CHECK(found_by_automaton(words, "ushers") == found_by_looking(words, "ushers"));
    CHECK(found_by_automaton(words, "ushers").size() == 5);
    CHECK(found_by_automaton({}, "ushers").empty());
    CHECK(found_by_automaton(words, "").empty());
}

TEST_CASE("strings of all bytes that there are, and of all but one, are told apart")
{
    std::vector<std::string> words;
    for (int byte = 0; byte < 256; ++byte)
        words.push_back({static_cast<char>(byte), static_cast<char>(255 - byte)});
    std::string text;
    for (const auto& word : words)
        text += word;
    CHECK(found_by_automaton(words, text) == found_by_looking(words, text));
    std::erase_if(words,
                  [](const std::string& word) { return word.find('\0') != std::string::npos; });
    CHECK(found_by_automaton(words, text) == found_by_looking(words, text));
}

TEST_CASE("any strings in any text are found as by looking for each of them")
{
    std::mt19937 random{2026};
    const auto letters = [&](std::size_t length) {
        std::string out;
        while (out.size() < length)
            out += "ab\xff"[random() % 3];
        return out;
    };
    for (int round = 0; round < 300; ++round) {
        std::vector<std::string> words;
        for (int i = 0; i < 12; ++i)
            words.push_back(letters(random() % 6));
        const auto text = letters(random() % 60);
        CAPTURE(text);
        REQUIRE(found_by_automaton(words, text) == found_by_looking(words, text));
    }
}

} // namespace masthead::moderation
