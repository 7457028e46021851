#!/usr/bin/env python3
"""Measures the queue of mails: 100,000 that wait are sent to a mail server on this machine, drawn
from templates as any other; the program is killed in the middle and started again. Looks at how
many go a second, at memory, and at whether any came twice.

Uses $MASTHEAD_BINARY (default build/release/masthead). Everything is made anew in build/bench.
Exits with 1 where a budget is missed, after printing all figures.
"""

import asyncio
import collections
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/system"), str(ROOT / "tests/support"), str(ROOT / "benchmarks")]
os.environ.setdefault("MASTHEAD_BINARY", str(ROOT / "build/release/masthead"))
import forum_cast  # noqa: E402
import newsroom as bench  # noqa: E402

MAILS = int(os.environ.get("MAIL_QUEUE_MAILS") or 100_000)
KILLED_AT = MAILS // 4
PATIENCE_S = 60
DATA = ROOT / "build" / "bench" / "mail_queue"
LEASE_MS = 5 * 60 * 1000
MESSAGE_ID = re.compile(rb"^Message-ID: <([^>]+)>", re.M | re.I)


class Sink(asyncio.Protocol):
    """The receiving half of SMTP (RFC 5321), as far as a client that behaves needs it."""

    seen = collections.Counter()
    connections = 0

    def connection_made(self, transport):
        Sink.connections += 1
        self.transport, self.buffer, self.in_data = transport, b"", False
        transport.write(b"220 sink.example ESMTP\r\n")

    def data_received(self, data):
        self.buffer += data
        while True:
            mark = b"\r\n.\r\n" if self.in_data else b"\r\n"
            end = self.buffer.find(mark)
            if end < 0:
                return
            piece, self.buffer = self.buffer[:end], self.buffer[end + len(mark):]
            if self.in_data:
                self.take(piece)
            else:
                self.answer(piece.upper())

    def take(self, mail):
        Sink.seen[MESSAGE_ID.search(mail).group(1)] += 1
        self.in_data = False
        self.transport.write(b"250 2.0.0 taken\r\n")

    def answer(self, command):
        if command.startswith(b"EHLO"):
            self.transport.write(b"250-sink.example\r\n250 8BITMIME\r\n")
        elif command.startswith(b"DATA"):
            self.in_data = True
            self.transport.write(b"354 go on\r\n")
        elif command.startswith(b"QUIT"):
            self.transport.write(b"221 2.0.0 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 2.1.0 well\r\n")


def start_sink():
    """Listens on a free port in a thread of its own; answers the port."""
    ready = threading.Event()
    found = []

    def run():
        loop = asyncio.new_event_loop()
        server = loop.run_until_complete(loop.create_server(Sink, "127.0.0.1", 0))
        found.append(server.sockets[0].getsockname()[1])
        ready.set()
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    ready.wait()
    return found[0]


