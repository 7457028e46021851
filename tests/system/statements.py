#!/usr/bin/env python3
"""Prepares every named statement of the sources on a migrated SQLite database and reads the plan:
a statement that does not fit the schema, a name used twice, or a full scan of a table that grows
with the newsroom fails. Two deliberately wrong statements prove that this can happen."""

import pathlib
import re
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import sql_text  # noqa: E402

GROWING_TABLES = {"stories", "story_bodies", "story_authors", "story_topics", "comments", "readers",
                  "reader_mails", "media", "redirects", "foreign_ids", "event_log", "job_queue",
                  "account_mails", "passwords", "passkeys", "passkey_challenges", "identities", "oidc_flows",
                  "sign_in_flows", "credential_changes", "mail_changes", "sessions", "allowances",
                  "erasures",
                  "comment_edits", "comment_respects", "comment_reports", "comment_mentions",
                  "comment_drafts", "comment_networks", "notifications",
                  "notification_choices", "notification_mails", "follows", "following_marks",
                  "following_feeds", "reader_blocks", "reader_mutes", "push_subscriptions"}

def migrated():
    database = sqlite3.connect(":memory:")
    for path in sql_text.migration_files("sqlite"):
        database.executescript(path.read_text(encoding="utf-8"))
    return database


def plan_of(database, statement):
    """The steps of SQLite's plan, with the parameters bound to NULL."""
    without_literals = re.sub(r"'[^']*'", "''", statement.sql)
    numbered = [int(number) for number in re.findall(r'\?(\d+)', without_literals)]
    count = max(numbered) if numbered else without_literals.count("?")
    rows = database.execute("EXPLAIN QUERY PLAN " + statement.sql, [None] * count)
    return [row[3] for row in rows]


def scanned_tables(statement, plan):
    """Tables that the plan walks through from one end to the other."""
    names = {}
    for table, alias in re.findall(r'\b(?:FROM|JOIN|UPDATE|INTO)\s+([a-z_]+)(?:\s+(?:AS\s+)?([a-z]\w*))?',
                                   statement.sql):
        names[table] = table
        if alias:
            names[alias] = table
    scans = [re.match(r'SCAN (?:TABLE )?(\w+)', step) for step in plan]
    return {names.get(scan[1], scan[1]) for scan in scans if scan}


def stops_at_first_row(statement, plan):
    """`SELECT … FROM table LIMIT 1`, sorted by an index or not at all: one step, not a scan."""
    return bool(re.search(r'\bLIMIT\s+1\s*$', statement.sql)) and "WHERE" not in statement.sql \
        and not any("TEMP B-TREE" in step for step in plan)


def bad_scans(database, statement):
    plan = plan_of(database, statement)
    if stops_at_first_row(statement, plan):
        return set()
    return scanned_tables(statement, plan) & GROWING_TABLES


class Statements(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.statements = sql_text.all_statements()
        cls.database = migrated()
        # A room may make a table of its own; then its other statements must find it.
        for statement in cls.statements:
            if statement.sql.lstrip().upper().startswith("CREATE"):
                cls.database.execute(statement.sql)

    def test_the_sources_have_statements_at_all(self):
        self.assertGreater(len(self.statements), 50)

    def test_every_statement_fits_the_schema_and_scans_no_table_that_grows(self):
        for statement in self.statements:
            if statement.sql.lstrip().upper().startswith("CREATE"):
                continue
            if statement.name.startswith("test."):  # a test may look at a whole small table
                continue
            with self.subTest(name=statement.name, at=f"{statement.path}:{statement.line}"):
                self.assertEqual(bad_scans(self.database, statement), set())

    def test_a_name_stands_for_one_statement(self):
        seen = {}
        for statement in self.statements:
            with self.subTest(name=statement.name):
                first = seen.setdefault(statement.name, statement)
                self.assertIs(first, statement, f"also at {first.path}:{first.line}")

    def test_a_full_scan_is_seen_through_an_alias(self):
        wrong = sql_text.Statement("x.cpp", 1, "x", "SELECT s.id FROM stories s WHERE s.headline = ?")
        right = sql_text.Statement("x.cpp", 1, "x", "SELECT s.id FROM stories s WHERE s.slug = ?")
        self.assertEqual(bad_scans(self.database, wrong), {"stories"})
        self.assertEqual(bad_scans(self.database, right), set())

    def test_the_first_row_of_a_table_is_no_scan_but_the_first_that_matches_is(self):
        first = sql_text.Statement("x.cpp", 1, "x", "SELECT id FROM stories LIMIT 1")
        matching = sql_text.Statement("x.cpp", 1, "x",
                                      "SELECT id FROM stories WHERE headline = ? LIMIT 1")
        sorted_first = sql_text.Statement("x.cpp", 1, "x",
                                          "SELECT id FROM stories ORDER BY headline LIMIT 1")
        self.assertEqual(bad_scans(self.database, first), set())
        self.assertEqual(bad_scans(self.database, matching), {"stories"})
        self.assertEqual(bad_scans(self.database, sorted_first), {"stories"})

    def test_a_statement_that_does_not_fit_the_schema_is_seen(self):
        wrong = sql_text.Statement("x.cpp", 1, "x", "SELECT no_such_column FROM stories")
        with self.assertRaises(sqlite3.OperationalError):
            plan_of(self.database, wrong)


if __name__ == "__main__":
    unittest.main()
