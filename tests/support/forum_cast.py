"""Readers with sessions, put straight into a newsroom's database while no server runs: for tests of
load and durability, where signing thousands in would measure signing in."""

import contextlib
import hashlib
import sqlite3
import time

LONG = 30 * 24 * 3600 * 1000
ESTABLISHED_MS = 365 * 24 * 3600 * 1000


@contextlib.contextmanager
def opened(file):
    """The database for a while: committed and closed at the end (sqlite3's own `with` leaves it
    open, and the disk under it busy)."""
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        yield database


def token_of(number):
    """A session token as the server makes them: 43 characters of base64url."""
    return f"{number:043d}"


def token_hash(token):
    return hashlib.blake2b(token.encode(), digest_size=32).hexdigest()


def add_readers(database_file, count, first_id=1_000_000):
    """Adds `count` readers who have been here for a year, each with one open session whose token is
    token_of(its place). Answers their ids in order."""
    now = int(time.time() * 1000)
    ids = [first_id + place for place in range(count)]
    with opened(database_file) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.executemany(
            "INSERT INTO readers (id, display_name, name_key, state, created_at_ms,"
            " signed_up_at_ms, approved_count, comment_count)"
            " VALUES (?, ?, ?, 1, ?, ?, 50, 50)",
            [(one, f"Reader {one}", f"reader-{one}", now - ESTABLISHED_MS, now - ESTABLISHED_MS)
             for one in ids])
        database.executemany(
            "INSERT INTO account_mails (owner_kind, owner_id, mail, mail_key, alias_key,"
            " proven_at_ms) VALUES (0, ?, ?, ?, ?, ?)",
            [(one, *3 * (f"reader{one}@readers.example",), now) for one in ids])
        database.executemany(
            "INSERT INTO sessions (id, owner_kind, owner_id, token_hash, device, sealed_network,"
            " created_at_ms, seen_at_ms, proved_at_ms, expires_at_ms)"
            " VALUES (?, 0, ?, ?, 'Firefox on Linux', '', ?, ?, ?, ?)",
            [(one, one, token_hash(token_of(place)), now, now, now, now + LONG)
             for place, one in enumerate(ids)])
    return ids


def add_moderator(database_file, number=900_000):
    """Adds a moderator with one open session at the desk, whose token is token_of(number)."""
    now = int(time.time() * 1000)
    with opened(database_file) as database:
        database.execute(
            "INSERT INTO staff (id, name, role, state, totp_sealed, totp_last_step, created_at_ms,"
            " changed_at_ms) VALUES (?, 'Moderator', 3, 1, '', 0, ?, ?)", (number, now, now))
        database.execute(
            "INSERT INTO sessions (id, owner_kind, owner_id, token_hash, device, sealed_network,"
            " created_at_ms, seen_at_ms, proved_at_ms, expires_at_ms)"
            " VALUES (?, 1, ?, ?, 'Firefox on Linux', '', ?, ?, ?, ?)",
            (number, number, token_hash(token_of(number)), now, now, now, now + LONG))
