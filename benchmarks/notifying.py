#!/usr/bin/env python3
"""Measures what notifications cost those who post, and how fast a large audience is told.

Posting: 64 connections, each reader followed by one other, so that each comment tells somebody;
against the same newsroom with nothing to tell. Then one reply in a thread with 10,000 followers.

Uses $MASTHEAD_BINARY (default build/release/masthead) and wrk. Everything is made anew in
build/bench. Exits with 1 where a budget is missed, after printing all figures.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/system"), str(ROOT / "tests/support"), str(ROOT / "benchmarks")]
os.environ.setdefault("MASTHEAD_BINARY", str(ROOT / "build/release/masthead"))
import forum_cast  # noqa: E402
import newsroom as bench  # noqa: E402
import posting  # noqa: E402

ROUNDS = 3
SECONDS = int(os.environ.get("NOTIFYING_SECONDS") or 6)
FOLLOWERS = 10_000
FIRST_ID = 1_000_000
FAR_AHEAD = 1 << 50
KIND_READER, KIND_THREAD = 0, 1
posting.DATA = ROOT / "build" / "bench" / "notifying"


def database():
    return forum_cast.opened(posting.DATA / "masthead.db")


def follow(pairs, kind):
    now = int(time.time() * 1000)
    with database() as opened:
        start = opened.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM follows").fetchone()[0]
        opened.executemany(
            "INSERT INTO follows (id, reader_id, kind, target_id, followed_at_ms) VALUES (?, ?, ?, ?, ?)",
            [(start + place, reader, kind, target, now)
             for place, (reader, target) in enumerate(pairs)])


def tell_from(position):
    """Where telling goes on; FAR_AHEAD: nothing that happens is told."""
    with database() as opened:
        last = opened.execute("SELECT COALESCE(MAX(position), 0) FROM event_log").fetchone()[0]
        opened.execute("UPDATE notification_cursor SET position = ?, part_position = 0",
                       (last if position is None else position,))


def told():
    with database() as opened:
        return opened.execute("SELECT COUNT(*) FROM notifications").fetchone()[0]


def wait_for_calm(seconds):
    """How long it takes until everything that happened is told."""
    before = time.monotonic()
    while time.monotonic() - before < seconds:
        with database() as opened:
            behind = opened.execute(
                "SELECT COUNT(*) FROM (SELECT 1 FROM event_log WHERE position >"
                " (SELECT position FROM notification_cursor) LIMIT 1)").fetchone()[0]
        if not behind:
            break
        time.sleep(0.05)
    return time.monotonic() - before


def measure_posting(figures, slug):
    rates = {"without": [], "with": []}
    first = 10_000
    for _ in range(ROUNDS):
        for name, position in (("without", FAR_AHEAD), ("with", None)):
            tell_from(position)
            with bench.Served(posting.DATA) as served:
                posting.post_with_wrk(served, slug, first, 1)
                rates[name].append(posting.post_with_wrk(served, slug, first + 500_000, SECONDS)["rate"])
                first += 2_000_000
                if name == "with":
                    behind = wait_for_calm(60)
    figures.add("posting without notifications", statistics.median(rates["without"]), "comments/s",
                "-", True)
    ratio = statistics.median(rates["with"]) / statistics.median(rates["without"])
    figures.add("posting with, each comment told to a follower", ratio, "x", ">= 0.8 x", ratio >= 0.8)
    figures.add("all told after the last post within", behind, "s", "<= 30 s", behind <= 30)


class Speaker(posting.Poster):
    """Posts replies to one comment, and says how long each took."""

    def reply(self, parent):
        self.number += 1
        words = " ".join(f"w{self.number * 31 + i * 7919:x}" for i in range(30))
        body = urllib.parse.urlencode({"text": words, "key": f"reply-{self.number:020d}",
                                       "parent": parent})
        before = time.perf_counter()
        self.connection.send(
            f"POST /{self.slug}/comments/ HTTP/1.1\r\nHost: 127.0.0.1:{self.served.port}\r\n"
            f"Origin: http://127.0.0.1:{self.served.port}\r\nAccept: application/json\r\n"
            f"Cookie: masthead={forum_cast.token_of(self.number % posting.READERS)}\r\n"
            f"X-Forwarded-For: 10.210.{self.number >> 8 & 255}.{self.number & 255}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}")
        answer = self.connection.answer("POST")
        if answer.status != 201:
            raise SystemExit(f"a reply was refused: {answer.status} {answer.text}")
        return (time.perf_counter() - before) * 1000


def measure_crowd(figures, slug):
    with bench.Served(posting.DATA) as served:
        threads = [posting.Poster(served, slug, 60_000 + i).post()["id"] for i in range(2)]
    with database() as opened:
        opened.execute("DELETE FROM follows")
    follow([(FIRST_ID + i, int(threads[0])) for i in range(FOLLOWERS)], KIND_THREAD)
    tell_from(None)
    before = told()
    with bench.Served(posting.DATA) as served:
        speaker = Speaker(served, slug, 70_000)
        plain = []
        for _ in range(30):
            plain.append(speaker.reply(threads[1]))
            time.sleep(0.02)
        wait_for_calm(30)
        start_rows = told()
        started = time.monotonic()
        took = speaker.reply(threads[0])
        meanwhile = []
        while told() - start_rows < FOLLOWERS and time.monotonic() - started < 60:
            meanwhile.append(speaker.reply(threads[1]))
            time.sleep(0.02)
        seconds = time.monotonic() - started
        wait_for_calm(30)
    plain.sort()
    figures.add("a reply in a thread that nobody follows, median", plain[15], "ms", "-", True)
    figures.add("a reply in a thread with 10,000 followers", took, "ms", "as fast as any other",
                took <= max(10, plain[-1]))
    if meanwhile:
        meanwhile.sort()
        middle = meanwhile[len(meanwhile) // 2]
        figures.add("replies while these are told, median", middle, "ms", "<= 10 ms, or 2 x",
                    middle <= max(10, 2 * plain[15]))
    figures.add("all 10,000 told within", seconds, "s", "<= 30 s", seconds <= 30)
    with database() as opened:
        doubles = opened.execute(
            "SELECT COUNT(*) FROM (SELECT 1 FROM notifications WHERE target_id = ? AND kind = 3"
            " GROUP BY reader_id HAVING COUNT(*) > 1)", (int(threads[0]),)).fetchone()[0]
        reached = opened.execute(
            "SELECT COUNT(DISTINCT reader_id) FROM notifications WHERE target_id = ? AND kind = 3",
            (int(threads[0]),)).fetchone()[0]
    figures.add("followers told twice", doubles, "readers", "0", doubles == 0)
    figures.add("followers told", reached, "readers", str(FOLLOWERS), reached >= FOLLOWERS - 1)
    return before


def main():
    slugs = posting.prepare()
    follow([(FIRST_ID + (i + 1) % posting.READERS, FIRST_ID + i) for i in range(posting.READERS)],
           KIND_READER)
    figures = bench.Figures()
    measure_posting(figures, slugs[0])
    measure_crowd(figures, slugs[1])
    return 0 if all(row["met"] for row in figures.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
