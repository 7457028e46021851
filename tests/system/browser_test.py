#!/usr/bin/env python3
"""Starts a newsroom and lets Chromium read it: tests/browser. Fetches the two npm packages once."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import unittest

import support

BROWSER = support.ROOT / "tests" / "browser"
CHROMIUM = os.environ.get("MASTHEAD_CHROMIUM") or shutil.which("chromium")
EMBED = ('<figure class="embed"><a class="embed-link" href="https://www.youtube.com/watch?v=abcdefghijk"'
         ' rel="noopener">Show content from youtube.com</a></figure>')


def prepare():
    """The npm packages, or the word for why the browser cannot be had."""
    if not CHROMIUM or not shutil.which("node"):
        return "no chromium or no node"
    lock, installed = BROWSER / "package-lock.json", BROWSER / "node_modules/.package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        done = subprocess.run(["npm", "--prefix", str(BROWSER), "ci", "--no-audit", "--no-fund"],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return "npm could not fetch what tests/browser/package-lock.json names"
        installed.touch()
    return None


def run_node(script, *words, timeout=300):
    """The counts the script ends with, and all it said."""
    done = subprocess.run(["node", script, *words], cwd=BROWSER, capture_output=True, text=True,
                          timeout=timeout, check=False,
                          env={**os.environ, "MASTHEAD_CHROMIUM": CHROMIUM})
    said = done.stdout + done.stderr
    found = re.search(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", said, re.M)
    return (tuple(map(int, found.groups())) if found else None), said


def write_to_database(newsroom, statement, *values):
    """For states of the newsroom that no command makes; the server must not be running."""
    database = sqlite3.connect(newsroom.data / "masthead.db")
    with database:
        changed = database.execute(statement, values).rowcount
    database.close()
    return changed


class Browser(unittest.TestCase):
    def newsroom(self):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.run("demo")
        return newsroom

    def run_checks(self, script, newsroom, *words, least):
        counts, said = run_node(script, f"http://127.0.0.1:{newsroom.port}", *words)
        print(said, end="")
        self.assertIsNotNone(counts, "the script broke off")
        self.assertEqual(counts[1], 0)
        self.assertGreaterEqual(counts[0], least)

    def test_every_kind_of_page_in_two_widths_and_two_schemes(self):
        newsroom = self.newsroom().start()
        slug = re.findall(r'<h3><a href="/([^/"]+)/"', newsroom.get("/").text)[-1]
        newsroom.run("story", "withdraw", slug)
        self.run_checks("pages.mjs", newsroom, f"/{slug}/", least=80)

    def test_keyboard_screen_reader_and_boxes_from_elsewhere(self):
        newsroom = self.newsroom()
        changed = write_to_database(
            newsroom, "UPDATE story_bodies SET html = html || ? WHERE story_id = "
            "(SELECT id FROM stories WHERE slug = 'nine-floods')", EMBED)
        self.assertEqual(changed, 1)
        newsroom.start()
        self.run_checks("reading.mjs", newsroom, "/nine-floods/", least=10)

    def test_a_newsroom_that_reads_from_right_to_left(self):
        newsroom = self.newsroom()
        changed = write_to_database(
            newsroom, "UPDATE newsroom_settings SET value = 'ar' WHERE name = 'language'")
        self.assertEqual(changed, 1)
        newsroom.start()
        self.run_checks("direction.mjs", newsroom, least=6)


if __name__ == "__main__":
    missing = prepare()
    if missing:
        print(f"skipped: browser ({missing})")
        sys.exit(support.SKIPPED)
    unittest.main(verbosity=1)
