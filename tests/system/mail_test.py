#!/usr/bin/env python3
"""Mail as it leaves the program, handed to a real SMTP server: TLS, passwords, refusals, signatures,
and what other people's programs read in it."""

import collections
import email
import email.policy
import json
import os
import pathlib
import queue
import shutil
import subprocess
import tempfile
import threading
import unittest

import support

SERVICES = support.ROOT / "tests" / "services"
SENT, WAITING, REFUSED = 2, 0, 3
# python3-dkim is Debian's, whichever Python runs this test.
DKIM_PYTHON = "/usr/bin/python3"
VERIFY = """
import base64, sys, dkim
kind, public, path = sys.argv[1:]
record = f"v=DKIM1; k={kind}; p={public}".encode()
def ask(name, timeout=5):
    assert name == b"autumn._domainkey.herald.example.", name
    return record
print(dkim.verify(open(path, "rb").read(), dnsfunc=ask))
"""


def probe():
    beside = pathlib.Path(support.binary()).parent / "mail_probe"
    return beside if beside.is_file() else support.ROOT / "build" / "dev" / "mail_probe"


def openssl(*words):
    return subprocess.run(["openssl", *words], capture_output=True, check=True).stdout


class Server:
    """One mail server in node; `with` ends it."""

    def __init__(self, folder, **options):
        self.events = queue.Queue()
        self.seen = []
        self.mails = pathlib.Path(tempfile.mkdtemp(dir=folder))
        options["folder"] = str(self.mails)
        self.process = subprocess.Popen(["node", str(SERVICES / "smtp_server.mjs"), json.dumps(options)],
                                        stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._read, daemon=True).start()
        self.port = self.events.get(timeout=support.PATIENCE_S)["port"]

    def _read(self):
        for line in self.process.stdout:
            self.events.put(json.loads(line))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def all(self, event):
        while not self.events.empty():
            self.seen.append(self.events.get())
        return [one for one in self.seen if one["event"] == event]