def prepare(port):
    """A newsroom in which MAILS readers are owed one mail each about one comment."""
    shutil.rmtree(DATA, ignore_errors=True)
    subprocess.run([os.environ["MASTHEAD_BINARY"], "demo", "--data", DATA], check=True,
                   stdout=subprocess.DEVNULL)
    (DATA / "masthead.toml").write_text(
        'site_url = "https://news.example"\naccess_log = false\nlog_level = "warn"\n'
        f'smtp_url = "smtp://127.0.0.1:{port}"\nsmtp_starttls = "none"\n')
    ids = forum_cast.add_readers(DATA / "masthead.db", MAILS)
    now = int(time.time() * 1000)
    with forum_cast.opened(DATA / "masthead.db") as database:
        comment, story, actor = database.execute(
            "SELECT c.id, c.story_id, c.reader_id FROM comments c JOIN readers r ON r.id = c.reader_id"
            " JOIN stories s ON s.id = c.story_id"
            " WHERE c.state = 0 AND c.listed = 1 AND s.state = 2 LIMIT 1").fetchone()
        database.execute("UPDATE readers SET state = 1 WHERE id = ?", (actor,))
        database.executemany(
            "INSERT INTO notifications (id, reader_id, kind, target_id, subject_kind, subject_id,"
            " actor_id, story_id, made_at_ms, seen_at_ms, shown, mail, push)"
            " VALUES (?, ?, 4, ?, 0, ?, ?, ?, ?, 0, 1, 0, 0)",
            [(one, one, story, comment, actor, story, now) for one in ids])
        database.executemany(
            "INSERT INTO outgoing_mails (id, kind, recipient, reader_id, data, state, attempts,"
            " reply_code, created_at_ms, changed_at_ms) VALUES (?, 'notifications', ?, ?, ?, 0, 0, 0, ?, ?)",
            [(one, f"reader{one}@readers.example", one,
              json.dumps({"reader": str(one), "sort": "at_once", "told": [str(one)]}), now, now)
             for one in ids])
        database.executemany(
            "INSERT INTO job_queue (id, kind, payload, run_at_ms, attempts, state, lane)"
            " VALUES (?, 'mail.send', ?, ?, 0, 0, 2)",
            [(one, json.dumps({"mail": str(one)}), now) for one in ids])


def wait_until(count, served, memory):
    """Waits until so many mails have come; notes memory. Answers whether they came."""
    last, moved_at = -1, time.monotonic()
    while sum(Sink.seen.values()) < count:
        if sum(Sink.seen.values()) != last:
            last, moved_at = sum(Sink.seen.values()), time.monotonic()
        if time.monotonic() - moved_at > PATIENCE_S:
            return False
        memory.append(served.rss_mb())
        time.sleep(0.05)
    return True


def main():
    port = start_sink()
    prepare(port)
    figures = bench.Figures()
    memory = []
    served = bench.Served(DATA)
    started = time.monotonic()
    wait_until(KILLED_AT, served, memory)
    rate = sum(Sink.seen.values()) / (time.monotonic() - started)
    served.process.send_signal(signal.SIGKILL)
    served.process.wait()
    before = sum(Sink.seen.values())
    figures.add("mails to a mail server on this machine", rate, "mails/s", ">= 300", rate >= 300)
    # What was under way when it was killed is leased: nobody wants to wait five minutes here.
    with forum_cast.opened(DATA / "masthead.db") as database:
        database.execute("UPDATE job_queue SET run_at_ms = run_at_ms - ? WHERE kind = 'mail.send'"
                         " AND attempts > 0", (LEASE_MS,))
    with bench.Served(DATA) as served:
        started = time.monotonic()
        wait_until(MAILS - 16, served, memory)
        rate = (sum(Sink.seen.values()) - before) / (time.monotonic() - started)
        figures.add("the same after a kill", rate, "mails/s", ">= 300", rate >= 300)
        time.sleep(3)
    twice = sum(1 for times in Sink.seen.values() if times > 1)
    figures.add("mails that came twice after kill -9", twice, "mails", "0", twice == 0)
    with forum_cast.opened(DATA / "masthead.db") as database:
        states = dict(database.execute("SELECT state, COUNT(*) FROM outgoing_mails GROUP BY state"))
    missing = MAILS - len(Sink.seen)
    figures.add("mails let be, for nobody knows whether they went", states.get(6, 0), "mails",
                "<= 16", states.get(6, 0) <= 16)
    figures.add("mails that did not come and are not among these", max(0, missing - states.get(6, 0)),
                "mails", "0", missing <= states.get(6, 0))
    growth = max(memory[len(memory) // 10:]) - memory[len(memory) // 10]
    figures.add("memory gained from the first tenth on", growth, "MB RSS", "<= 16 MB", growth <= 16)
    figures.add("mails over one connection", len(Sink.seen) / max(1, Sink.connections), "mails",
                ">= 50", len(Sink.seen) / max(1, Sink.connections) >= 50)
    return 0 if all(row["met"] for row in figures.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
