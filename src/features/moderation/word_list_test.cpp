#include "features/moderation/word_list.hpp"

#include "growth.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace masthead::moderation {

namespace {

struct Row {
    const char* name;
    const char* pattern;
    const char* language;
    const char* text;
    const char* words; ///< what is found, empty for nothing
};

std::string found_in(const Row& row)
{
    Rule rule;
    rule.pattern = row.pattern;
    rule.language = row.language;
    const auto hits = WordList{{rule}}.find_in(row.text);
    return hits.empty() ? "" : hits.front().words;
}

void check_rows(std::initializer_list<Row> rows)
{
    for (const auto& row : rows) {
        const std::string name = row.name;
        CAPTURE(name);
        CHECK(found_in(row) == std::string{row.words});
    }
}

} // namespace

TEST_CASE("a word is found as a whole word, in any case, and never inside a longer one")
{
    check_rows({
        {"alone", "bad", "", "bad", "bad"},
        {"in a sentence", "bad", "", "That was BAD, was it?", "BAD"},
        {"at the end", "bad", "", "so bad", "bad"},
        {"before a genitive", "bad", "", "bad's", "bad"},
        {"between quotes", "bad", "", "\u201cbad\u201d", "bad"},
        {"with an underscore", "bad", "", "very_bad_idea", "bad"},
        {"Scunthorpe", "cunt", "", "A trip to Scunthorpe", ""},
        {"Penistone and Essex", "penis", "", "From Penistone to Essex", ""},
        {"class", "ass", "", "First class assassins pass the bass", ""},
        {"assessment in capitals", "ass", "", "ASSESSMENT", ""},
        {"shitake", "shit", "", "shiitake and shitake mushrooms", ""},
        {"he'll is not hell", "hell", "", "he'll say she'll go", ""},
        {"who're", "whore", "", "those who're here", ""},
        {"a road", "ass", "", "Take the A55 to Bangor", ""},
        {"a screen and a chord", "asus", "", "4K A5 sus4", ""},
        {"sentences that touch", "messhe", "", "It was a mess.He left", ""},
        {"a hyphen between words", "wellknown", "", "well-known", ""},
        {"numbers are no letters", "sos", "", "505", ""},
        {"a number behind a word ends it", "bad", "", "bad2", "bad"},
        {"number entries are exact", "1488", "", "call 1488 now", "1488"},
        {"number entries inside longer numbers", "1488", "", "214880", ""},
    });
}

TEST_CASE("a star lets a word go on")
{
    check_rows({
        {"behind", "idiot*", "", "idiotic", "idiot"},
        {"behind, not before", "idiot*", "", "superidiot", ""},
        {"before", "*idiot", "", "superidiot", "idiot"},
        {"before, not behind", "*idiot", "", "superidiotic", ""},
        {"both", "*idiot*", "", "superidiotic", "idiot"},
        {"none", "idiot", "", "idiotic", ""},
    });
}

TEST_CASE("phrases are found over any white space and punctuation")
{
    check_rows({
        {"a space", "go home", "", "you go home", "go home"},
        {"a line and a comma", "go home", "", "go,\n home!", "go,\n home"},
        {"not the words apart", "go home", "", "go away home", ""},
        {"an apostrophe in the entry", "don't care", "", "I DON\u2019T care", "DON\u2019T care"},
    });
}

