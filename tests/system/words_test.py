#!/usr/bin/env python3
"""Every word of the theme, of the mails, of the desk and of the program's own sentences stands in each
locale that comes with them, and a translation has the slots of its English and no others."""

import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
THEMES = ("broadsheet", "mail", "desk")
CALL = re.compile(r'''(?:\{\{~?|\()\s*(?:t|marked)\s+("[^"]*"|'[^']*')''')
LITERALS = re.compile(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*')
SLOT = re.compile(r"\{(\w+)\}")
MARK = re.compile(r"\[([^\]]*)\]")
# What {{marked}} takes beside slots: how it marks.
MARKING = {"url", "key", "in"}


def locales(theme):
    """The words of each language; the mails' English says nothing, for its keys are the words."""
    found = {}
    for path in sorted((ROOT / "themes" / theme / "locales").glob("*.json")):
        words = json.loads(path.read_text(encoding="utf-8"))
        if words or path.stem != "en":
            found[path.stem] = words
    return found


def arguments(text, start):
    """What stands between a call's key and the end of the call, without the calls inside it."""
    depth, plain, quote = 0, [], ""
    for char in text[start:]:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")" or (char == "}" and depth == 0):
            if depth == 0:
                break
            depth -= 1
        elif depth == 0:
            plain.append(char)
    return "".join(plain)


def calls(theme):
    """(file, English, names of the slots filled) of every {{t "…"}} and (t "…")."""
    for path in sorted((ROOT / "themes" / theme).rglob("*.hbs")):
        text = path.read_text(encoding="utf-8")
        for call in CALL.finditer(text):
            filled = set(re.findall(r"(\w+)=", arguments(text, call.end()))) - MARKING
            yield path.name, call.group(1)[1:-1], filled


def literals(path, begin, end):
    """The texts between two marks of a source, halves joined; keys and file names are left out."""
    text = (ROOT / "src" / path).read_text(encoding="utf-8")
    part = text[text.index(begin) + len(begin):]
    part = re.sub(r"^\s*//.*$", "", part[:part.index(end)], flags=re.M)
    found = ("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', one)) for one in LITERALS.findall(part))
    return {one for one in found if one and not re.fullmatch(r"[a-z]+[._][a-z_.]+", one)}


def sentences():
    """What the program itself says through the theme's words."""
    yield "surfaces/account/words.cpp", literals(
        "surfaces/account/words.cpp", "constexpr Sentence sentences[]{", "std::string wait_words(")
    done = literals("surfaces/account/account_page.cpp", "constexpr Done all[]{", "}};")
    yield "surfaces/account/account_page.cpp", {one for one in done if not re.fullmatch(r"[a-z]+", one)}
    yield "surfaces/notifying/choices_page.cpp", literals(
        "surfaces/notifying/choices_page.cpp", "std::string_view sentence_of(Kind", "Array mails_context(")
    yield "core/web/words.cpp", literals("core/web/words.cpp", "words[] = {", "};")
    yield "features/privacy/personal_data.cpp", literals(
        "features/privacy/personal_data.cpp", "constexpr std::string_view contract",
        "constexpr std::string_view impersonal[]")
    for path in sorted((ROOT / "src/surfaces/account").glob("*.cpp")):
        titles = re.findall(r'\bdraw\([^"]*"[a-z-]+",\s*"([^"]+)"', path.read_text(encoding="utf-8"))
        if titles:
            yield path.name, set(titles)


RULE_FILES = ("moderation/phases.cpp", "moderation/judge_in_transaction.cpp", "moderation/verdict.hpp",
              "comments/report_comment.cpp", "comments/decide_comment.cpp", "comments/decide_comment.hpp",
              "comments/hold_conversation.cpp")
RULE_SAID = re.compile(r'(?:Outcome::\w+, |suspicion\(Phase::\w+, |return )"([a-z_]+\.[a-z_]+)"'
                       r'|(?:rule|reason|ground)_\w+ = "([a-z_.]+)"')


def rules_said():
    """The short names of rules that decisions may rest on, as the sources write them."""
    for name in RULE_FILES:
        text = (ROOT / "src/features" / name).read_text(encoding="utf-8")
        for found in RULE_SAID.findall(text):
            yield name, "".join(found)


def rule_words():
    text = (ROOT / "src/features/moderation/rule_words.cpp").read_text(encoding="utf-8")
    return dict(re.findall(r'RuleWords\{"([a-z_.]+)",\s*"([^"]+)"\}', text))


# Not said to anybody: it ends the program.
DESK_UNSAID = {r"the desk cannot be drawn:\n"}
# The short names that the desk shows, as their features write them.
DESK_NAMES = (("staff/staff_member.cpp", r'RoleRow\{Role::\w+, "(\w+)"'),
              ("comments/report_comment.cpp", r'Name\{ReportReason::\w+, "(\w+)"'),
              ("moderation/record_decision.cpp", r'case Action::\w+: return "(\w+)"'))


def desk_said():
    """(place, English) of all that the desk's templates and sources say: in the sources each text with a
    capital at its start or a space between words, and each name of a state."""
    for place, english, _ in calls("desk"):
        yield place, english
    for path in sorted((ROOT / "src/surfaces/desk").glob("*.cpp")):
        text = re.sub(r"^\s*//.*$|^#include.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        halves = (re.findall(r'"((?:[^"\\]|\\.)*)"', one) for one in LITERALS.findall(text))
        said = {one for one in map("".join, halves) if re.match(r"[A-Z]|[^<]*[a-z}] [a-z{]", one)}
        said |= set(re.findall(r'case \w+::\w+: return "([a-z ]+)"', text))
        if not path.name.endswith("_test.cpp"):
            yield from ((path.name, one) for one in said - DESK_UNSAID)
    for name, pattern in DESK_NAMES:
        text = (ROOT / "src/features" / name).read_text(encoding="utf-8")
        yield from ((name, one) for one in re.findall(pattern, text))
    yield from (("rule_words.cpp", one) for one in rule_words().values())


class Words(unittest.TestCase):
    def missing(self, theme, said):
        self.assertGreater(len(said), 50)
        for language, words in locales(theme).items():
            for place, english in sorted(said):
                if not words.get(english):
                    yield f"{language}: {place}: {english}"

    def test_every_word_of_the_theme_stands_in_each_of_its_locales(self):
        self.assertEqual(set(locales("broadsheet")), {"ar", "de", "en"})
        said = {(place, english) for place, english, _ in calls("broadsheet")}
        self.assertEqual(list(self.missing("broadsheet", said)), [])

    def test_every_word_of_the_mails_stands_in_each_of_their_locales(self):
        self.assertLessEqual({"ar", "de"}, set(locales("mail")))
        said = {(place, english) for place, english, _ in calls("mail")}
        self.assertEqual(list(self.missing("mail", said)), [])

    def test_every_word_of_the_desk_stands_in_each_of_its_locales_and_no_other_does(self):
        self.assertEqual(set(locales("desk")), {"ar", "de", "en"})
        said = set(desk_said())
        for name, _ in DESK_NAMES:
            self.assertIn(name, {place for place, _ in said})
        self.assertEqual(list(self.missing("desk", said)), [])
        used = {english for _, english in said}
        self.assertEqual([f"{language}: {english}" for language, words in locales("desk").items()
                          for english in words if english not in used], [])

    def test_the_desk_writes_no_words_beside_its_lists(self):
        found = []
        for path in sorted((ROOT / "themes/desk").glob("*.hbs")):
            text = re.sub(r"\{\{.*?\}\}", "", path.read_text(encoding="utf-8"))
            shown = re.findall(r"(?:>|^)([^<>]*[^\W\d_]{2}[^<>]*)(?:<|$)", text, flags=re.M)
            shown += re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]+)"', text)
            found += [f"{path.name}: {words}" for words in shown if not re.fullmatch(r"/\w+/", words)]
        self.assertEqual(found, [])

    def test_a_translation_marks_as_many_pieces_as_its_english(self):
        said = {english for theme in THEMES for _, english, _ in calls(theme)}
        wrong = [f"{theme}/{language}: {english}" for theme in THEMES
                 for language, words in locales(theme).items() for english, text in words.items()
                 if english in said and len(MARK.findall(english)) != len(MARK.findall(text))]
        self.assertEqual(wrong, [])

    def test_every_sentence_of_the_program_stands_in_each_locale_of_the_theme(self):
        said = {(place, english) for place, all_of_it in sentences() for english in all_of_it}
        for place, all_of_it in sentences():
            self.assertTrue(all_of_it, place)
        self.assertEqual(list(self.missing("broadsheet", said)), [])

    def test_every_rule_is_said_in_a_readers_words_and_in_each_locale(self):
        words, said = rule_words(), set(rules_said())
        self.assertGreater(len(said), 20)
        self.assertEqual([f"{place}: {rule}" for place, rule in sorted(said) if rule not in words], [])
        for theme in THEMES:
            for language, translated in locales(theme).items():
                self.assertEqual([f"{theme}/{language}: {one}" for one in words.values()
                                  if not translated.get(one)], [])

    def test_a_translation_has_the_slots_of_its_english(self):
        # A language may say "one hour" and leave the number out.
        wrong = []
        for theme in THEMES:
            for language, words in locales(theme).items():
                for english, text in words.items():
                    asked, given = set(SLOT.findall(english)), set(SLOT.findall(text))
                    if given - asked or asked - given - {"count"} or ("%" in text) > ("%" in english):
                        wrong.append(f"{theme}/{language}: {english}")
        self.assertEqual(wrong, [])

    def test_every_slot_of_a_word_is_filled_where_it_is_said(self):
        wrong = [f"{theme}/{place}: {english}" for theme in THEMES
                 for place, english, filled in calls(theme) if set(SLOT.findall(english)) != filled]
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
