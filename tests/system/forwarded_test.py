#!/usr/bin/env python3
"""Who asked, and how: believed from listed proxies only. The access log shows who was believed."""

import unittest

import support

FORGERIES = [
    {"X-Forwarded-For": "203.0.113.9"},
    {"X-Forwarded-For": "203.0.113.9, 127.0.0.1"},
    {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"},
    {"Forwarded": "for=203.0.113.9;proto=https;host=evil.example"},
    {"X-Real-IP": "203.0.113.9"}, {"CF-Connecting-IP": "203.0.113.9"},
    {"True-Client-IP": "203.0.113.9"}, {"X-Client-IP": "203.0.113.9"},
    {"X-Original-URL": "/no-such/"}, {"X-Rewrite-URL": "/no-such/"},
    {"X-HTTP-Method-Override": "DELETE"},
]


def request(path, fields):
    lines = [f"GET {path} HTTP/1.1", "Host: paper.example", "Connection: close"]
    return "\r\n".join(lines + [f"{name}: {value}" for name, value in fields]) + "\r\n\r\n"


class Forwarded(unittest.TestCase):
    def newsroom(self, trusted):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.settings(f'site_url = "https://paper.example"\ntrusted_proxies = {trusted}\n')
        return newsroom.start()

    def ask(self, newsroom, fields, path="/archive/"):
        """The answer and the network in the access log's line."""
        fields = list(fields.items()) if isinstance(fields, dict) else fields
        seen = len(newsroom.lines)
        with support.Connection(newsroom.port) as connection:
            connection.send(request(path, fields))
            answer = connection.answer()
        line = support.wait_until(
            lambda: [one for one in newsroom.lines[seen:] if f" GET {path} " in one], 5)
        self.assertTrue(line, "no line in the access log")
        return answer, line[0].split()[-1]

    def test_nobody_is_believed_who_is_not_listed(self):
        newsroom = self.newsroom([])
        plain, own_network = self.ask(newsroom, {})
        for forgery in FORGERIES:
            with self.subTest(forgery=forgery):
                answer, network = self.ask(newsroom, forgery)
                self.assertEqual(network, own_network)
                self.assertEqual((answer.status, answer.body), (plain.status, plain.body))
                self.assertNotIn(b"evil.example", answer.raw_head)
                self.assertNotIn("evil.example", answer.text)

    def test_a_listed_proxy_is_believed_and_the_address_is_cut(self):
        newsroom = self.newsroom(["127.0.0.1"])
        for fields, network in (
                ({"X-Forwarded-For": "203.0.113.9"}, "203.0.113.0"),
                ({"Forwarded": "for=203.0.113.9;proto=https"}, "203.0.113.0"),
                ({"Forwarded": 'for="[2001:db8:1:2:3:4:5:6]:443"'}, "2001:db8:1::"),
                ({"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}, "203.0.113.0"),
                ({"X-Forwarded-For": "203.0.113.9, 127.0.0.1"}, "203.0.113.0")):
            with self.subTest(fields=fields):
                shown = self.ask(newsroom, fields)[1]
                self.assertTrue(shown.startswith(network), shown)
                self.assertNotIn("113.9", shown)
                self.assertNotIn("5:6", shown)

    def test_what_a_proxy_passes_on_from_a_stranger_is_not_believed(self):
        newsroom = self.newsroom(["127.0.0.1"])
        own_network = self.ask(newsroom, {})[1]
        for fields in ([("X-Forwarded-For", "10.9.8.7"), ("X-Forwarded-For", "203.0.113.9")],
                       {"X-Forwarded-For": "127.0.0.1, 10.9.8.7, 203.0.113.9"}):
            with self.subTest(fields=fields):
                self.assertTrue(self.ask(newsroom, fields)[1].startswith("203.0.113."))
        for fields in ({"X-Forwarded-For": "nonsense"}, {"Forwarded": "for=_hidden"},
                       {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=198.51.100.7"},
                       {"X-Forwarded-For": "," * 3000}, {"Forwarded": 'for="'}):
            with self.subTest(fields=str(fields)[:80]):
                self.assertEqual(self.ask(newsroom, fields)[1], own_network)

    def test_a_cached_page_is_the_same_whatever_host_was_asked(self):
        newsroom = self.newsroom(["127.0.0.1"])
        self.ask(newsroom, {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}, "/")
        answer = newsroom.get("/", host="other.example")
        self.assertNotIn("evil.example", answer.text)
        self.assertIn("https://paper.example/", answer.text)
        story = newsroom.get("/", host="evil.example").text.split('<h2><a href="')[1].split('"')[0]
        moved = newsroom.get(story.rstrip("/"), host="evil.example")
        self.assertEqual(moved.status, 301)
        self.assertNotIn("evil.example", moved.field("location"))


if __name__ == "__main__":
    unittest.main(verbosity=1)