TEST_CASE("languages keep their own letters")
{
    check_rows({
        {"German compound", "arsch", "de", "Barschheit und Marschmusik", ""},
        {"German compound with a star", "arschloch*", "de", "Arschlochverhalten", "Arschloch"},
        {"German capital sharp s", "scheiße", "de", "SCHEISSE", "SCHEISSE"},
        {"German sharp s in the text", "scheisse", "de", "Scheiße", "Scheiße"},
        {"umlaut written in two", "blöd", "de", "blo\u0308d", "blo\u0308d"},
        {"umlaut matters", "schon", "de", "schön", ""},
        {"Spanish year", "ano", "es", "el año pasado", ""},
        {"Spanish cone", "coño", "es", "un cono azul", ""},
        {"Spanish exact", "coño", "es", "COÑO", "COÑO"},
        {"English looks through accents", "fuck", "en", "fück this", "fück"},
        {"no language does not", "fuck", "", "fück this", ""},
        {"Turkish: often is no insult", "sik", "tr", "sık sık gelir", ""},
        {"Turkish: capital dotless", "sik", "tr", "SIK SIK", ""},
        {"Turkish: capital dotted", "sik", "tr", "SİK", "SİK"},
        {"Turkish: lower", "sik", "tr", "sik", "sik"},
        {"Turkish: dotless entry", "sıkıcı", "tr", "SIKICI", "SIKICI"},
        {"Turkish: dotless entry, dotted text", "sıkıcı", "tr", "sikici", ""},
        {"English capital I", "shit", "", "SHIT", "SHIT"},
        {"English dotless disguise", "shit", "en", "shıt", "shıt"},
        {"Greek without tonos", "μαλάκας", "el", "ΜΑΛΑΚΑΣ", "ΜΑΛΑΚΑΣ"},
        {"Greek last sigma", "μαλακας", "el", "μαλάκας", "μαλάκας"},
        {"Russian yo", "ёж", "ru", "еж", "еж"},
        {"Russian short i matters", "май", "ru", "маи", ""},
        {"French ligature", "sœur", "fr", "SŒUR", "SŒUR"},
    });
}

TEST_CASE("Arabic and Hebrew are found without points, tatweel and joiners")
{
    check_rows({
        {"plain", "كلب", "ar", "يا كلب", "كلب"},
        {"tatweel", "كلب", "ar", "كـلــب", "كـلــب"},
        {"points", "كلب", "ar", "كَلْبٌ", "كَلْبٌ"},
        {"Persian kaf", "كلب", "ar", "کلب", "کلب"},
        {"hamza left out", "أحمق", "ar", "احمق", "احمق"},
        {"presentation forms", "كلب", "ar", "ﻛﻠﺐ", "ﻛﻠﺐ"},
        {"inside a word", "كلب", "ar", "كلبات", ""},
        {"inside a word with a star", "كلب*", "ar", "كلبات", "كلب"},
        {"Hebrew points", "כלב", "he", "כֶּלֶב", "כֶּלֶב"},
    });
}

TEST_CASE("scripts without spaces are found anywhere")
{
    check_rows({
        {"Chinese", "笨蛋", "zh", "你是个笨蛋吗", "笨蛋"},
        {"Chinese with a dot", "笨蛋", "zh", "笨.蛋", "笨.蛋"},
        {"Chinese three apart", "大笨蛋", "zh", "大 笨 蛋", "大 笨 蛋"},
        {"Chinese zero width", "笨蛋", "zh", "笨\u200b蛋", "笨\u200b蛋"},
        {"Japanese kana", "ばか", "ja", "お前はばかだ", "ばか"},
        {"Japanese halfwidth", "バカ", "ja", "ﾊﾞｶ", "ﾊﾞｶ"},
        {"Thai", "ควาย", "th", "เขาเป็นควายจริง", "ควาย"},
        {"Latin inside Chinese", "bad", "", "很bad吗", "bad"},
        {"Korean keeps spaces", "바보", "ko", "바보야", ""},
        {"Korean with a star", "바보*", "ko", "바보야", "바보"},
        {"a picture", "🖕", "", "so there🖕🏽!", "🖕"},
    });
}

