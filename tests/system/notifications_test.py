#!/usr/bin/env python3
"""Readers are told what concerns them, by the real program and a real mail server: one mail an
event, out of the mails with one press, and nothing twice when the program is killed."""

import base64
import email
import email.policy
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

import browser_test
import mail_test
import support

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import forum_cast  # noqa: E402
from durability_test import words  # noqa: E402

ADA, BO, CLEO = 0, 1, 2
REPLIES, KILLS = 40, 3


class Notifications(unittest.TestCase):
    def setUp(self):
        folder = tempfile.mkdtemp(prefix="masthead-notices-")
        self.addCleanup(shutil.rmtree, folder)
        self.server = mail_test.Server(folder, starttls=False)
        self.addCleanup(self.server.__exit__)
        self.newsroom = support.Newsroom()
        self.addCleanup(self.newsroom.remove)
        self.newsroom.run("demo")
        self.newsroom.settings(
            'site_url = "https://news.example"\ntrusted_proxies = ["127.0.0.1"]\n'
            f'smtp_url = "smtp://127.0.0.1:{self.server.port}"\nsmtp_starttls = "none"\n'
            'mail_at_once_wait_seconds = 1\n'
            'dkim_domain = "herald.example"\ndkim_selector = "autumn"\ndkim_key_file = "dkim.pem"\n')
        key = self.newsroom.data / "dkim.pem"
        mail_test.openssl("genpkey", "-algorithm", "ed25519", "-out", str(key))
        key.chmod(0o600)
        public = mail_test.openssl("pkey", "-in", str(key), "-pubout", "-outform", "DER")
        self.public = base64.b64encode(public[-32:]).decode()
        self.file = self.newsroom.data / "masthead.db"
        self.ids = forum_cast.add_readers(self.file, 200)
        with forum_cast.opened(self.file) as database:
            self.slug = database.execute(
                "SELECT slug FROM stories WHERE state = 2 AND kind = 0 AND comments_open = 1"
                " ORDER BY published_at_ms DESC LIMIT 1").fetchone()[0]
        self.newsroom.start()
        self.count = 0

    def ask(self, method, path, who=None, form=None, accept="text/html", origin=True):
        body = urllib.parse.urlencode(form or {})
        fields = {"Accept": accept, "X-Forwarded-For": f"10.9.{self.count >> 8}.{self.count & 255}"}
        if who is not None:
            fields["Cookie"] = f"masthead={forum_cast.token_of(who)}"
        if method == "POST":
            fields |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": len(body)}
            if origin:
                fields["Origin"] = f"http://127.0.0.1:{self.newsroom.port}"
        with support.Connection(self.newsroom.port) as connection:
            head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
            connection.send(f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.newsroom.port}\r\n"
                            f"{head}\r\n{body if method == 'POST' else ''}")
            return connection.answer(method)

    def say(self, who, parent=None):
        self.count += 1
        form = {"text": words(self.count), "key": f"notice-{self.count:020d}"}
        if parent:
            form["parent"] = parent
        answer = self.ask("POST", f"/{self.slug}/comments/", who, form, accept="application/json")
        self.assertEqual(answer.status, 201, answer.text)
        return json.loads(answer.body)["id"]

    def choose(self, who, mail):
        form = {"choices": "1", "reply.site": "1", "reply.mail": mail}
        answer = self.ask("POST", "/reader/account/notifications/", who, form)
        self.assertEqual(answer.status, 303)

    def told(self, who):
        answer = self.ask("GET", "/api/v1/notifications", who, accept="application/json")
        return json.loads(answer.body)

    def wait_told(self, who, count):
        self.assertTrue(support.wait_until(
            lambda: sum(group["count"] for group in self.told(who)["groups"]) >= count))

    def is_signed(self, path):
        done = subprocess.run([mail_test.DKIM_PYTHON, "-c", mail_test.VERIFY, "ed25519", self.public,
                               str(path)], capture_output=True, text=True, check=False)
        return done.stdout.strip() == "True"

    def mails(self):
        return self.server.all("mail")

    def wait_mails(self, count):
        self.assertTrue(support.wait_until(lambda: len(self.mails()) >= count), self.newsroom.problems)

    def rows(self, sql, *arguments):
        with forum_cast.opened(self.file) as database:
            return database.execute(sql, arguments).fetchall()

    def wait_for_no_jobs(self):
        self.assertTrue(support.wait_until(lambda: not self.rows(
            "SELECT 1 FROM job_queue WHERE kind = 'mail.send'"
            " UNION ALL SELECT 1 FROM notification_mails")))

    def test_an_answer_is_one_mail_with_a_way_out_that_works_without_a_session(self):
        self.choose(ADA, "at_once")
        thread = self.say(ADA)
        self.say(BO, thread)
        self.wait_mails(1)
        self.wait_for_no_jobs()
        self.assertEqual([mail["to"] for mail in self.mails()], [f"reader{self.ids[ADA]}@readers.example"])
        mail = email.message_from_bytes(pathlib.Path(self.mails()[0]["file"]).read_bytes(),
                                        policy=email.policy.default)
        self.assertEqual(mail["Subject"], f"Reader {self.ids[BO]} answered your comment")
        self.assertEqual(mail["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        link = re.fullmatch(r"<https://news\.example(/reader/unsubscribe/\?token=[\w-]+)>",
                            mail["List-Unsubscribe"].strip())[1]
        path = pathlib.Path(self.mails()[0]["file"])
        raw = path.read_bytes()
        self.assertTrue(self.is_signed(path))
        for was, now in ((b"List-Unsubscribe=One", b"List-Unsubscribe=Two"),
                         (b"/reader/unsubscribe/", b"/reader/unsubscribed/")):
            path.write_bytes(raw.replace(was, now, 1))
            self.assertFalse(self.is_signed(path), was)
        parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
        self.assertIn(words(2)[:20], parts["text/plain"])
        self.assertIn(f"https://news.example/{self.slug}/comments/", parts["text/html"])
        self.assertEqual(self.ask("GET", link).status, 200)
        self.assertEqual(self.rows("SELECT mail FROM notification_choices WHERE reader_id = ? AND kind = 1",
                                   self.ids[ADA]), [(1,)])
        form = {"List-Unsubscribe": "One-Click"}
        self.assertEqual(self.ask("POST", link, form=form, origin=False).status, 200)
        self.say(CLEO, thread)
        self.wait_told(ADA, 2)
        self.wait_for_no_jobs()
        self.assertEqual(len(self.mails()), 1)

    def test_a_burst_is_one_mail_and_the_page_marks_what_was_opened(self):
        self.choose(ADA, "at_once")
        thread = self.say(ADA)
        for who in (BO, CLEO, 3):
            self.say(who, thread)
        self.wait_told(ADA, 3)
        self.wait_mails(1)
        self.wait_for_no_jobs()
        self.assertEqual(len(self.mails()), 1)
        self.assertEqual(self.told(ADA)["unread"], 1)
        group = self.told(ADA)["groups"][0]
        self.assertEqual((group["kind"], group["others"], group["count"]), ("reply", 2, 3))
        self.assertIn("answered your comment", self.ask("GET", "/notifications/", ADA).text)
        self.assertEqual(self.ask("GET", group["url"], BO).status, 404)
        opened = self.ask("GET", group["url"], ADA)
        self.assertEqual(opened.status, 303)
        self.assertEqual(self.told(ADA)["unread"], 0)
        self.assertEqual(self.ask("GET", "/notifications/").status, 303)

    def test_the_pages_keep_to_the_rules_by_eye_and_without_script(self):
        why_not = browser_test.prepare()
        if why_not:
            self.skipTest(why_not)
        threads = [self.say(ADA) for _ in range(2)]
        for who in (BO, CLEO, 3):
            self.say(who, threads[0])
        self.say(4, threads[1])
        self.ask("POST", "/reader/account/notifications/", BO, {"choices": "1"})
        self.wait_told(ADA, 4)
        pictures = os.environ.get("MASTHEAD_SCREENSHOTS")
        counts, said = browser_test.run_node(
            "notices.mjs", f"http://127.0.0.1:{self.newsroom.port}", "/reader/unsubscribe/?token=1-2-x",
            *([pictures] if pictures else []), timeout=550)
        print(said, end="")
        self.assertIsNotNone(counts, "the script broke off")
        self.assertEqual(counts[1], 0)
        self.assertGreaterEqual(counts[0], 5)

    def test_killed_again_and_again_it_tells_everything_once(self):
        self.choose(ADA, "at_once")
        thread = self.say(ADA)
        replies = []
        for turn in range(KILLS):
            for place in range(REPLIES // KILLS):
                replies.append(self.say(3 + turn * REPLIES + place, thread))
            self.newsroom.kill()
            self.newsroom.start()
        self.wait_told(ADA, len(replies))
        told = self.rows("SELECT subject_id FROM notifications WHERE reader_id = ? AND kind = 1",
                         self.ids[ADA])
        self.assertEqual(sorted(told), sorted((int(reply),) for reply in replies))
        ids = [email.message_from_bytes(pathlib.Path(mail["file"]).read_bytes())["Message-ID"]
               for mail in self.mails()]
        self.assertEqual(len(ids), len(set(ids)))


if __name__ == "__main__":
    unittest.main()
