#!/usr/bin/env python3
"""The demonstration newspaper, served by the real program and read from end to end."""

import re
import unittest

import crawl
import support

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
         ".woff2": "font/woff2", ".jpg": "image/jpeg", ".png": "image/png",
         ".svg": "image/svg+xml", ".webp": "image/webp"}
STANDING = {"x-content-type-options": "nosniff",
            "referrer-policy": "strict-origin-when-cross-origin",
            "cross-origin-opener-policy": "same-origin"}


def type_of(path):
    plain = path.partition("?")[0]
    found = re.search(r"/[^/]+(\.\w+)$", plain)
    return TYPES[found[1]] if found else "text/html; charset=utf-8"


class Newspaper(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.newsroom = support.Newsroom()
        cls.addClassCleanup(cls.newsroom.remove)
        cls.newsroom.run("demo")
        cls.newsroom.start()
        cls.crawl = crawl.Crawl(cls.newsroom.port)
        cls.story = max(cls.crawl.stories(), key=lambda path: len(cls.crawl.answers[path].body))

    def get(self, path, **fields):
        return self.newsroom.get(path, **fields)

    # Every link

    def test_every_link_reachable_from_the_front_page_works(self):
        self.assertEqual(self.crawl.problems, [])
        self.assertGreater(len(self.crawl.stories()), 60)
        kinds = [crawl.kind_of(path) for path in self.crawl.pages()]
        self.assertGreaterEqual(kinds.count("permalink"), 60)
        self.assertGreaterEqual(kinds.count("thread"), 1)
        for start in ("/section/", "/topic/", "/author/", "/archive/20", "/page/2/", "/media/",
                      "/assets/fonts/"):
            with self.subTest(start=start):
                self.assertTrue([path for path in self.crawl.answers if path.startswith(start)])

    def test_every_answer_has_the_type_its_address_promises(self):
        for path, answer in self.crawl.answers.items():
            if answer.status == 200:
                with self.subTest(path=path):
                    self.assertEqual(answer.field("content-type"), type_of(path))
                    self.assertTrue(answer.body)

    def test_no_page_has_the_browser_fetch_from_another_host(self):
        self.assertEqual(self.crawl.foreign_fetches, set())

    def test_a_permalink_opens_a_page_that_holds_and_marks_its_comment(self):
        checked = 0
        for path in self.crawl.pages():
            if crawl.kind_of(path) != "permalink":
                continue
            with self.subTest(path=path):
                number = re.search(r"/comments/(\d+)/", path)[1]
                mark = re.findall(r'<li class="c[^"]*\blinked\b[^"]*" id="([^"]+)"',
                                  self.crawl.answers[path].text)
                self.assertEqual(len(mark), 1)
                self.assertIn(number, mark[0])
                checked += 1
        self.assertGreater(checked, 30)

    def test_links_inside_a_page_find_their_place(self):
        for path, links in self.crawl.links.items():
            for address in links.followed:
                if address.startswith("#"):
                    with self.subTest(path=path, address=address):
                        self.assertIn(address[1:], links.ids)

    def test_ids_are_unique_and_pages_are_whole(self):
        for path in self.crawl.pages():
            text = self.crawl.answers[path].text
            ids = re.findall(r'\sid="([^"]*)"', text)
            with self.subTest(path=path):
                self.assertEqual(len(ids), len(set(ids)))
                self.assertEqual(text.count("<h1"), 1)
                self.assertTrue(text.rstrip().endswith("</html>"))
                self.assertNotRegex(text, r"\{\{|\}\}")

    # Headers

    def kinds_of_answers(self):
        asset = next(path for path in self.crawl.answers if path.startswith("/assets/built/"))
        picture = next(path for path in self.crawl.answers if path.startswith("/media/"))
        front = self.get("/")
        yield from {"page": front, "story": self.get(self.story), "404": self.get("/no-such/"),
                    "asset": self.get(asset), "picture": self.get(picture),
                    "absent picture": self.get("/media/none.jpg"),
                    "absent asset": self.get("/assets/none.css"),
                    "health": self.get("/healthz"),
                    "304": self.get("/", If_None_Match=front.field("etag")),
                    "301": self.get(self.story.rstrip("/")),
                    "405": self.get("/", method="DELETE"),
                    "options": self.get("/", method="OPTIONS"),
                    "HEAD": self.get("/", method="HEAD"),
                    "400": self.get("/%00"), "brand": self.get("/theme/brand.css")}.items()

    def test_every_kind_of_answer_carries_the_protecting_headers(self):
        for name, answer in self.kinds_of_answers():
            with self.subTest(answer=name, status=answer.status):
                policy = answer.field("content-security-policy") or ""
                script = re.search(r"script-src ([^;]*)", policy)
                self.assertTrue(script, policy)
                self.assertNotIn("unsafe", script[1])
                for part in ("frame-ancestors", "object-src 'none'", "base-uri 'none'"):
                    self.assertIn(part, policy)
                for field, value in STANDING.items():
                    self.assertEqual(answer.field(field), value)
                self.assertIn("geolocation=()", answer.field("permissions-policy"))
                self.assertTrue(answer.field("date"))
                self.assertIsNone(answer.field("x-powered-by"))
                self.assertIsNone(answer.field("set-cookie"))

    def test_expected_statuses(self):
        statuses = {name: answer.status for name, answer in self.kinds_of_answers()}
        self.assertEqual(statuses, {
            "page": 200, "story": 200, "404": 404, "asset": 200, "picture": 200,
            "absent picture": 404, "absent asset": 404, "health": 200, "304": 304, "301": 301,
            "405": 405, "options": 204, "HEAD": 200, "400": 400, "brand": 200})

    def test_pages_are_asked_for_again_and_versioned_assets_are_kept(self):
        page = self.get(self.story)
        self.assertRegex(page.field("cache-control"), r"\bno-cache\b")
        self.assertNotIn("no-store", page.field("cache-control"))
        asset = next(path for path in self.crawl.answers if "?v=" in path)
        self.assertIn("immutable", self.get(asset).field("cache-control"))
        made_up = self.get(asset.partition("?")[0] + "?v=other")
        self.assertNotIn("immutable", made_up.field("cache-control") or "")

    # Validators and codings

    def test_an_etag_that_still_holds_is_answered_with_304_and_no_body(self):
        first = self.get(self.story, Accept_Encoding="gzip")
        self.assertRegex(first.field("etag"), r'^"[^"]+"$')
        for value in (first.field("etag"), "W/" + first.field("etag"), '"x", ' + first.field("etag"),
                      "*"):
            with self.subTest(value=value):
                again = self.get(self.story, Accept_Encoding="gzip", If_None_Match=value)
                self.assertEqual((again.status, again.body), (304, b""))
                self.assertEqual(again.field("etag"), first.field("etag"))
                self.assertIn("Accept-Encoding", again.field("vary"))
        self.assertEqual(self.get(self.story, If_None_Match='"other"').status, 200)
        since = first.field("last-modified")
        self.assertEqual(self.get(self.story, If_Modified_Since=since).status, 304)

    def test_each_coding_decodes_to_the_same_bytes_under_an_etag_of_its_own(self):
        plain = self.get(self.story, Accept_Encoding="identity")
        self.assertIsNone(plain.field("content-encoding"))
        zipped = self.get(self.story, Accept_Encoding="gzip")
        self.assertEqual(zipped.field("content-encoding"), "gzip")
        self.assertEqual(zipped.decoded(), plain.body)
        self.assertLess(len(zipped.body), len(plain.body) / 2)
        self.assertNotEqual(zipped.field("etag"), plain.field("etag"))
        refused = self.get(self.story, Accept_Encoding="gzip;q=0, br;q=0")
        self.assertIsNone(refused.field("content-encoding"))

    def test_brotli_decodes_to_the_same_bytes(self):
        if not support.brotli_library():
            self.skipTest("no brotli library")
        plain = self.get(self.story, Accept_Encoding="identity")

        def brotli():
            answer = self.get(self.story, Accept_Encoding="br, gzip;q=0.5")
            return answer if answer.field("content-encoding") == "br" else None
        packed = support.wait_until(brotli, 10)
        self.assertTrue(packed, "no brotli form within ten seconds")
        self.assertEqual(packed.decoded(), plain.body)
        self.assertLess(len(packed.body), len(self.get(self.story, Accept_Encoding="gzip").body))

    def test_head_says_what_get_says_without_the_body(self):
        for path in ("/", self.story, "/no-such-page/", "/assets/fonts/franklin-1.woff2"):
            with self.subTest(path=path):
                whole = self.get(path)
                head = self.get(path, method="HEAD")
                self.assertEqual((head.status, head.body), (whole.status, b""))
                drop = ("date",)
                self.assertEqual([one for one in head.fields if one[0] not in drop],
                                 [one for one in whole.fields if one[0] not in drop])

    # Unknown addresses, health

    def test_an_unknown_address_is_a_page_of_the_newspaper(self):
        for path in ("/no-such-story/", "/section/none/", "/a/b/c/d", "/archive/1850/01/",
                     self.story + "comments/1/", self.story + "?page=9999"):
            with self.subTest(path=path):
                answer = self.get(path)
                self.assertEqual(answer.status, 404)
                self.assertIn('class="masthead"', answer.text)
                self.assertIn('href="/archive/"', answer.text)
                self.assertIn("noindex", answer.text)

    def test_health_is_short_and_not_cached(self):
        answer = self.get("/healthz")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.field("cache-control"), "no-store")
        self.assertLess(len(answer.body), 200)

    def test_story_pages_are_light(self):
        together = sum(len(self.get(path, Accept_Encoding="gzip").body)
                       for path in self.crawl.answers if path.startswith("/assets/built/"))
        for path in self.crawl.stories():
            size = len(self.get(path, Accept_Encoding="gzip").body) + together
            with self.subTest(path=path):
                self.assertLessEqual(size, 40 * 1024)


if __name__ == "__main__":
    unittest.main(verbosity=1)
