#!/usr/bin/env python3
"""The papers name every theme helper, event, job, command option and address that the sources have,
and no event or job that they do not."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def sources(*patterns):
    for pattern in patterns:
        for path in sorted((ROOT / "src").glob(pattern)):
            if not path.name.endswith("_test.cpp"):
                yield path.read_text(encoding="utf-8")


def found(expression, *patterns):
    names = set()
    for text in sources(*patterns):
        names.update(re.findall(expression, text))
    return names


def section(title):
    text = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    return re.search(rf"## {title}\n(.*?)(?=\n## |\Z)", text, re.S).group(1)


def named_in_first_column(title):
    names = set()
    for line in section(title).splitlines():
        if line.startswith("| `"):
            names.update(re.findall(r"`([^`]+)`", line.split("|")[1]))
    return names


class Documents(unittest.TestCase):
    def test_every_theme_helper_is_documented(self):
        helpers = found(r'add_helper\("([a-zA-Z_]+)"', "surfaces/site/*.cpp")
        self.assertGreater(len(helpers), 30)
        documented = set(re.findall(r"`([a-zA-Z_]+)`", (ROOT / "docs/themes.md").read_text()))
        self.assertEqual(helpers - documented, set())

    def test_events_and_the_page_about_them_agree(self):
        events = found(r'string_view event_\w+ = "([a-z_.]+)"', "features/*/*.hpp")
        self.assertGreater(len(events), 5)
        self.assertEqual(events, named_in_first_column("Events"))

    def test_jobs_and_the_page_about_them_agree(self):
        jobs = found(r'string_view job_\w+ = "([a-z_.]+)"', "app/*.hpp", "features/*/*.hpp")
        self.assertGreater(len(jobs), 1)
        self.assertEqual(jobs, named_in_first_column("Jobs"))

    def test_every_option_and_command_is_documented(self):
        # What one process hands to another stands in an empty group: in no help and no paper.
        words = found(r'add_(?:option|flag)\("(--[a-z-]+)"(?![^;]*->group\(""\))', "app/cli/*.cpp")
        words |= found(r'add_subcommand\(\s*"([a-z]+)"', "app/cli/*.cpp")
        self.assertGreater(len(words), 10)
        text = section("Commands")
        self.assertEqual({word for word in words if not re.search(rf"{word}\b", text)}, set())

    def test_every_address_is_documented(self):
        patterns = found(r'page_route\(pages_, "([^"]+)"', "surfaces/site/site.cpp")
        patterns |= found(r'\{"(/[^"]+)", \w+_page\}', "surfaces/site/site.cpp")
        patterns |= found(r'pattern = "([^"]+)"', "surfaces/site/site.cpp", "core/web/app.cpp")
        self.assertGreater(len(patterns), 10)
        text = section("Addresses")
        self.assertEqual({pattern for pattern in patterns if f"`{pattern}`" not in text}, set())


if __name__ == "__main__":
    unittest.main()
