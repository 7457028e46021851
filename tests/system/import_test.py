#!/usr/bin/env python3
"""Bringing in a WordPress newspaper while the server runs, being killed on the way, and again."""

import json
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
import unittest

import support
import wxr

FIXTURES = support.ROOT / "tests" / "newsroom" / "wordpress"


def import_into(newsroom, *files, check=True, more=()):
    """Runs the import; its report."""
    report = newsroom.folder / "report.json"
    done = newsroom.run("import", "wordpress", *map(str, files), "--report", str(report), *more,
                        check=check)
    return done, json.loads(report.read_text(encoding="utf-8")) if done.returncode == 0 else None


def created(report):
    return {kind: row["created"] for kind, row in report["counts"].items()}


def rows(newsroom):
    """How much there is of everything, and no row of it twice."""
    tables = ("stories", "story_bodies", "story_authors", "story_topics", "comments", "readers",
              "reader_mails", "authors", "sections", "topics", "redirects")
    database = sqlite3.connect(f"file:{newsroom.data / 'masthead.db'}?mode=ro", uri=True)
    counts = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
              for table in tables}
    # `conversation` notes how far an import has come; that differs after a kill.
    counts["known"] = database.execute(
        "SELECT count(*) FROM foreign_ids WHERE kind <> 'conversation'").fetchone()[0]
    counts["listed"] = database.execute(
        "SELECT sum(comment_count), sum(thread_count) FROM stories").fetchone()
    counts["sound"] = database.execute("PRAGMA integrity_check").fetchone()[0]
    database.close()
    return counts


