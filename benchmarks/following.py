#!/usr/bin/env python3
"""What a page of /following costs: a newsroom of 100,000 readers with 5 million comments is made in
one SQLite file, and a reader who follows 1,000 of them goes back through all of it. CPU time of the
program that reads (following_pages), per page, at several depths. Budget: 10 ms for any of them.
What a section followed beside them costs is printed and has no budget."""

import contextlib
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUDGET_MS = 10.0
READERS = int(os.environ.get("FOLLOWING_READERS", "100000"))
COMMENTS = int(os.environ.get("FOLLOWING_COMMENTS", "5000000"))
STORIES = max(COMMENTS // 250, 10)
FOLLOWED = min(1000, READERS // 2)
START_MS = 1_609_459_200_000
SPAN_MS = 5 * 365 * 24 * 3600 * 1000
FIRST_READER, FIRST_STORY, FIRST_COMMENT = 1_000_000, 2_000_000, 100_000_000
WORDS = "<p>" + "The gauge at the quay stood still from four, and nobody looked at it. " * 3 + "</p>"
DROPPED_WHILE_FILLING = [  # made anew afterwards, which is much quicker
    "comments_submission", "comments_thread", "comments_newest", "comments_respect",
    "comments_replies", "comments_story", "comments_reader", "comments_latest", "comments_held",
    "comments_reported", "comments_new_readers", "comments_to_erase", "comments_quoting"]


def people(database):
    database.execute("INSERT INTO sections (id, slug, name, description, place)"
                     " VALUES (1, 'water', 'Water', '', 1)")
    database.executemany(
        "INSERT INTO readers (id, display_name, state, created_at_ms, signed_up_at_ms) VALUES (?, ?, 1, ?, ?)",
        ((FIRST_READER + i, f"Reader {i}", START_MS, START_MS) for i in range(READERS)))


def stories(database):
    step = SPAN_MS // STORIES
    database.executemany(
        "INSERT INTO stories (id, slug, kind, state, headline, standfirst, excerpt, language, direction,"
        " section_id, lead_picture_url, lead_picture_alt, lead_picture_caption_html, lead_picture_credit,"
        " reading_minutes, word_count, featured, developing, comments_open, comment_count, thread_count,"
        " last_comment_at_ms, published_at_ms, updated_at_ms, created_at_ms)"
        " VALUES (?, ?, 0, 2, ?, '', '', '', 'ltr', ?, '', '', '', '', 3, 600, 0, 0, 1, 0, 0, 0, ?, ?, ?)",
        ((FIRST_STORY + i, f"story-{i}", f"Headline {i}", 1 if i % 10 == 0 else None,
          START_MS + i * step, START_MS + i * step, START_MS + i * step) for i in range(STORIES)))


def comments(random_source):
    """Rows in order of time: a story's conversation lasts some days; some readers write a lot."""
    step = SPAN_MS / COMMENTS
    threads = {}
    for i in range(COMMENTS):
        story = min(int(i * STORIES / COMMENTS), STORIES - 1)
        story = max(0, story - int(random_source.expovariate(0.3)))
        reader = FIRST_READER + int(READERS * random_source.random() ** 2)
        identity = FIRST_COMMENT + i
        thread = threads.get(story)
        parent = thread if thread and random_source.random() < 0.7 else None
        if not parent:
            threads[story] = thread = identity
        yield (identity, FIRST_STORY + story, reader, parent, thread, 1 if parent else 0,
               int(START_MS + i * step), WORDS)


def fill(file):
    with contextlib.closing(sqlite3.connect(file)) as database:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000",
                       "foreign_keys = OFF", "temp_store = MEMORY"):
            database.execute(f"PRAGMA {pragma}")
        indexes = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
        for name in DROPPED_WHILE_FILLING:
            database.execute(f"DROP INDEX {name}")
        people(database)
        stories(database)
        source = random.Random(20261129)
        database.executemany(
            "INSERT INTO comments (id, story_id, reader_id, parent_id, thread_id, depth, state, listed,"
            " featured, respect_count, reply_count, posted_at_ms, edited_at_ms, source, source_format,"
            " html, html_version) VALUES (?, ?, ?, ?, ?, ?, 0, 1, 0, 0, 0, ?, 0, '', 1, ?, 1)",
            comments(source))
        for name in DROPPED_WHILE_FILLING:
            database.execute(indexes[name])
        database.execute("UPDATE stories SET last_comment_at_ms = COALESCE((SELECT MAX(posted_at_ms)"
                         " FROM comments c WHERE c.story_id = stories.id AND c.listed = 1 AND c.state = 0), 0)")
        follow(database, source)
        database.commit()


def follow(database, source):
    """Reader 0 follows many, as many busy as quiet; reader 1 follows the section as well."""
    chosen = source.sample(range(2, READERS), FOLLOWED)
    rows = [(FIRST_READER + reader, 0, FIRST_READER + other) for reader in (0, 1) for other in chosen]
    rows.append((FIRST_READER + 1, 4, 1))
    database.executemany("INSERT INTO follows (id, reader_id, kind, target_id, followed_at_ms) VALUES (?, ?, ?, ?, ?)",
                         ((i + 1, *row, START_MS) for i, row in enumerate(rows)))


def newsroom(program):
    """The file, kept from one run to the next while the schema is the same."""
    folder = ROOT / "build" / "following"
    folder.mkdir(parents=True, exist_ok=True)
    empty = folder / "empty.db"
    empty.unlink(missing_ok=True)
    subprocess.run([program, str(empty), "prepare"], check=True)
    with contextlib.closing(sqlite3.connect(empty)) as database:
        schema = hash_of("".join(row[0] or "" for row in database.execute("SELECT sql FROM sqlite_master ORDER BY name")))
    file = folder / f"{READERS}-{COMMENTS}-{schema}.db"
    if not file.exists():
        started = time.monotonic()
        fill(empty)
        empty.rename(file)
        print(f"made {COMMENTS:,} comments of {READERS:,} readers in {time.monotonic() - started:.0f} s")
    return file


def hash_of(text):
    value = 0
    for letter in text:
        value = (value * 131 + ord(letter)) % (1 << 48)
    return f"{value:012x}"


def main():
    program = pathlib.Path(os.environ.get("FOLLOWING_PAGES", ROOT / "build" / "release" / "following_pages"))
    if not program.exists():
        subprocess.run(["cmake", "--build", program.parent, "--target", "following_pages"], check=True,
                       stdout=subprocess.DEVNULL)
    file = newsroom(program)
    worst = 0.0
    for reader, name in ((0, f"{FOLLOWED} readers"), (1, f"{FOLLOWED} readers and a section")):
        answer = subprocess.run([program, str(file), "measure", str(FIRST_READER + reader)], check=True,
                                capture_output=True, text=True)
        for line in answer.stdout.splitlines():
            figure = json.loads(line)
            if reader == 0:
                worst = max(worst, figure["cpu_ms"])
            print(f"{name}: {figure['where']:<28} {figure['cpu_ms']:6.2f} ms CPU a page of {figure['items']}")
    print(f"the dearest page of {FOLLOWED} readers: {worst:.2f} ms (at most {BUDGET_MS:.0f})")
    return worst <= BUDGET_MS


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
