#!/usr/bin/env python3
"""Measures 15,000 live streams on one node: memory of each, how long one comment takes to reach all
of them, and how fast a page is meanwhile. Plain HTTP on loopback, one I/O thread.

Uses $MASTHEAD_BINARY (default build/release/masthead) and live_connections beside it, and
$LIVE_CONNECTIONS. Exits with 1 where a budget is missed, after printing all figures.
"""

import os
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/system"), str(ROOT / "tests/support"), str(ROOT / "benchmarks")]
os.environ.setdefault("MASTHEAD_BINARY", str(ROOT / "build/release/masthead"))
import forum_cast  # noqa: E402
import newsroom as bench  # noqa: E402
import support  # noqa: E402

CONNECTIONS = int(os.environ.get("LIVE_CONNECTIONS") or 15_000)
ROUNDS = 15
READERS = ROUNDS + 1
PAUSE_S = 1.5
DATA = ROOT / "build" / "bench" / "live"


def prepare():
    shutil.rmtree(DATA, ignore_errors=True)
    subprocess.run([os.environ["MASTHEAD_BINARY"], "demo", "--data", DATA], check=True,
                   stdout=subprocess.DEVNULL)
    (DATA / "masthead.toml").write_text("access_log = false\nio_threads = 1\n"
                                        f"live_connections_max = {CONNECTIONS}\n")
    forum_cast.add_readers(DATA / "masthead.db", READERS)
    with sqlite3.connect(DATA / "masthead.db") as database:
        return database.execute(
            "SELECT id, slug FROM stories WHERE state = 2 AND kind = 0 AND comments_open = 1"
            " ORDER BY published_at_ms DESC LIMIT 1").fetchone()


def post(served, slug, number):
    words = " ".join(f"w{number * 31 + i * 7919:x}" for i in range(30))
    body = urllib.parse.urlencode({"text": words, "key": f"live-{number:020d}"})
    with support.Connection(served.port) as connection:
        connection.send(
            f"POST /{slug}/comments/ HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
            f"Origin: http://127.0.0.1:{served.port}\r\nAccept: application/json\r\n"
            f"Cookie: masthead={forum_cast.token_of(number)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}")
        began = time.monotonic_ns()
        answer = connection.answer()
    if answer.status != 201:
        sys.exit(f"posting was answered with {answer.status}: {answer.text}")
    return began


class PageReader(threading.Thread):
    """One reader who asks for a cached page again and again."""

    def __init__(self, served, path):
        super().__init__(daemon=True)
        self.served, self.path = served, path
        self.taken = []  # (began, seconds)
        self.ended = False

    def run(self):
        with support.Connection(self.served.port) as connection:
            request = support.head_of(self.path, accept_encoding="gzip")
            while not self.ended:
                began = time.monotonic_ns()
                connection.send(request)
                connection.answer()
                self.taken.append((began, (time.monotonic_ns() - began) / 1e6))
                time.sleep(0.001)


def p99(values):
    return sorted(values)[int(len(values) * 0.99)] if values else float("nan")


def cpu_seconds(served):
    """CPU time of the server, all threads."""
    return time.clock_gettime((~served.process.pid << 3) | 2)


def measure_rounds(served, crowd, slug, page):
    reaches, slow, costs, taken = [], [], [], 0
    for number in range(1, ROUNDS + 1):
        time.sleep(PAUSE_S)
        before = cpu_seconds(served)
        began = post(served, slug, number)
        words = crowd.stdout.readline().split()
        if words[:1] != ["round"]:
            sys.exit(f"the streams broke: {words}")
        costs.append((cpu_seconds(served) - before) * 1e3)
        reaches.append((int(words[1]) - began) / 1e6)
        during = [ms for at, ms in list(page.taken) if began <= at <= int(words[1])]
        taken += len(during)
        slow += during
    print(f"  server CPU for one comment to all, the pages included: "
          f"{statistics.median(costs):.0f} ms")
    return reaches, slow, taken


def main():
    story, slug = prepare()
    figures = bench.Figures()
    with bench.Served(DATA) as served:
        served.get(f"/{slug}/")
        time.sleep(1)
        before = served.rss_mb()
        began = time.monotonic()
        crowd = subprocess.Popen(
            [pathlib.Path(os.environ["MASTHEAD_BINARY"]).parent / "live_connections",
             str(served.port), f"/live?stories={story}", str(CONNECTIONS)],
            stdout=subprocess.PIPE, text=True)
        try:
            said = crowd.stdout.readline()
            if not said.startswith("open"):
                sys.exit(f"the streams were not opened: {said}")
            print(f"{CONNECTIONS} streams opened in {time.monotonic() - began:.1f} s")
            time.sleep(2)
            each = (served.rss_mb() - before) * 1024 / CONNECTIONS
            figures.add("a live stream, memory", each, "KB RSS", "<= 12 KB", each <= 12)
            page = PageReader(served, "/")
            page.start()
            time.sleep(1)
            reaches, slow, taken = measure_rounds(served, crowd, slug, page)
            page.ended = True
            page.join()
            middle = statistics.median(reaches)
            figures.add("one comment reaches all, from the sending of it", middle, "ms",
                        "<= 250 ms", middle <= 250)
            print(f"  slowest of {ROUNDS}: {max(reaches):.0f} ms")
            figures.add(f"a page meanwhile, p99 of {taken}", p99(slow), "ms", "<= 20 ms",
                        p99(slow) <= 20)
            overall = p99([ms for _, ms in page.taken])
            print(f"  a page all the time, p99: {overall:.2f} ms")
        finally:
            crowd.kill()
            crowd.wait()
    return 0 if all(row["met"] for row in figures.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
