#!/usr/bin/env python3
"""Web Push with the whole program: a reply reaches the browsers of the one who is answered, once, as a
message that only they can open; push services that misbehave harm nobody; nothing inside is asked.

The program pushes to public addresses at port 443 with certificates that the system trusts, and
nothing can tell it otherwise. So the test takes a network and a view of the files of its own
(namespaces), in which it may give itself a public address, a name and a certificate. Where the
system allows none, everything here is skipped.
"""

import ctypes
import fcntl
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

import support

sys.path.insert(0, str(support.ROOT / "tests" / "support"))
import forum_cast  # noqa: E402  (stands in another folder)

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWNS = 0x10000000, 0x40000000, 0x20000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000
SIOCSIFFLAGS, SIOCSIFADDR, IFF_UP = 0x8914, 0x8916, 1
TRUSTED = "/etc/ssl/certs/ca-certificates.crt"
# The interface gets OWN; the whole of its network is then local, but only OWN is an address of ours.
OWN, PUBLIC = "45.45.45.45", "45.45.45.10"
INNER = {"inner4": "127.0.0.1", "inner6": "::1", "mapped": "::ffff:127.0.0.1", "own": OWN,
         "private": "10.0.0.1", "link": "169.254.169.254", "any": "0.0.0.0"}
STORY = "/saltmarsh-road-pump/"
SERVICE = support.ROOT / "tests/services/push_service.mjs"
AUTHOR, ANSWERER = 0, 1


def enter_own_world(folder):
    """Whether this process now has a network and a view of the files of its own."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = CLONE_NEWNET | CLONE_NEWNS | (0 if os.geteuid() == 0 else CLONE_NEWUSER)
    if libc.unshare(flags) != 0 or libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) != 0:
        return False
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", IFF_UP))
            fcntl.ioctl(control, SIOCSIFADDR, struct.pack("16sHH4s16x", b"lo:1", socket.AF_INET, 0,
                                                          socket.inet_aton(OWN)))
    except OSError:
        return False
    key, cert = folder / "tls.key", folder / "tls.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", cert, "-days",
                    "2", "-subj", "/CN=push.example", "-addext", "subjectAltName=DNS:push.example"],
                   check=True, capture_output=True)
    hosts = folder / "hosts"
    names = {"push": PUBLIC, **INNER}
    hosts.write_text("127.0.0.1 localhost\n" +
                     "".join(f"{address} {name}.example\n" for name, address in names.items()),
                     encoding="utf-8")
    return all(libc.mount(str(source).encode(), target.encode(), None, MS_BIND, None) == 0
               for source, target in ((hosts, "/etc/hosts"), (cert, TRUSTED)))


WORLD = pathlib.Path(tempfile.mkdtemp(prefix="masthead-push-"))
HAS_WORLD = shutil.which("openssl") is not None and pathlib.Path(TRUSTED).exists() and enter_own_world(WORLD)


class Service:
    """tests/services/push_service.mjs with browsers of these names."""

    def __init__(self, *browsers, **more):
        options = {"address": PUBLIC, "port": 443, "host": "push.example", "browsers": browsers,
                   "key": str(WORLD / "tls.key"), "cert": str(WORLD / "tls.pem"), **more}
        self.process = subprocess.Popen(["node", str(SERVICE), json.dumps(options)], text=True,
                                        stdout=subprocess.PIPE)
        self.said = []
        self.subscriptions = json.loads(self.process.stdout.readline())["subscriptions"]
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.said.append(json.loads(line))

    def pushes(self, browser):
        return [one for one in list(self.said) if one["browser"] == browser]

    def wrong(self):
        return [one for one in list(self.said) if one["event"] != "push"]

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Watch:
    """Notes who connects to port 443 of this machine by its inner addresses."""

    def __init__(self):
        self.asked = []
        self.sockets = []
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, OWN),
                                (socket.AF_INET6, "::1")):
            listener = socket.socket(family)
            listener.bind((address, 443))
            listener.listen()
            self.sockets.append(listener)
            threading.Thread(target=self._take, args=(listener,), daemon=True).start()

    def _take(self, listener):
        try:
            while True:
                peer, where = listener.accept()
                self.asked.append(where)
                peer.close()
        except OSError:
            return

    def stop(self):
        for listener in self.sockets:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


class Reader:
    """One of the readers of forum_cast, at the newsroom's routes."""

    def __init__(self, newsroom, place):
        self.newsroom, self.place = newsroom, place

    def send(self, method, path, body=b"", kind="application/json"):
        more = {"Connection": "close", "Accept": "application/json",
                "Cookie": f"masthead={forum_cast.token_of(self.place)}"}
        if method == "POST":
            more |= {"Sec_Fetch_Site": "same-origin", "Content_Length": len(body),
                     "Content_Type": kind}
        with support.Connection(self.newsroom.port, timeout=30) as connection:
            connection.send(support.head_of(path, method, **more).encode() + body)
            return connection.answer(method)

    def form(self, path, **fields):
        return self.send("POST", path, urllib.parse.urlencode(fields).encode(),
                         "application/x-www-form-urlencoded")

    def subscribe(self, subscription):
        return self.send("POST", "/reader/push/", json.dumps(subscription).encode())

    def choose_replies(self):
        fields = {"choices": "1", "reply.site": "1", "reply.push": "1"}
        return self.form("/reader/account/notifications/", **fields)

    def post_comment(self, text, parent=""):
        answer = self.form(f"{STORY}comments/", text=text, parent=parent, key="", started="")
        assert answer.status == 201, answer.body
        return json.loads(answer.body)