TEST_CASE("disguises are looked through")
{
    check_rows({
        {"zero width space", "badword", "", "bad\u200bword", "bad\u200bword"},
        {"zero width joiner", "badword", "", "b\u200da\u200dd\u200dword",
         "b\u200da\u200dd\u200dword"},
        {"soft hyphen", "badword", "", "bad\u00adword", "bad\u00adword"},
        {"tag characters", "badword", "", "bad\U000E0061word", "bad\U000E0061word"},
        {"variation selector", "badword", "", "bad\ufe0fword", "bad\ufe0fword"},
        {"fullwidth", "badword", "", "ｂａｄｗｏｒｄ", "ｂａｄｗｏｒｄ"},
        {"mathematical", "badword", "", "𝓫𝓪𝓭𝔀𝓸𝓻𝓭", "𝓫𝓪𝓭𝔀𝓸𝓻𝓭"},
        {"circled", "badword", "", "ⓑⓐⓓⓦⓞⓡⓓ", "ⓑⓐⓓⓦⓞⓡⓓ"},
        {"negative squared", "badword", "", "🅱🅰🅳🆆🅾🆁🅳", "🅱🅰🅳🆆🅾🆁🅳"},
        {"struck through", "badword", "", "b\u0336a\u0336d\u0336word", "b\u0336a\u0336d\u0336word"},
        {"leetspeak", "asshole", "", "4ssh0l3", "4ssh0l3"},
        {"leetspeak with one for l", "asshole", "", "4ssho1e", "4ssho1e"},
        {"leetspeak with one for i", "bitch", "", "b1tch", "b1tch"},
        {"signs", "bitch", "", "b!tch, please", "b!tch"},
        {"dollars", "ass", "", "what an a$$!", "a$$"},
        {"dollar in front", "shit", "", "$hit", "$hit"},
        {"dots", "bad", "", "b.a.d", "b.a.d"},
        {"stars", "fuck", "", "f*u*c*k off", "f*u*c*k"},
        {"a hyphen after one letter", "fuck", "", "f-uck", "f-uck"},
        {"pairs", "fuck", "", "fu-ck", "fu-ck"},
        {"spaces", "fuck", "", "oh f u c k", "f u c k"},
        {"spaces behind a single letter", "fuck", "", "a f u c k", "f u c k"},
        {"spaces and wide gaps", "you", "", "f u c k  y o u", "y o u"},
        {"drawn out", "fuck", "", "fuuuuuck", "fuuuuuck"},
        {"drawn out double letter", "asshole", "", "assssshole", "assssshole"},
        {"drawn out and spelt", "fuck", "", "f.u.u.u.c.k", "f.u.u.u.c.k"},
        {"two are not drawn out", "bob", "", "boob", ""},
        {"letters spaced for weight", "ass", "", "C L A S S I C", ""},
        {"Cyrillic in a Latin word", "badword", "", "b\u0430dw\u043erd", "b\u0430dw\u043erd"},
        {"Cyrillic capital", "bad", "", "\u0412AD", "\u0412AD"},
        {"Greek in a Latin word", "bad", "", "b\u03b1d", "b\u03b1d"},
        {"all Cyrillic in an English text", "cop", "", "a crooked \u0441\u043e\u0440 came along",
         "\u0441\u043e\u0440"},
        {"a Russian word is no Latin one", "cop", "", "\u044d\u0442\u043e \u0441\u043e\u0440", ""},
        {"Latin in a Russian word", "сука", "ru", "ты \u0063ук\u0061", "\u0063ук\u0061"},
        {"Russian dots", "сука", "ru", "с.у.к.а", "с.у.к.а"},
        {"Russian digits", "козёл", "ru", "к0зёл", "к0зёл"},
        {"small capitals", "bad", "", "ʙᴀᴅ", "ʙᴀᴅ"},
        {"all at once", "badword", "", "b\u200b.\u0430.d.w.0.r.d", "b\u200b.\u0430.d.w.0.r.d"},
    });
}

TEST_CASE("addresses are read as they stand")
{
    check_rows({
        {"a mail address", "abc", "", "write to a@b.c.example", ""},
        {"a link's separators", "abcd", "", "https://a.b/c/d", ""},
        {"a word in a link", "casino", "", "https://best-casino.example/win", "casino"},
    });
}

TEST_CASE("an allowed word excuses what stands inside it and nothing else")
{
    Rule banned;
    banned.pattern = "ばか";
    Rule allowed;
    allowed.kind = RuleKind::allowed;
    allowed.pattern = "ばかり";
    const WordList words{{banned, allowed}};
    CHECK(words.find_in("遊んでばかりいる").empty());
    CHECK(words.find_in("ばかりか、ばか").size() == 1);
}

