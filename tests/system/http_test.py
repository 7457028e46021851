#!/usr/bin/env python3
"""HTTP as strangers speak it: forged, slow, too large, all at once. The real program answers."""

import html
import re
import socket
import threading
import time
import unittest

import support

HEAD_MAX = 16 * 1024
TARGET_MAX = 8 * 1024
FIELDS_MAX = 100


class Http(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.newsroom = support.Newsroom()
        cls.addClassCleanup(cls.newsroom.remove)
        cls.newsroom.settings("connections_per_network_max = 512\n")
        cls.newsroom.start()
        cls.stories = re.findall(r'<h[23]><a href="(/[^/"]+/)"', cls.newsroom.get("/").text)

    def get(self, path, **fields):
        return self.newsroom.get(path, **fields)

    def speak(self, text, answers=1):
        """What comes back for raw bytes: that many answers, and whether the connection closed."""
        with support.Connection(self.newsroom.port) as connection:
            connection.send(text)
            got = [connection.answer() for _ in range(answers)]
            return got, connection.closed(0.5)

    # Limits, each at the limit and one past it

    def test_a_head_of_exactly_the_limit_is_read_and_one_byte_more_is_refused(self):
        def head(size):
            start = "GET / HTTP/1.1\r\nHost: a\r\n"
            fields = ""
            while size - len(start) - len(fields) - 2 > 5000:
                fields += "X-Fill: " + "a" * 3990 + "\r\n"
            left = size - len(start) - len(fields) - len("X-Rest: \r\n\r\n")
            return start + fields + "X-Rest: " + "b" * left + "\r\n\r\n"
        self.assertEqual(len(head(HEAD_MAX)), HEAD_MAX)
        self.assertEqual(self.speak(head(HEAD_MAX))[0][0].status, 200)
        (answer,), closed = self.speak(head(HEAD_MAX + 1))
        self.assertEqual((answer.status, closed), (431, True))

    def test_a_target_of_exactly_the_limit_is_read_and_one_byte_more_is_refused(self):
        for size, status in ((TARGET_MAX, 404), (TARGET_MAX + 1, 414)):
            with self.subTest(size=size):
                target = "/" + "a" * (size - 2) + "/"
                self.assertEqual(self.get(target).status, status)

    def test_as_many_fields_as_allowed_are_read_and_one_more_is_refused(self):
        for count, status in ((FIELDS_MAX, 200), (FIELDS_MAX + 1, 431)):
            with self.subTest(count=count):
                fields = "".join(f"X-{i}: 1\r\n" for i in range(count - 1))
                (answer,), _ = self.speak(f"GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n")
                self.assertEqual(answer.status, status)

    def test_a_body_that_is_announced_too_large_is_refused_before_it_is_sent(self):
        for size in (1 << 20, (1 << 20) + 1, 1 << 40):
            with self.subTest(size=size):
                (answer,), _ = self.speak(f"POST / HTTP/1.1\r\nHost: a\r\n"
                                          f"Content-Length: {size}\r\n\r\n")
                self.assertIn(answer.status, (405, 413))

    def test_a_chunked_body_without_end_is_cut_off(self):
        with support.Connection(self.newsroom.port) as connection:
            connection.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunk = "8000\r\n" + "a" * 0x8000 + "\r\n"
            sent = 0
            try:
                while sent < 1 << 26:
                    connection.send(chunk)
                    sent += len(chunk)
            except OSError:
                pass
            self.assertLess(sent, 1 << 25)
        self.assertEqual(self.get("/healthz").status, 200)

    # Slow and silent readers

    def test_a_slow_head_keeps_nobody_waiting_and_is_ended(self):
        slow = [support.Connection(self.newsroom.port, 30) for _ in range(100)]
        began = time.monotonic()
        try:
            for connection in slow:
                connection.send("GET / HTTP/1.1\r\nHost: a\r\n")
            self.assertEqual(self.get("/").status, 200)
            # A byte now and then must not make the time longer.
            dripping = slow[0]
            while time.monotonic() - began < 14:
                dripping.send("X")
                time.sleep(0.5)
            for connection in (slow[0], slow[50]):
                answer = connection.answer()
                self.assertIn(answer.status if answer else 408, (408,))
                self.assertTrue(connection.closed())
            # Counted from the last byte it would have taken 29 seconds.
            self.assertLess(time.monotonic() - began, 27)
        except ConnectionResetError:
            self.assertGreater(time.monotonic() - began, 10)
        finally:
            for connection in slow:
                connection.socket.close()

    def test_a_reader_who_takes_nothing_holds_up_nobody(self):
        with socket.socket() as lazy:
            lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            lazy.connect(("127.0.0.1", self.newsroom.port))
            try:
                lazy.settimeout(2)
                for _ in range(400):
                    lazy.sendall(support.head_of("/").encode())
            except TimeoutError:
                pass
            # The server gives the lazy one 30 seconds, a connection of ours waits for 10.
            self.assertEqual(self.get("/").status, 200)

    # Many at once

    def test_pipelined_requests_are_answered_in_order(self):
        paths = ["/", "/no-such/", "/healthz", self.stories[0], "/archive/", "/theme/brand.css"] * 5
        text = "".join(support.head_of(path) for path in paths)
        alone = {path: self.get(path) for path in set(paths)}
        with support.Connection(self.newsroom.port) as connection:
            for piece in range(0, len(text), 700):
                connection.send(text[piece:piece + 700])
            for path in paths:
                answer = connection.answer()
                self.assertEqual((answer.status, answer.body),
                                 (alone[path].status, alone[path].body), path)

    def test_head_and_errors_between_pipelined_requests_shift_nothing(self):
        (head, answer, last), closed = self.speak_methods(
            support.head_of("/", "HEAD") + support.head_of("/healthz") + "GET / HTTP/9\r\n\r\n",
            ("HEAD", "GET", "GET"))
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(answer.status, 200)
        self.assertIn(last.status, (400, 505))
        self.assertTrue(closed)

    def speak_methods(self, text, methods):
        with support.Connection(self.newsroom.port) as connection:
            connection.send(text)
            return [connection.answer(method) for method in methods], connection.closed(2)

    def burst(self, path, count=100):
        """That many requests at the same moment; the answers and the server's CPU seconds."""
        connections = [support.Connection(self.newsroom.port) for _ in range(count)]
        try:
            before = self.newsroom.cpu_seconds()
            for connection in connections:
                connection.send(support.head_of(path, Accept_Encoding="gzip"))
            answers = [connection.answer() for connection in connections]
            return answers, self.newsroom.cpu_seconds() - before
        finally:
            for connection in connections:
                connection.socket.close()

    def test_a_hundred_who_miss_one_page_cause_one_drawing(self):
        texts = {path: self.get(path).text for path in dict.fromkeys(self.stories)}
        path = max(texts, key=lambda path: texts[path].count('<li class="c'))
        # Addresses that nobody has asked for yet, all drawing the same heavy page.
        addresses = re.findall(r'href="(/[^"#]+\?sort=[^"#]+)', html.unescape(texts[path]))
        self.assertGreaterEqual(len(addresses), 2)
        before = self.newsroom.cpu_seconds()
        self.assertEqual(self.get(addresses[0], Accept_Encoding="gzip").status, 200)
        one_drawing = self.newsroom.cpu_seconds() - before
        self.burst(addresses[0])
        _, carrying = self.burst(addresses[0])
        answers, cold = self.burst(addresses[1])
        self.assertEqual({answer.status for answer in answers}, {200})
        self.assertEqual(len({answer.body for answer in answers}), 1)
        self.assertLess(cold - carrying, 8 * one_drawing + 0.02,
                        f"one drawing {one_drawing:.4f} s, 100 hits {carrying:.4f} s, "
                        f"100 misses {cold:.4f} s of CPU")

    def test_connections_beyond_the_limit_of_a_network_are_turned_away_and_come_back(self):
        with support.Newsroom() as newsroom:
            newsroom.settings("connections_per_network_max = 8\n")
            newsroom.start()
            held = [support.Connection(newsroom.port) for _ in range(8)]
            for connection in held:
                connection.send(support.head_of("/healthz"))
                self.assertEqual(connection.answer().status, 200)
            with support.Connection(newsroom.port) as ninth:
                self.assertTrue(self.turned_away(ninth))
            held.pop().socket.close()
            came = support.wait_until(lambda: self.serves(newsroom), 5)
            self.assertTrue(came)
            for connection in held:
                connection.socket.close()

    @staticmethod
    def turned_away(connection):
        try:
            connection.send(support.head_of("/healthz"))
            answer = connection.answer()
            return answer is None or answer.status == 503
        except OSError:
            return True

    @staticmethod
    def serves(newsroom):
        try:
            return newsroom.get("/healthz").status == 200
        except (OSError, AttributeError):
            return False

    def test_many_readers_at_once_all_get_whole_pages(self):
        wrong = []

        def read(number):
            try:
                with support.Connection(self.newsroom.port) as connection:
                    for path in self.stories[number % 7:number % 7 + 12]:
                        connection.send(support.head_of(path))
                        answer = connection.answer()
                        if answer.status != 200 or not answer.body.endswith(b"</html>\n"):
                            wrong.append((path, answer.status))
            except OSError as error:
                wrong.append(error)
        readers = [threading.Thread(target=read, args=(number,)) for number in range(40)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main(verbosity=1)