@unittest.skipUnless(HAS_WORLD, "no network of its own to be had here")
class Push(unittest.TestCase):
    def setUp(self):
        self.newsroom = support.Newsroom()
        self.addCleanup(self.newsroom.remove)
        self.newsroom.run("demo", "--if-empty")
        self.database = self.newsroom.data / "masthead.db"
        # Some of one reader's sessions are their browsers: each has one subscription.
        self.readers = forum_cast.add_readers(self.database, 2)

    def service(self, *browsers, **more):
        service = Service(*browsers, **more)
        self.addCleanup(service.stop)
        return service

    def add_sessions(self, count):
        """More browsers of the author; their readers."""
        with forum_cast.opened(self.database) as database:
            for place in range(10, 10 + count):
                database.execute(
                    "INSERT INTO sessions (id, owner_kind, owner_id, token_hash, device,"
                    " sealed_network, created_at_ms, seen_at_ms, proved_at_ms, expires_at_ms)"
                    " SELECT ?, 0, owner_id, ?, device, '', created_at_ms, seen_at_ms, proved_at_ms,"
                    " expires_at_ms FROM sessions WHERE id = ?",
                    (place, forum_cast.token_hash(forum_cast.token_of(place)), self.readers[AUTHOR]))
        return [Reader(self.newsroom, place) for place in range(10, 10 + count)]

    def start(self, *names, **more):
        """The newsroom, a push service, and the author with one browser for each name."""
        browsers = self.add_sessions(len(names))
        service = self.service(*names, **more)
        self.newsroom.start()
        for browser, name in zip(browsers, names):
            self.assertEqual(browser.subscribe(service.subscriptions[name]).status, 200)
        self.assertIn(browsers[0].choose_replies().status, (200, 303))
        return service, browsers

    def answer_the_author(self, text="So it is."):
        author, answerer = Reader(self.newsroom, AUTHOR), Reader(self.newsroom, ANSWERER)
        comment = author.post_comment("The pump has been broken for a week now.")
        return answerer.post_comment(text, parent=comment["id"])

    def rows(self, query, *values):
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as database:
            return database.execute(query, values).fetchall()

    def waiting(self):
        return self.rows("SELECT count(*) FROM job_queue WHERE kind = 'push.send' AND state = 0")[0][0]

    def make_due(self):
        """While no server runs: what waits for its time, or was under way in a killed process."""
        with forum_cast.opened(self.database) as database:
            database.execute("UPDATE job_queue SET run_at_ms = 0 WHERE kind = 'push.send'")

    def test_a_reply_is_pushed_once_and_the_browser_can_read_it(self):
        service, _ = self.start("good")
        self.answer_the_author("A reply worth a look.")
        self.assertTrue(support.wait_until(lambda: service.pushes("good")), self.newsroom.problems)
        self.assertTrue(support.wait_until(lambda: self.waiting() == 0))
        self.assertEqual(service.wrong(), [])
        push, = service.pushes("good")
        shown = json.loads(push["text"])
        self.assertEqual(shown["title"], f"Reader {self.readers[ANSWERER]} answered your comment")
        self.assertEqual(shown["body"], "A reply worth a look.")
        self.assertRegex(shown["url"], r"^/notifications/\d+/$")
        self.assertTrue(shown["page"].startswith(STORY))
        self.assertRegex(shown["tag"], r"^reply-\d+$")
        self.assertEqual(shown["lang"], "en-GB")
        self.assertEqual(push["urgency"], "normal")
        self.assertTrue(23 * 3600 < push["ttl"] <= 24 * 3600)
        key = json.loads(Reader(self.newsroom, AUTHOR).send("GET", "/reader/push/").body)["key"]
        self.assertEqual(push["k"], key)

    def test_what_nobody_asked_for_is_not_pushed(self):
        service, browsers = self.start("good")
        off = browsers[0].send("POST", "/reader/push/off/", b"{}")
        self.assertEqual((off.status, json.loads(off.body)["on"]), (200, False))
        self.answer_the_author()
        told = "SELECT count(*) FROM notifications"
        self.assertTrue(support.wait_until(lambda: self.rows(told)[0][0] > 0))
        self.assertTrue(support.wait_until(lambda: self.waiting() == 0))
        self.assertEqual(service.said, [])

    def test_signing_out_ends_the_pushes_of_that_browser_alone(self):
        service, browsers = self.start("good-1", "good-2")
        self.assertIn(browsers[0].form("/reader/sign-out/").status, (200, 303))
        self.assertEqual(self.rows("SELECT count(*) FROM push_subscriptions")[0][0], 1)
        self.answer_the_author()
        self.assertTrue(support.wait_until(lambda: service.pushes("good-2")))
        self.assertEqual(service.pushes("good-1"), [])

    def test_services_that_misbehave_cost_nobody_else_anything(self):
        inside = Watch()
        self.addCleanup(inside.stop)
        service, _ = self.start("gone", "failing", "refused", "redirect", "big", "later", "good",
                                inside="https://127.0.0.1/")
        self.answer_the_author()
        for name in ("gone", "failing", "refused", "redirect", "big", "later", "good"):
            self.assertTrue(support.wait_until(lambda name=name: service.pushes(name)), name)
        # What failed for now waits, what is gone is forgotten, what was refused is dropped.
        self.assertTrue(support.wait_until(lambda: self.waiting() == 2))
        count = "SELECT count(*) FROM push_subscriptions"
        self.assertTrue(support.wait_until(lambda: self.rows(count)[0][0] == 6))
        failures = "SELECT failures FROM push_subscriptions ORDER BY failures"
        self.assertEqual([row[0] for row in self.rows(failures)], [0, 0, 0, 0, 1, 1])
        self.assertEqual(inside.asked, [])
        self.assertEqual(service.wrong(), [])
        # Its time comes; who has had the message does not get it again.
        self.assertEqual(self.newsroom.stop(), 0)
        self.make_due()
        self.newsroom.start()
        self.assertTrue(support.wait_until(lambda: len(service.pushes("later")) == 2))
        self.assertTrue(support.wait_until(lambda: len(service.pushes("failing")) == 2))
        self.assertEqual(len(service.pushes("good")), 1)
        first, second = service.pushes("later")
        self.assertEqual((first["topic"], first["text"]), (second["topic"], second["text"]))
        self.assertNotEqual(first["salt"], second["salt"])

    def test_a_service_that_never_answers_is_given_up_and_the_next_is_served(self):
        service, _ = self.start("hang", "good")
        self.answer_the_author()
        self.assertTrue(support.wait_until(lambda: service.pushes("hang")))
        said = "push.later"
        self.assertTrue(support.wait_until(
            lambda: any(said in line for line in self.newsroom.problems)), self.newsroom.problems)
        # One service: after its silence the other message waits for the pause, and is not lost.
        self.assertTrue(service.pushes("good") or self.waiting() == 2)

    def test_killed_at_any_moment_it_pushes_what_it_owes(self):
        service, _ = self.start("good")
        self.answer_the_author()
        self.newsroom.kill()
        self.make_due()
        self.newsroom.start()
        self.assertTrue(support.wait_until(lambda: service.pushes("good")))
        self.assertEqual(len({push["topic"] for push in service.pushes("good")}), 1)

    def test_addresses_inside_are_refused_however_they_are_spelled(self):
        service, browsers = self.start("good")
        known = service.subscriptions["good"]
        for endpoint in ("https://127.0.0.1/", "https://127.1/", "https://2130706433/",
                         "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://10.0.0.1/",
                         "https://169.254.169.254/", "https://[::1]/", "https://[::ffff:7f00:1]/",
                         "https://[fe80::1]/", f"https://{OWN}/", "https://localhost/",
                         "https://push.example:8443/", "http://push.example/",
                         "https://a@push.example/", "https://metadata.internal/"):
            with self.subTest(endpoint):
                answer = browsers[0].subscribe({**known, "endpoint": endpoint})
                self.assertEqual(answer.status, 422)
        self.assertEqual(self.rows("SELECT count(*) FROM push_subscriptions")[0][0], 1)

    def test_names_that_lead_inside_are_asked_nothing(self):
        watch = Watch()
        self.addCleanup(watch.stop)
        browsers = self.add_sessions(len(INNER))
        known = self.service("good").subscriptions["good"]
        self.newsroom.start()
        for browser, name in zip(browsers, INNER):
            endpoint = f"https://{name}.example/send/x"
            self.assertEqual(browser.subscribe({**known, "endpoint": endpoint}).status, 200)
        browsers[0].choose_replies()
        self.answer_the_author()
        refused = "SELECT count(*) FROM push_subscriptions WHERE failures = 1"
        self.assertTrue(support.wait_until(lambda: self.rows(refused)[0][0] == len(INNER)),
                        self.newsroom.problems)
        self.assertEqual(watch.asked, [])


def tearDownModule():
    shutil.rmtree(WORLD, ignore_errors=True)


if __name__ == "__main__":
    if not HAS_WORLD:
        print("skipped: no network of its own to be had here")
        sys.exit(support.SKIPPED)
    unittest.main()