TEST_CASE("every kind is reported with the entry and the reader's own words, an entry once")
{
    Rule banned;
    banned.pattern = "bad";
    Rule suspect;
    suspect.kind = RuleKind::suspect;
    suspect.pattern = "dubious*";
    Rule domain;
    domain.kind = RuleKind::mail_domain;
    domain.pattern = "example";
    const auto hits = WordList{{banned, suspect, domain}}.find_in("Dubiously b4d bad BAD example");
    REQUIRE(hits.size() == 2);
    CHECK(hits[0].kind == RuleKind::suspect);
    CHECK(hits[0].pattern == "dubious*");
    CHECK(hits[0].words == "Dubious");
    CHECK(hits[1].kind == RuleKind::banned);
    CHECK(hits[1].words == "b4d");
}

TEST_CASE("many hits of one kind do not hide those of another, and no more than the limit are kept")
{
    std::vector<Rule> rules;
    std::string text;
    for (std::size_t i = 0; i <= word_hits_max; ++i) {
        Rule rule;
        rule.kind = RuleKind::suspect;
        rule.pattern = "word" + std::string(1, static_cast<char>('a' + i));
        rules.push_back(rule);
        text += rule.pattern + " ";
    }
    Rule banned;
    banned.pattern = "bad";
    rules.push_back(banned);
    const auto hits = WordList{rules}.find_in(text + "bad");
    CHECK(hits.size() == word_hits_max + 1);
    CHECK(hits.back().kind == RuleKind::banned);
}

TEST_CASE("an entry of nothing but stars and signs is not usable")
{
    CHECK_FALSE(is_usable_pattern(""));
    CHECK_FALSE(is_usable_pattern("***"));
    CHECK_FALSE(is_usable_pattern("* - *"));
    CHECK_FALSE(is_usable_pattern("\u200b"));
    CHECK_FALSE(is_usable_pattern("\xff"));
    CHECK(is_usable_pattern("🖕"));
    CHECK(is_usable_pattern(std::string(rule_pattern_bytes_max, 'a')));
    CHECK_FALSE(is_usable_pattern(std::string(rule_pattern_bytes_max + 1, 'a')));
    Rule rule;
    rule.pattern = "*";
    CHECK(WordList{{rule}}.find_in("anything at all").empty());
}

TEST_CASE("text that is no UTF-8 and texts of one character do no harm")
{
    Rule rule;
    rule.pattern = "bad";
    const WordList words{{rule}};
    CHECK(words.find_in("\xff\xfe bad \xc3").size() == 1);
    CHECK(words.find_in("\xe2\x80").empty());
    CHECK(words.find_in("").empty());
    CHECK(words.find_in("b").empty());
    CHECK(words.find_in(std::string(1, '\0') + "bad").size() == 1);
}

TEST_CASE("the work grows in step with the text, whatever it looks like")
{
    std::vector<Rule> rules;
    for (const auto* pattern : {"a", "aa", "aaa", "aaaa", "aaaaaaaaaaaaaaaa", "*b*", "f u c k"}) {
        Rule rule;
        rule.pattern = pattern;
        rules.push_back(rule);
    }
    const WordList words{rules};
    struct Shape {
        const char* name;
        const char* piece;
    };
    for (const auto& shape : std::initializer_list<Shape>{{"one letter", "a"},
                                                          {"letters apart", "a "},
                                                          {"dots", "a."},
                                                          {"signs", "a$1!"},
                                                          {"homoglyphs", "\u0430b"},
                                                          {"accents", "\u00e1a "},
                                                          {"drawn out", "aaab1|"},
                                                          {"marks", "a\u0301\u0302"},
                                                          {"open", "b"}}) {
        const std::string name = shape.name;
        CAPTURE(name);
        std::string quarter;
        while (quarter.size() < 40'000)
            quarter += shape.piece;
        const auto whole = quarter + quarter + quarter + quarter;
        CHECK(test::grows_in_step([&] { (void)words.find_in(quarter); },
                                  [&] { (void)words.find_in(whole); }));
    }
}

} // namespace masthead::moderation
