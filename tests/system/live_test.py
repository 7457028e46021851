#!/usr/bin/env python3
"""Live streams by the real program: a comment arrives, a cut stream misses nothing, the fragment is
the page's own, limits hold, a stopped server says goodbye."""

import json
import pathlib
import re
import sqlite3
import sys
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import forum_cast  # noqa: E402
import support  # noqa: E402

READERS = 6
LIMITS = "live_connections_max = 6\nlive_connections_per_network_max = 4\n"


class Stream(support.Connection):
    """An open stream; `events` reads until there are so many."""

    def __init__(self, port, path, version="HTTP/1.1", method="GET", **fields):
        super().__init__(port, timeout=support.PATIENCE_S)
        lines = [f"{method} {path} {version}", f"Host: 127.0.0.1:{port}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
        self.send("\r\n".join(lines) + "\r\n\r\n")
        self.head = self.answer(method)
        self.last_id = ""
        self.waits = None

    def blocks(self):
        """The next block of lines; ends with the connection."""
        while b"\n\n" not in self.rest:
            if not self._more():
                return None
        block, _, self.rest = self.rest.partition(b"\n\n")
        return block.decode("utf-8").split("\n")

    def next_event(self):
        """Name and data of the next event; None where the stream has ended."""
        while True:
            lines = self.blocks()
            if lines is None:
                return None
            fields = dict(line.split(": ", 1) for line in lines if ": " in line)
            self.last_id = fields.get("id", self.last_id)
            self.waits = int(fields.get("retry", self.waits or 0))
            if "event" in fields:
                return fields["event"], json.loads(fields["data"])

    def settle(self):
        """Until the stream has said where it stands: from then on nothing is missed."""
        while not self.last_id:
            lines = self.blocks()
            fields = dict(line.split(": ", 1) for line in lines if ": " in line)
            self.last_id = fields.get("id", "")
            self.waits = int(fields.get("retry", self.waits or 0))
        return self


class Live(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.newsroom = support.Newsroom()
        cls.newsroom.settings(LIMITS)
        database = cls.newsroom.data / "masthead.db"
        cls.readers = forum_cast.add_readers(database, READERS)
        with sqlite3.connect(database) as opened:
            cls.story, cls.slug = opened.execute(
                "SELECT id, slug FROM stories WHERE state = 2 AND kind = 0 AND comments_open = 1"
                " ORDER BY published_at_ms DESC LIMIT 1").fetchone()
        cls.newsroom.start()
        cls.words = 0

    @classmethod
    def tearDownClass(cls):
        cls.newsroom.remove()

    def stream(self, **fields):
        opened = Stream(self.newsroom.port, f"/live?stories={self.story}", **fields)
        self.addCleanup(opened.socket.close)
        return opened

    def send_form(self, path, form, reader=0):
        body = urllib.parse.urlencode(form)
        with support.Connection(self.newsroom.port) as connection:
            connection.send(
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.newsroom.port}\r\n"
                f"Origin: http://127.0.0.1:{self.newsroom.port}\r\nAccept: application/json\r\n"
                f"Cookie: masthead={forum_cast.token_of(reader)}\r\nConnection: close\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}")
            return connection.answer()

    def post(self, reader=None, parent=None):
        type(self).words += 1
        text = " ".join(f"w{self.words * 31 + i * 7919:x}" for i in range(20))
        form = {"text": text, "key": f"live-{self.words:020d}"}
        if parent:
            form["parent"] = parent
        answer = self.send_form(f"/{self.slug}/comments/", form,
                                self.words % READERS if reader is None else reader)
        self.assertEqual(answer.status, 201, answer.text)
        return json.loads(answer.text)["id"], text

    def next_story(self, stream):
        name, data = stream.next_event()
        self.assertEqual(name, "story")
        return data

    def test_a_stream_is_what_it_says_and_tells_of_a_comment_at_once(self):
        stream = self.stream(Accept_Encoding="gzip, br").settle()
        self.assertEqual(stream.head.status, 200)
        self.assertEqual(stream.head.field("content-type"), "text/event-stream")
        self.assertEqual(stream.head.field("cache-control"), "no-store")
        self.assertEqual(stream.head.field("x-accel-buffering"), "no")
        self.assertIsNone(stream.head.field("content-encoding"))
        self.assertTrue(1000 <= stream.waits <= 5000, stream.waits)
        comment, text = self.post()
        told = self.next_story(stream)
        self.assertEqual(told["posted"], [[comment, "0", comment]])
        self.assertNotIn(text, json.dumps(told))

    def test_the_fragment_is_the_bytes_of_the_page(self):
        stream = self.stream().settle()
        comment, text = self.post()
        told = self.next_story(stream)
        path = f"/{self.slug}/comments/changed/?ids={comment}&since={told['position']}"
        fragment = self.newsroom.get(path)
        self.assertEqual(fragment.status, 200)
        self.assertIn(text, fragment.text)
        page = self.newsroom.get(f"/{self.slug}/?since={told['position']}")
        self.assertIn(fragment.text.strip(), page.text)
        self.assertRegex(page.text, rf'data-story="{self.story}" data-position="\d+"')

    def test_comments_asked_for_have_one_address(self):
        one, _ = self.post(reader=0)
        two, _ = self.post(reader=1)
        low, high = sorted((int(one), int(two)))
        base = f"/{self.slug}/comments/changed/?ids="
        moved = self.newsroom.get(f"{base}{high},{low},{high}")
        self.assertEqual(moved.status, 308)
        self.assertEqual(moved.field("location"), f"{base}{low},{high}")
        both = self.newsroom.get(f"{base}{low},{high}")
        self.assertEqual(re.findall(r'<li [^>]*id="comment-(\d+)"', both.text), [str(low), str(high)])
        fifty = ",".join(str(1 + i) for i in range(50))
        self.assertEqual(self.newsroom.get(base + fifty).status, 200)
        for wrong in ("", "x", "0", "1,", fifty + ",51"):
            self.assertEqual(self.newsroom.get(base + wrong).status, 400, wrong)
        self.assertEqual(self.newsroom.get("/no-such-story/comments/changed/?ids=1").status, 404)

    def test_a_cut_stream_goes_on_where_it_was_and_the_delta_says_the_same(self):
        stream = self.stream().settle()
        position = stream.last_id
        stream.socket.close()
        first, _ = self.post(reader=2)
        reply, _ = self.post(reader=3, parent=first)
        again = self.stream(Last_Event_ID=position)
        told = self.next_story(again)
        self.assertEqual(told["posted"], [[first, "0", first], [reply, first, first]])
        delta = self.newsroom.get(f"/api/v1/stories/{self.story}/changes?after={position}"
                                  f"&since={told['position']}")
        self.assertEqual(json.loads(delta.text)["posted"], told["posted"])
        by_query = Stream(self.newsroom.port, f"/live?stories={self.story}&after={position}")
        self.addCleanup(by_query.socket.close)
        self.assertEqual(self.next_story(by_query)["posted"], told["posted"])
        lost = self.stream(Last_Event_ID="999999999")
        self.assertEqual(lost.next_event()[0], "reload")

    def test_respect_and_removal_are_told(self):
        comment, _ = self.post(reader=4)
        stream = self.stream().settle()
        self.assertLess(self.send_form(f"/{self.slug}/comments/{comment}/respect/", {}, 5).status,
                        400)
        self.assertEqual(self.next_story(stream)["respect"], [[comment, 1]])
        self.assertLess(self.send_form(f"/{self.slug}/comments/{comment}/delete/", {}, 4).status,
                        400)
        told = self.next_story(stream)
        self.assertEqual(told["removed"], [comment])
        fragment = self.newsroom.get(f"/{self.slug}/comments/changed/?ids={comment}"
                                     f"&since={told['position']}")
        self.assertEqual(fragment.text.strip(), "")

    def test_head_and_http_1_0_and_wrong_questions(self):
        head = support.get(self.newsroom.port, f"/live?stories={self.story}", method="HEAD")
        self.assertEqual(head.status, 200)
        self.assertEqual(head.field("content-type"), "text/event-stream")
        old = self.stream(version="HTTP/1.0").settle()
        self.assertIsNone(old.head.field("transfer-encoding"))
        for query, status in (("", 400), ("?stories=x", 400), ("?stories=999", 404),
                              (f"?stories={self.story},{self.story}", 400)):
            self.assertEqual(self.newsroom.get("/live" + query).status, status, query)
        abroad = self.newsroom.get(f"/live?stories={self.story}", Sec_Fetch_Site="cross-site")
        self.assertEqual(abroad.status, 403)

    def test_past_the_limit_of_a_network_the_answer_says_when_to_come_again(self):
        streams = []
        while len(streams) < 5:
            streams.append(self.stream())
            if streams[-1].head.status != 200:
                break
        self.assertEqual(streams[-1].head.status, 429)
        self.assertEqual(streams[-1].head.field("retry-after"), "30")
        for stream in streams:
            stream.socket.close()
        self.assertTrue(support.wait_until(
            lambda: support.get(self.newsroom.port, f"/live?stories={self.story}",
                                method="HEAD").status == 200))


class Ending(unittest.TestCase):
    def test_a_stopped_server_says_goodbye_and_logs_the_stream(self):
        with support.Newsroom() as newsroom:
            newsroom.settings("drain_timeout_seconds = 5\n")
            newsroom.start()
            with sqlite3.connect(newsroom.data / "masthead.db") as opened:
                story = opened.execute("SELECT id FROM stories WHERE state = 2 AND kind = 0"
                                       " LIMIT 1").fetchone()[0]
            stream = Stream(newsroom.port, f"/live?stories={story}").settle()
            began = time.monotonic()
            self.assertEqual(newsroom.stop(), 0)
            self.assertLess(time.monotonic() - began, 5, "the drain waited for the stream")
            self.assertEqual(stream.next_event(), ("bye", {}))
            self.assertTrue(5000 <= stream.waits <= 15000, stream.waits)
            self.assertIsNone(stream.next_event())
            self.assertTrue(any(" GET /live 200 " in line for line in newsroom.lines))


if __name__ == "__main__":
    unittest.main()
