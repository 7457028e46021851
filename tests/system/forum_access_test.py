#!/usr/bin/env python3
"""Who may do what to whose words and account: every route of the forum and of the account, asked by a
guest, its owner, another reader, a banned one and one whose account is erased."""

import itertools
import json
import re
import sqlite3
import sys
import time
import unittest
import urllib.parse

import browser_test
import support

sys.path.insert(0, str(support.ROOT / "tests" / "support"))
import forum_cast  # noqa: E402  (stands in another folder)

STORY = "/saltmarsh-road-pump/"
OWNER, OTHER, BANNED, ERASED = range(4)
GUEST = None
STRANGERS = {"a guest": GUEST, "another reader": OTHER, "a banned reader": BANNED,
             "an erased account": ERASED}
SECRET = "a sentence that only its author and the newsroom may see"
DRAFT = "a draft that only its author may see"
BIO = "words of the owner about themselves"
FIRST_ID = 1_000_000
STATE_ERASED = 2
FAR = 32_503_680_000_000


class Asker:
    """Asks as one of the people, each time from another network: nobody is slowed down here."""

    asked = itertools.count(1)

    def __init__(self, newsroom, place):
        self.newsroom, self.place = newsroom, place

    def __call__(self, method, path, json_wanted=False, site="same-origin", **fields):
        body = urllib.parse.urlencode(fields).encode() if method == "POST" else b""
        number = next(self.asked)
        more = {"X_Forwarded_For": f"10.{number >> 8}.{number & 255}.7", "Connection": "close"}
        if self.place is not None:
            more["Cookie"] = f"masthead={forum_cast.token_of(self.place)}"
        if method == "POST":
            more |= {"Sec_Fetch_Site": site, "Content_Length": len(body),
                     "Content_Type": "application/x-www-form-urlencoded"}
        if json_wanted:
            more["Accept"] = "application/json"
        with support.Connection(self.newsroom.port, timeout=30) as connection:
            connection.send(support.head_of(path, method, **more).encode() + body)
            return connection.answer(method)

    def post_comment(self, **fields):
        answer = self("POST", f"{STORY}comments/", True, **{"parent": "", "key": "", "started": "", **fields})
        return answer.status, json.loads(answer.body)


