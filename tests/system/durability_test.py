#!/usr/bin/env python3
"""Nothing acknowledged is lost: readers post from many connections while the server is killed, and
every comment that was answered with success is there afterwards, once and whole.

MASTHEAD_KILL_ROUNDS says how often the server is killed (5; the long form is 300).
"""

import json
import os
import pathlib
import random
import sys
import threading
import time
import unittest
import urllib.parse

import support

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import forum_cast  # noqa: E402
from forum_cast import opened  # noqa: E402

ROUNDS = int(os.environ.get("MASTHEAD_KILL_ROUNDS") or 5)
CONNECTIONS = 16
READERS_A_ROUND = 2_000
FULL_SPEED_S = 0.25
WHOLE_CHECK_ROUNDS = 25  # what is lost stays lost: looking at everything now and then finds it all


def words(number):
    """A comment that nobody else has written: near-duplicates would be held."""
    dice = random.Random(number)
    return " ".join("".join(dice.choice("abdefgiklmnoprstuv") for _ in range(dice.randint(3, 9)))
                    for _ in range(12)) + f" {number}"


class Poster(threading.Thread):
    """Posts one comment after another until the connection ends; keeps what was acknowledged."""

    def __init__(self, port, slug, first, step, last):
        super().__init__()
        self.port, self.slug, self.numbers = port, slug, range(first, last, step)
        self.acknowledged = {}
        self.heard_at = {}
        self.said = {}
        self.refused = []

    def run(self):
        try:
            with support.Connection(self.port) as connection:
                for number in self.numbers:
                    self.post(connection, number)
        except OSError:
            pass

    def post(self, connection, number):
        text = words(number)
        body = urllib.parse.urlencode({"text": text, "key": f"key-{number:020d}"})
        connection.send(
            f"POST /{self.slug}/comments/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: masthead={forum_cast.token_of(number % READERS_A_ROUND)}\r\n"
            f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nAccept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}")
        answer = connection.answer("POST")
        if answer is None:
            raise ConnectionError
        if answer.status == 201:
            self.acknowledged[number] = json.loads(answer.body)["id"]
            self.said[number] = text
            self.heard_at[number] = time.monotonic()
        else:
            self.refused.append((answer.status, answer.text))


class Durability(unittest.TestCase):
    def prepare(self):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.run("demo")
        # Every comment comes from a network of its own, as on a busy day: limits by network are
        # another test's matter.
        newsroom.settings('trusted_proxies = ["127.0.0.1"]\naccess_log = false\n')
        self.forget_rates(newsroom, first=True)
        with opened(newsroom.data / "masthead.db") as database:
            slug = database.execute(
                "SELECT slug FROM stories WHERE state = 2 AND kind = 0 AND comments_open = 1"
                " ORDER BY published_at_ms DESC LIMIT 1").fetchone()[0]
        return newsroom, slug

    def forget_rates(self, newsroom, first=False):
        """New readers for a round: what one reader may post in an hour is another test's matter."""
        file = newsroom.data / "masthead.db"
        if first:
            forum_cast.add_readers(file, READERS_A_ROUND)
            self.last_id, self.count = 0, 0
            return
        with opened(file) as database:
            database.execute("UPDATE comments SET posted_at_ms = posted_at_ms - 86400000"
                             " WHERE id > ? AND submission_key IS NOT NULL", (self.last_id,))
            self.last_id = database.execute("SELECT MAX(id) FROM comments").fetchone()[0]

    def post_until_killed(self, newsroom, slug, begin):
        newsroom.start()
        posters = [Poster(newsroom.port, slug, begin + place, CONNECTIONS, begin + 6_000)
                   for place in range(CONNECTIONS)]
        for poster in posters:
            poster.start()
        support.wait_until(lambda: any(poster.acknowledged for poster in posters))
        time.sleep(random.uniform(0, FULL_SPEED_S))
        newsroom.kill()
        acknowledged, refused = {}, []
        for poster in posters:
            poster.join()
            acknowledged.update((poster.acknowledged[one], text) for one, text in poster.said.items())
            refused += poster.refused
        return acknowledged, refused

    def check_new_ones(self, newsroom, acknowledged):
        """Of this round each comment, once and whole; of the earlier ones, that none has gone."""
        with opened(newsroom.data / "masthead.db") as database:
            self.assertEqual(database.execute("PRAGMA quick_check(1)").fetchone()[0], "ok")
            earlier = database.execute("SELECT COUNT(*) FROM comments WHERE submission_key IS NOT NULL"
                                       " AND id <= ?", (self.last_id,)).fetchone()[0]
            self.assertEqual(earlier, self.count)
            self.count += self.compare(database, acknowledged, self.last_id)

    def check_all_there(self, newsroom, acknowledged):
        with opened(newsroom.data / "masthead.db") as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone()[0], "ok")
            self.compare(database, acknowledged, 0)

    def compare(self, database, acknowledged, after):
        """How many comments there are after an id; each acknowledged one is among them, once and whole."""
        rows = database.execute("SELECT id, source FROM comments WHERE submission_key IS NOT NULL"
                                " AND id > ?", (after,)).fetchall()
        self.assertEqual(len({source for _, source in rows}), len(rows), "a comment is there twice")
        there = {str(one): source for one, source in rows}
        lost = [one for one, text in acknowledged.items() if there.get(one) != text]
        self.assertEqual(lost, [])
        return len(rows)

    def test_what_was_acknowledged_survives_kill_9_under_load_once_and_whole(self):
        newsroom, slug = self.prepare()
        everything = {}
        for number in range(ROUNDS):
            acknowledged, refused = self.post_until_killed(newsroom, slug, number * 6_000)
            self.assertFalse(refused[:3])
            self.assertTrue(acknowledged)
            everything.update(acknowledged)
            self.check_new_ones(newsroom, acknowledged)
            if number % WHOLE_CHECK_ROUNDS == 0 or number == ROUNDS - 1:
                self.check_all_there(newsroom, everything)
            self.forget_rates(newsroom)
        print(f"{ROUNDS} kills, {len(everything)} comments acknowledged, none lost")
        self.check_counts(newsroom, slug)

    def check_counts(self, newsroom, slug):
        """Counters equal the rows, and the page says the same as they do."""
        with opened(newsroom.data / "masthead.db") as database:
            story, count = database.execute(
                "SELECT id, comment_count FROM stories WHERE slug = ?", (slug,)).fetchone()
            rows = database.execute("SELECT COUNT(*) FROM comments WHERE story_id = ? AND state = 0",
                                    (story,)).fetchone()[0]
        self.assertEqual(count, rows)


if __name__ == "__main__":
    unittest.main()
