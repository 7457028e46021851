#!/usr/bin/env python3
"""Conversations that go on while they are read, in Chromium with the real program: replies, edits
and removals as they happen, one stream for twenty tabs, and one that is cut again and again."""

import os
import sys
import unittest

import browser_test
import support

sys.path.insert(0, str(support.ROOT / "tests" / "support"))
import forum_cast  # noqa: E402  (stands in another folder)

STORY = "/saltmarsh-road-pump/"
OTHER_STORY = "/nine-floods/"
CAST = 40
CUTS = os.environ.get("MASTHEAD_LIVE_CUTS", "100")


class LiveJourneys(unittest.TestCase):
    def newsroom(self, language=None):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.run("demo")
        # The writers of these tests say that they come from many networks.
        newsroom.settings('trusted_proxies = ["127.0.0.1"]\naccess_log = false\n')
        database = newsroom.data / "masthead.db"
        if language:
            browser_test.write_to_database(
                newsroom, "UPDATE newsroom_settings SET value = ? WHERE name = 'language'",
                language)
        browser_test.write_to_database(
            newsroom, "INSERT INTO newsroom_settings (name, value, changed_at_ms)"
            " VALUES ('forum.held_first_comments', '0', 0)")
        forum_cast.add_readers(database, CAST)
        forum_cast.add_moderator(database)
        return newsroom.start()

    def run_checks(self, script, newsroom, *words, least):
        counts, told = browser_test.run_node(script, f"http://127.0.0.1:{newsroom.port}", *words,
                                             timeout=900)
        print(told, end="")
        self.assertIsNotNone(counts, "the script broke off")
        self.assertEqual(counts[1], 0)
        self.assertGreaterEqual(counts[0], least)

    def test_readers_hear_each_other_and_nothing_moves(self):
        pictures = os.environ.get("MASTHEAD_SCREENSHOTS")
        self.run_checks("conversing.mjs", self.newsroom(), STORY,
                        *([pictures] if pictures else []), least=22)

    def test_all_tabs_of_a_browser_share_one_stream(self):
        self.run_checks("tabs.mjs", self.newsroom(), STORY, OTHER_STORY, least=6)

    def test_a_stream_that_is_cut_at_random_leaves_the_page_equal_to_a_fresh_one(self):
        self.run_checks("cutting.mjs", self.newsroom(), STORY, CUTS, least=4)

    def test_german(self):
        self.run_checks("telling.mjs", self.newsroom("de"), STORY, "1 neue Antwort",
                        "1 neuer Kommentar", least=1)

    def test_from_right_to_left(self):
        self.run_checks("telling.mjs", self.newsroom("ar"), STORY, "رد جديد: 1", "تعليق جديد: 1",
                        least=1)


if __name__ == "__main__":
    missing = browser_test.prepare()
    if missing:
        print(f"skipped: live journeys ({missing})")
        sys.exit(support.SKIPPED)
    unittest.main(verbosity=1)
