// What a word list costs a comment of 1,000 characters: none, 100, 10,000 and 50,000 entries, on
// prose of several scripts and on text that looks like one disguise after another. 10,000 entries
// are to add at most 20 us to prose of any.
#include "features/moderation/word_list.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace masthead::moderation;

// Entries as lists have them: words of three to ten letters, some phrases, some with a star.
std::vector<Rule> make_rules(std::size_t count)
{
    constexpr std::string_view letters = "etaoinshrdlucmfwypvbgkjqxz";
    std::mt19937 random{1};
    const auto word = [&] {
        std::string out;
        const auto length = 3 + random() % 8;
        while (out.size() < length)
            out += letters[std::min(random() % 26, random() % 26)];
        return out;
    };
    std::vector<Rule> rules(count);
    for (std::size_t i = 0; i < count; ++i) {
        rules[i].kind = i % 3 == 0 ? RuleKind::suspect : RuleKind::banned;
        rules[i].pattern = word() + (i % 10 == 0 ? " " + word() : "") + (i % 7 == 0 ? "*" : "");
        rules[i].language = i % 4 == 0 ? "en" : "";
    }
    return rules;
}

std::string cut_to(std::string text, std::size_t characters)
{
    std::size_t at = 0;
    for (; at < text.size() && characters > 0; ++at)
        characters -= (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
        ++at;
    return text.substr(0, at);
}

std::string thousand_of(std::string_view piece)
{
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += piece;
    return cut_to(text, 1'000);
}

const std::string english = thousand_of(
    "The harbour board said on Monday that the ferry strike would end by the weekend, but nobody "
    "who waits at the pier in the rain believes it; we have heard that twice this year. Why does "
    "the council not publish the contract? It is our money, and it's a well-known problem. ");
const std::string german = thousand_of(
    "Die Hafenbehörde erklärte am Montag, der Fährstreik werde bis zum Wochenende enden, doch "
    "niemand, der im Regen an der Mole wartet, glaubt daran; das hörten wir schon zweimal. ");
const std::string russian = thousand_of(
    "Портовое управление сообщило в понедельник, что забастовка паромщиков закончится к выходным, "
    "но никто из тех, кто ждёт под дождём на пристани, этому не верит. ");
const std::string chinese = thousand_of("港务局周一表示，渡轮罢工将在周末前结束，但在雨中等候的人没"
                                        "有一个相信；今年我们已经听过两次了。");
const std::string disguised = thousand_of("b.4.d $h1t fuuuck fück b\u0430d f u c k ");

void find_words(benchmark::State& state, const std::string& text)
{
    const WordList words{make_rules(static_cast<std::size_t>(state.range(0)))};
    for (auto _ : state) {
        const auto hits = words.find_in(text);
        benchmark::DoNotOptimize(hits.size());
    }
}

void sizes(benchmark::internal::Benchmark* benchmark)
{
    benchmark->Arg(0)->Arg(100)->Arg(10'000)->Arg(50'000)->Unit(benchmark::kMicrosecond);
}
BENCHMARK_CAPTURE(find_words, english, english)->Apply(sizes);
BENCHMARK_CAPTURE(find_words, german, german)->Apply(sizes);
BENCHMARK_CAPTURE(find_words, russian, russian)->Apply(sizes);
BENCHMARK_CAPTURE(find_words, chinese, chinese)->Apply(sizes);
BENCHMARK_CAPTURE(find_words, disguised, disguised)->Apply(sizes);

void build_list(benchmark::State& state)
{
    const auto rules = make_rules(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        const WordList words{rules};
        benchmark::DoNotOptimize(words.empty());
    }
}
BENCHMARK(build_list)->Arg(10'000)->Arg(50'000)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