class Import(unittest.TestCase):
    def newsroom(self, demo=False):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        if demo:
            newsroom.run("demo")
        return newsroom

    def write(self, newsroom, text, name="export.xml"):
        newsroom.folder.mkdir(exist_ok=True)
        file = newsroom.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def generated(self, newsroom, *options):
        file = newsroom.folder / "generated.xml"
        subprocess.run([sys.executable, str(support.ROOT / "tools/generate_wxr.py"), *options,
                        "--output", str(file)], check=True, capture_output=True)
        return file

    def test_stories_appear_on_a_running_server_and_old_addresses_lead_to_them(self):
        newsroom = self.newsroom().start()
        self.assertEqual(newsroom.get("/harbour-fire/").status, 404)
        talk = wxr.comment(1, "Ann", "First") + wxr.comment(2, "Bob", "Reply", parent=1) + \
            wxr.comment(3, "Spam", "Buy this", approved="spam") + \
            wxr.comment(4, "Later", "Early reply", parent=5) + wxr.comment(5, "Cleo", "Parent") + \
            wxr.comment(6, "Waits", "In the queue", approved="0") + \
            wxr.comment(7, "Other site", "[…] ping […]", kind="pingback")
        file = self.write(newsroom, wxr.export([
            wxr.post(10, "harbour-fire", "Fire at the harbour", "<p>It burned.</p>", "In short",
                     comments=talk),
            wxr.post(11, "secret", "Locked", "<p>Hidden words</p>", password="x"),
            wxr.post(12, "draft", "Draft", "<p>Draft words</p>", status="draft"),
            wxr.post(13, "private", "Private", "<p>Private words</p>", status="private"),
            wxr.post(14, "about-us", "About us", "<p>We are.</p>", kind="page")]))
        _, report = import_into(newsroom, file)
        self.assertEqual(report["counts"]["stories"]["created"], 4)
        self.assertEqual(report["counts"]["pages"]["created"], 1)
        page = support.wait_until(lambda: self.found(newsroom, "/harbour-fire/"), 2)
        self.assertIn("Fire at the harbour", newsroom.get("/").text)
        for word in ("It burned.", "In short", "First", "Reply", "Early reply", "Parent"):
            self.assertIn(word, page.text)
        for word in ("Buy this", "In the queue", "203.0.113.77", "readers.example", "ping […]"):
            self.assertNotIn(word, page.text)
        self.assertRegex(page.text, r"Bob</a> <a [^>]*>to Ann</a>")
        self.assertRegex(page.text, r"Later</a> <a [^>]*>to Cleo</a>")
        for slug in ("secret", "draft", "private"):
            self.assertEqual(newsroom.get(f"/{slug}/").status, 404)
        for old, new in (("/2024/05/harbour-fire/", "/harbour-fire/"),
                         ("/2024/05/harbour-fire", "/harbour-fire/"), ("/?p=10", "/harbour-fire/"),
                         ("/2024/05/about-us/", "/about-us/")):
            with self.subTest(old=old):
                answer = newsroom.get(old)
                self.assertEqual(answer.status, 301)
                self.assertTrue(answer.field("location").startswith(new), answer.field("location"))
        again = import_into(newsroom, file)[1]
        self.assertEqual(set(created(again).values()), {0})

    @staticmethod
    def found(newsroom, path):
        answer = newsroom.get(path)
        return answer if answer.status == 200 else None

    def test_a_dry_run_writes_nothing(self):
        newsroom = self.newsroom(demo=True)
        before = rows(newsroom)
        file = self.generated(newsroom, "--stories", "5", "--comments", "50", "--largest", "20",
                              "--threads", "5")
        _, report = import_into(newsroom, file, more=["--dry-run"])
        self.assertTrue(report["dry_run"])
        self.assertEqual(report["counts"]["comments"]["created"], 50)
        self.assertEqual(rows(newsroom), before)

    def test_a_malformed_file_is_refused_with_its_line_and_changes_nothing(self):
        newsroom = self.newsroom(demo=True)
        before = rows(newsroom)
        good = wxr.export([wxr.post(1, "a", "A", "<p>a</p>"), wxr.post(2, "b", "B", "<p>b</p>")])
        sound = self.write(newsroom, good, "sound.xml")
        damaged = {
            "cut off": good[:len(good) * 3 // 4],
            "wrong tag": good.replace("</channel>", "</chanel>"),
            "document type": good.replace("<rss", '<!DOCTYPE rss [<!ENTITY x "y">]>\n<rss', 1),
            "entity": good.replace("<p>a</p>", "x").replace("A test", "&boom;"),
            "version": good.replace("<wp:wxr_version>1.2", "<wp:wxr_version>9.9"),
            "no export": "<html><body>404</body></html>", "nothing": "",
        }
        for name, text in damaged.items():
            with self.subTest(damage=name):
                file = self.write(newsroom, text, "damaged.xml")
                done, _ = import_into(newsroom, sound, file, check=False)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertRegex(done.stderr, r"damaged\.xml(:\d+)?: \S")
                self.assertEqual(rows(newsroom), before)

    def test_killed_at_any_moment_and_run_again_it_equals_an_undisturbed_import(self):
        whole = self.newsroom()
        options = ("--stories", "150", "--comments", "9000", "--largest", "1500", "--threads", "200")
        file = self.generated(whole, *options)
        began = time.monotonic()
        import_into(whole, file)
        took = time.monotonic() - began
        wanted = rows(whole)
        self.assertGreaterEqual(wanted["comments"], 8000)
        moments = random.Random(7)
        unfinished = 0
        for _ in range(3):
            newsroom = self.newsroom()
            for _ in range(3):
                process = subprocess.Popen(
                    [support.binary(), "import", "wordpress", str(file), "--data",
                     str(newsroom.data)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                try:
                    process.wait(moments.uniform(0.1, 0.95) * took)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    unfinished += 1
            import_into(newsroom, file)
            self.assertEqual(rows(newsroom), wanted)
            newsroom.start()
            self.assertEqual(newsroom.get("/").status, 200)
            newsroom.stop()
        self.assertGreater(unfinished, 3, "the import was never killed on its way")

    def test_a_server_killed_during_an_import_loses_nothing_that_a_second_run_does_not_bring(self):
        whole, newsroom = self.newsroom(), self.newsroom().start()
        file = self.generated(whole, "--stories", "150", "--comments", "9000", "--largest", "1500",
                              "--threads", "200")
        import_into(whole, file)
        process = subprocess.Popen(
            [support.binary(), "import", "wordpress", str(file), "--data", str(newsroom.data)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.6)
        newsroom.kill()
        self.assertNotEqual(process.wait(support.PATIENCE_S), -signal.SIGSEGV)
        newsroom.start()
        import_into(newsroom, file)
        self.assertEqual(rows(newsroom), rows(whole))

    def test_readers_are_answered_quickly_while_an_import_runs(self):
        newsroom = self.newsroom(demo=True).start()
        file = self.generated(newsroom, "--stories", "150", "--comments", "9000", "--largest",
                              "1500", "--threads", "200")
        process = subprocess.Popen(
            [support.binary(), "import", "wordpress", str(file), "--data", str(newsroom.data)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken = []
        while process.poll() is None:
            began = time.monotonic()
            self.assertEqual(newsroom.get("/").status, 200)
            taken.append(time.monotonic() - began)
        self.assertEqual(process.returncode, 0)
        self.assertGreater(len(taken), 5)
        # Not the longest: on a busy machine one of them has to wait for a core.
        self.assertLess(statistics.median(taken), 0.5)

    def test_own_fixtures_are_imported_or_refused_with_a_line(self):
        files = sorted(FIXTURES.glob("*.xml"))
        if not files:
            self.skipTest("no fixtures in tests/newsroom/wordpress")
        self.every_file(files)

    def every_file(self, files):
        newsroom = self.newsroom().start()
        for file in files:
            with self.subTest(file=file.name):
                done, report = import_into(newsroom, file, check=False)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                if done.returncode == 1:
                    self.assertRegex(done.stderr, re.escape(file.name) + r"(:\d+)?: \S")
                else:
                    for problem in report["problems"]:
                        self.assertTrue(problem["reason"] and problem["what"], problem)
                self.assertEqual(newsroom.get("/").status, 200)


class SharedData(Import):
    """The same with the data that is not part of the repository."""

    def setUp(self):
        self.data = support.shared_data()
        if not self.data:
            self.skipTest("no shared data")

    def test_every_export_is_imported_or_refused_with_a_line(self):
        files = sorted((self.data / "wordpress").rglob("*.xml")) + \
            sorted((self.data / "comments/import-samples").glob("*wordpress*.xml"))
        self.assertGreater(len(files), 30)
        self.every_file(files)

    def test_a_whole_newspaper_with_all_its_comments_and_addresses(self):
        newsroom = self.newsroom().start()
        file = self.data / "wordpress/own/harbour-gazette.wxr.xml"
        report = import_into(newsroom, file)[1]
        self.assertEqual(created(report)["stories"], 200)
        self.assertEqual(created(report)["comments"], 2000)
        links = re.findall(r"<link>https?://[^/<]+(/2024/[^<]+)</link>", file.read_text("utf-8"))
        self.assertEqual(len(links), 200)
        for link in links:
            with self.subTest(link=link):
                answer = newsroom.get(link)
                self.assertEqual(answer.status, 301)
                self.assertEqual(newsroom.get(answer.field("location")).status, 200)
        counts = rows(newsroom)
        self.assertEqual(set(created(import_into(newsroom, file)[1]).values()), {0})
        self.assertEqual(rows(newsroom), counts)


# What the second class shares it does not repeat.
for name in [name for name in vars(Import) if name.startswith("test_")]:
    setattr(SharedData, name, None)


if __name__ == "__main__":
    if not support.has_command("import", "wordpress"):
        print("skipped: import (the program has no such command)")
        sys.exit(support.SKIPPED)
    unittest.main(verbosity=1)
