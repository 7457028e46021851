#!/usr/bin/env python3
"""The desk as staff use it, in Chromium with the real program: from the invitation to a decision that a
second person looks at again, by keyboard alone, with and without script; and every page of it, as
accessibility rules see it."""

import os
import re
import sys
import unittest

import browser_test
import forum_journeys_test
import support
from forum_journeys_test import STORY


class Desk(forum_journeys_test.Journey):
    def invite(self, newsroom, name, role):
        said = newsroom.run("staff", "add", name, f"{name.split()[0].lower()}@desk.example", role).stdout
        return re.search(r"/desk/invitation/\?token=\S+", said)[0]

    def desk(self):
        """A newsroom whose reader at place 5 has just come."""
        newsroom = self.newsroom()
        browser_test.write_to_database(
            newsroom, "UPDATE readers SET approved_count = 0, created_at_ms = created_at_ms + 31536000000"
            " WHERE id = 1000005")
        return newsroom.start()

    def decide(self, *mode):
        newsroom = self.desk()
        links = [self.invite(newsroom, name, "moderator") for name in ("Mira Moss", "Otto Quay")]
        self.run_checks("desk.mjs", newsroom, self.mails(newsroom), STORY, *links, *mode, least=10,
                        host="localhost")

    def test_staff_come_in_and_decide_by_keyboard_alone(self):
        self.decide()

    def test_staff_come_in_and_decide_by_keyboard_alone_without_script(self):
        self.decide("plain")

    def test_every_page_of_the_desk_keeps_to_the_accessibility_rules(self):
        self.look_at_every_page(self.desk())

    def test_every_page_of_the_desk_from_right_to_left(self):
        newsroom = self.desk()
        browser_test.write_to_database(
            newsroom, "UPDATE newsroom_settings SET value = 'ar' WHERE name = 'language'")
        self.look_at_every_page(newsroom)

    def look_at_every_page(self, newsroom):
        links = [self.invite(newsroom, name, "administrator") for name in ("Ada Moss", "Ben Quay")]
        pictures = os.environ.get("MASTHEAD_SCREENSHOTS")
        self.run_checks("desk_pages.mjs", newsroom, STORY, *links, *([pictures] if pictures else []),
                        least=100)


if __name__ == "__main__":
    missing = browser_test.prepare()
    if missing:
        print(f"skipped: the desk ({missing})")
        sys.exit(support.SKIPPED)
    unittest.main(verbosity=1)