class Access(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.newsroom = support.Newsroom()
        cls.addClassCleanup(cls.newsroom.remove)
        cls.newsroom.run("demo")
        cls.newsroom.settings('trusted_proxies = ["127.0.0.1"]\naccess_log = false\n')
        forum_cast.add_readers(cls.newsroom.data / "masthead.db", 5)
        now = int(time.time() * 1000)
        browser_test.write_to_database(
            cls.newsroom, "INSERT INTO bans (id, kind, target, reader_id, ground, note, created_at_ms,"
            " until_at_ms, lifted_at_ms) VALUES (1, 0, ?, ?, 'rules', '', ?, ?, 0)",
            f"reader:{FIRST_ID + BANNED}", FIRST_ID + BANNED, now, FAR)
        browser_test.write_to_database(cls.newsroom, "UPDATE readers SET state = ? WHERE id = ?",
                                       STATE_ERASED, FIRST_ID + ERASED)
        cls.newsroom.start()
        cls.owner = Asker(cls.newsroom, OWNER)
        cls.furnish()

    @classmethod
    def furnish(cls):
        status, posted = cls.owner.post_comment(text="The owner's words, for everybody to read.")
        assert status == 201, posted
        cls.visible = posted["id"]
        status, posted = cls.owner.post_comment(text=SECRET, website="filled in")
        assert (status, posted["state"]) == (201, "held"), posted
        cls.held = posted["id"]
        cls.story_id = re.search(r'data-story="(\d+)"', cls.newsroom.get(STORY).text)[1]
        kept = cls.owner("POST", "/reader/draft/", story=cls.story_id, parent="", text=DRAFT)
        assert kept.status in (204, 303), kept.status
        cls.owner("POST", "/reader/account/profile/", name=f"Reader {FIRST_ID}", bio=BIO)

    def database(self, statement, *values):
        """Reads beside the server."""
        file = self.newsroom.data / "masthead.db"
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            return database.execute(statement, values).fetchall()

    def state(self):
        """All that belongs to the owner and that nobody else may change."""
        rows = [self.database("SELECT id, state, source, html, edited_at_ms FROM comments WHERE"
                              " reader_id = ? ORDER BY id", FIRST_ID),
                self.database("SELECT owner, text FROM comment_drafts WHERE text = ?", DRAFT),
                self.database("SELECT display_name, bio, state, deletion_due_at_ms FROM readers"
                              " WHERE id = ?", FIRST_ID),
                self.database("SELECT id, token_hash FROM sessions WHERE owner_id = ?", FIRST_ID),
                self.database("SELECT mail FROM account_mails WHERE owner_id = ?", FIRST_ID),
                self.database("SELECT count(*) FROM passwords WHERE owner_id = ?", FIRST_ID),
                self.database("SELECT count(*) FROM mail_changes WHERE owner_id = ?", FIRST_ID)]
        return json.dumps(rows)

    def comment(self, which):
        return f"{STORY}comments/{which}/"

    def attempts(self):
        """Method, path and fields of everything that could touch the owner's things."""
        for which in (self.visible, self.held):
            place = self.comment(which)
            yield "GET", f"{place}edit/", {}
            yield "POST", f"{place}edit/", {"text": "Changed by somebody else."}
            yield "GET", f"{place}delete/", {}
            yield "POST", f"{place}delete/", {}
            for action in ("approve", "remove", "restore", "feature", "unfeature"):
                yield "POST", f"{place}moderate/", {"action": action, "rule": "rules", "words": "x"}
            yield "GET", f"{place}moderate/", {}
        yield "GET", self.comment(self.held), {}
        yield "GET", f"{self.comment(self.held)}history/", {}
        yield "GET", f"{self.comment(self.held)}report/", {}
        yield "GET", f"{STORY}comments/new/?held={self.held}", {}
        yield "GET", f"{STORY}comments/new/?parent={self.held}", {}
        yield "GET", f"{STORY}comments/new/", {}
        yield "GET", f"{STORY}comments/new/?draft=1", {}
        yield "GET", f"/reader/state?story={self.story_id}", {}
        yield "GET", f"{self.comment(self.held)}respect/", {}
        yield "POST", f"{self.comment(self.held)}respect/", {}
        yield "POST", f"{self.comment(self.held)}report/", {"reason": "insult", "words": ""}
        yield "POST", f"{STORY}comments/", {"text": "An answer", "parent": self.held}
        yield "POST", f"{STORY}comments/", {"text": "A quote", "quote": SECRET[:20], "quote_of": self.held}
        for action in ("close", "open", "slow", "pre_moderate", "hold_all", "release"):
            yield "POST", f"{STORY}conversation/", {"action": action}
        for path in ("sessions/1000000/", "sessions/others/", "passkeys/1/", "decisions/1/review/",
                     "identities/", "mail/", "mail/code/", "password/", "delete/", "keep/",
                     "profile/", "public/", "picture/"):
            yield "POST", f"/reader/account/{path}", {
                "remove": "1", "words": "x", "mail": "thief@post.example", "code": "12345678",
                "password": "a long new password", "name": "", "issuer": "x", "subject": "y"}
        for path in ("", "export.json", "export.html"):
            yield "GET", f"/reader/account/{path}", {}
        yield "GET", f"/reader/{FIRST_ID}/", {}
        for path in ("", "list/", "followers/", "kept-away/", "feed/", f"reader/{FIRST_ID}/"):
            yield "GET", f"/following/{path}", {}
        yield "POST", "/following/seen/", {"upto": "1764000000000-1"}
        yield "POST", "/following/feed/", {"act": "revoke"}

    def test_nobody_sees_or_changes_what_is_anothers(self):
        before = self.state()
        for name, place in STRANGERS.items():
            ask = Asker(self.newsroom, place)
            for method, path, fields in self.attempts():
                for json_wanted in (False, True):
                    with self.subTest(who=name, asked=f"{method} {path}", json=json_wanted):
                        answer = ask(method, path, json_wanted, **fields)
                        self.assertLess(answer.status, 500)
                        for secret in (SECRET, DRAFT, f"reader{FIRST_ID}@readers.example"):
                            self.assertNotIn(secret, answer.text)
        self.assertEqual(self.state(), before)

    def test_what_is_the_readers_own_asks_guests_and_the_erased_to_sign_in(self):
        for place in (GUEST, ERASED):
            ask = Asker(self.newsroom, place)
            for method, path, fields in self.attempts():
                private = path.startswith(("/reader/account/", "/following/")) or re.search(r"/(edit|delete|respect)/$", path)
                if not private:
                    continue
                with self.subTest(who=place, asked=f"{method} {path}"):
                    answer = ask(method, path, **fields)
                    self.assertEqual(answer.status, 303)
                    self.assertTrue(answer.field("location").startswith("/reader/sign-in/"))
                    self.assertEqual(ask(method, path, True, **fields).status, 401)

    def test_readers_are_not_staff(self):
        for place in (OWNER, OTHER, BANNED):
            ask = Asker(self.newsroom, place)
            for path in (f"{self.comment(self.visible)}moderate/", f"{STORY}conversation/"):
                answer = ask("POST", path, action="remove", rule="rules", words="x")
                self.assertIn(answer.status, (303, 403))
                if answer.status == 303:
                    self.assertTrue(answer.field("location").startswith("/desk/sign-in/"))

    def test_anothers_comment_is_not_there_to_be_changed(self):
        for place in (OTHER, BANNED):
            ask = Asker(self.newsroom, place)
            for verb in ("edit", "delete"):
                for method in ("GET", "POST"):
                    answer = ask(method, f"{self.comment(self.visible)}{verb}/", text="Mine now.")
                    self.assertEqual(answer.status, 404, f"{place} {method} {verb}")

    def test_a_comment_is_acted_on_only_under_its_own_story(self):
        other = "/nine-floods/"
        for verb in ("edit", "delete"):
            answer = self.owner("POST", f"{other}comments/{self.visible}/{verb}/", text="Elsewhere")
            self.assertEqual(answer.status, 404)
        self.assertIn("for everybody to read", self.newsroom.get(self.comment(self.visible)).text)

    def test_a_banned_reader_cannot_write_but_keeps_their_words_and_their_account(self):
        banned = Asker(self.newsroom, BANNED)
        status, answer = banned.post_comment(text="Let me in again.")
        self.assertEqual((status, answer["error"]), (403, "comment.banned"))
        self.assertNotIn("Let me in again.", self.newsroom.get(STORY).text)
        self.assertEqual(banned("GET", "/reader/account/export.json").status, 200)
        self.assertIn("Let me in again.", banned("GET", f"{STORY}comments/new/").text)

    def test_the_owner_can_do_all_of_it_so_that_refusals_mean_something(self):
        for path in (f"{self.comment(self.visible)}edit/", f"{self.comment(self.held)}edit/",
                     f"{STORY}comments/new/?held={self.held}", "/reader/account/",
                     "/reader/account/export.json", "/reader/account/export.html"):
            answer = self.owner("GET", path)
            self.assertEqual(answer.status, 200, path)
            self.assertIn("no-store", answer.field("cache-control"))
        self.assertIn(SECRET, self.owner("GET", f"{STORY}comments/new/?held={self.held}").text)
        self.assertIn(DRAFT, self.owner("GET", f"{STORY}comments/new/").text)
        export = json.loads(self.owner("GET", "/reader/account/export.json").body)
        self.assertIn(SECRET, json.dumps(export))

    def test_forms_of_another_site_change_nothing(self):
        before = self.state()
        for method, path, fields in self.attempts():
            if method == "POST":
                answer = self.owner(method, path, site="cross-site", **fields)
                self.assertEqual(answer.status, 403, path)
        self.assertEqual(self.state(), before)

    def test_an_export_holds_nothing_of_others(self):
        other = Asker(self.newsroom, OTHER)
        status, posted = other.post_comment(text="The other's answer.", parent=self.visible)
        self.assertEqual(status, 201, posted)
        other("POST", f"{self.comment(self.visible)}respect/")
        text = self.owner("GET", "/reader/account/export.json").text
        self.assertNotIn("The other's answer.", text)
        self.assertNotIn(f"reader{FIRST_ID + OTHER}@", text)


if __name__ == "__main__":
    unittest.main(verbosity=1)