class Mail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="masthead-mail-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        path = pathlib.Path(cls.folder)
        cls.key, cls.cert = str(path / "tls.key"), str(path / "tls.pem")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", cls.key, "-out", cls.cert,
                "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost")

    def server(self, **options):
        return Server(self.folder, key=self.key, cert=self.cert, **options)

    def send(self, server, *to, scheme="smtp", **settings):
        """Sends a mail to each; the rows of what became of them, the last line apart."""
        settings = {"url": f"{scheme}://127.0.0.1:{server.port}", "ca": self.cert, "to": list(to),
                    **settings}
        done = subprocess.run([str(probe()), json.dumps(settings)], capture_output=True, text=True,
                              timeout=300, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.log = done.stderr
        for address in to:
            self.assertNotIn(address, self.log, "no address belongs into a log")
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        self.more = rows.pop()
        return rows

    def test_starttls_with_a_certificate_of_our_own(self):
        with self.server() as server:
            rows = self.send(server, "ada@example.org")
            self.assertEqual([row["state"] for row in rows], [SENT])
            self.assertEqual(rows[0]["data"], "")
            mail = server.all("mail")[0]
            self.assertTrue(mail["tls"])
            self.assertEqual(mail["greeted"], "herald.example")
            self.assertRegex(mail["from"], r"^bounces\+\d+-[0-9a-f]{16}@herald\.example$")

    def test_a_certificate_that_nobody_vouches_for_gets_no_mail(self):
        with self.server() as server:
            for level in ("required", "optional"):
                rows = self.send(server, "ada@example.org", ca="", starttls=level)
                self.assertEqual(rows[0]["state"], WAITING)
                self.assertFalse(rows[0]["suppressed"])
                self.assertIn("mail.not_set_up", self.log)
            self.assertEqual(server.all("rcpt"), [])

    def test_required_tls_is_not_given_up_where_a_server_offers_none(self):
        with self.server(starttls=False) as server:
            self.assertEqual(self.send(server, "ada@example.org")[0]["state"], WAITING)
            self.assertEqual(server.all("rcpt"), [])
            self.assertEqual(self.send(server, "ada@example.org", starttls="optional")[0]["state"], SENT)
            self.assertEqual(self.send(server, "ada@example.org", starttls="none")[0]["state"], SENT)

    def test_a_password_is_given_over_tls_and_a_wrong_one_marks_nobody(self):
        for method in ("PLAIN", "LOGIN"):
            with self.server(user="news", password="right words", methods=[method]) as server:
                rows = self.send(server, "ada@example.org", user="news", password="right words")
                self.assertEqual(rows[0]["state"], SENT)
                auth = server.all("auth")[0]
                self.assertEqual((auth["right"], auth["tls"], auth["method"]), (True, True, method))
                rows = self.send(server, "bob@example.org", user="news", password="wrong words")
                self.assertEqual((rows[0]["state"], rows[0]["code"]), (WAITING, 535))
                self.assertFalse(rows[0]["suppressed"])
                self.assertIn("mail.not_set_up", self.log)
                self.assertNotIn("wrong words", self.log)
                rows = self.send(server, "bob@example.org")
                self.assertEqual((rows[0]["state"], rows[0]["suppressed"]), (WAITING, False))

    def test_not_now_is_tried_again_and_then_taken(self):
        with self.server() as server:
            rows = self.send(server, "later@example.org", rounds=1)
            self.assertEqual((rows[0]["state"], rows[0]["code"]), (WAITING, 451))
            self.assertNotEqual(rows[0]["data"], "")
        with self.server() as server:
            rows = self.send(server, "later@example.org", "ada@example.org", rounds=2)
            self.assertEqual([(row["state"], row["attempts"]) for row in rows], [(SENT, 2), (SENT, 1)])

    def test_never_marks_the_address_only_where_the_server_blames_it(self):
        with self.server() as server:
            rows = self.send(server, "nobody@example.org", "policy@example.org", "spam@example.org",
                             "ada@example.org", rounds=3)
            said = [(row["state"], row["suppressed"], row["attempts"]) for row in rows]
            self.assertEqual(said, [(REFUSED, True, 1), (REFUSED, False, 1), (REFUSED, False, 1),
                                    (SENT, False, 1)])
            self.assertEqual([row["data"] for row in rows], [""] * 4)

    def test_other_programs_read_the_mail_as_it_was_meant(self):
        with self.server() as server:
            row = self.send(server, "ada@example.org")[0]
            raw = pathlib.Path(server.all("mail")[0]["file"]).read_bytes()
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        self.assertEqual(mail.defects, [])
        self.assertEqual(mail["Subject"], "Sign in to Masthead")
        self.assertEqual(mail["From"].addresses[0].display_name, "The Hérald")
        self.assertEqual(mail["From"].addresses[0].addr_spec, "news@herald.example")
        self.assertEqual(mail["To"].addresses[0].addr_spec, "ada@example.org")
        self.assertEqual(mail["Message-ID"], f"<mail-{row['id']}@herald.example>")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertEqual(mail["Date"].datetime.utcoffset().total_seconds(), 0)
        parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
        self.assertEqual(set(parts), {"text/plain", "text/html"})
        for part in parts.values():
            self.assertIn("https://herald.example/reader/sign-in/link/?token", part)
            self.assertIn("1234 5678", part)
        self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 78)

    def verified(self, kind, public, path):
        done = subprocess.run([DKIM_PYTHON, "-c", VERIFY, kind, public, str(path)], capture_output=True,
                              text=True, check=False)
        if "ModuleNotFoundError" in done.stderr:
            self.skipTest("no python3-dkim")
        return done.stdout.strip() == "True"

    def test_signatures_hold_for_another_program_and_break_with_the_mail(self):
        for kind, words in (("ed25519", ["-algorithm", "ed25519"]),
                            ("rsa", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])):
            private = str(pathlib.Path(self.folder) / (kind + ".pem"))
            openssl("genpkey", *words, "-out", private)
            der = openssl("pkey", "-in", private, "-pubout", "-outform", "DER")
            import base64
            public = base64.b64encode(der[-32:] if kind == "ed25519" else der).decode()
            with self.server() as server:
                self.assertEqual(self.send(server, "ada@example.org", dkim_key=private)[0]["state"], SENT)
                path = pathlib.Path(server.all("mail")[0]["file"])
            self.assertTrue(self.verified(kind, public, path), kind)
            raw = path.read_bytes()
            for was, now in ((b"1234 5678", b"1234 5679"), (b"Subject: Sign", b"Subject: Sing"),
                             (b"To: <ada@", b"To: <eve@"), (b"MIME-Version", b"Subject: two\r\nMIME-Version")):
                self.assertIn(was, raw)
                path.write_bytes(raw.replace(was, now))
                self.assertFalse(self.verified(kind, public, path), (kind, was))

    def test_many_mails_go_over_few_connections_in_level_memory(self):
        with self.server() as server:
            first = [f"first{number}@example.org" for number in range(100)]
            self.send(server, *first, more=1500)
            mails = server.all("mail")
            self.assertEqual(len(mails), 1600)
            self.assertEqual(self.more["more"], 1500)
            times = collections.Counter(mail["session"] for mail in mails)
            self.assertEqual(sorted(times.values()), [100] * 16)
            self.assertLess(self.more["grown_kb"], 6_000)

    def test_a_connection_that_the_server_drops_costs_no_mail_and_sends_none_twice(self):
        with self.server(hang_up=True) as server:
            to = [f"reader{number}@example.org" for number in range(5)]
            rows = self.send(server, *to, rounds=3)
            self.assertEqual([row["state"] for row in rows], [SENT] * 5)
            self.assertEqual(sorted(mail["to"] for mail in server.all("mail")), to)


if __name__ == "__main__":
    if not probe().is_file() or not (SERVICES / "node_modules").is_dir():
        print("skipped: mail (no mail_probe beside the program, or no npm packages in tests/services)")
        raise SystemExit(support.SKIPPED)
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    unittest.main()
