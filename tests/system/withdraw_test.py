#!/usr/bin/env python3
"""A story is taken back while the server runs: within a second no page shows it any more."""

import html
import re
import time
import unittest

import crawl
import support

WITHIN_S = 1.0
LISTS = r"/$|/page/|/section/|/topic/|/author/|/archive/"


class Withdrawal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.newsroom = support.Newsroom()
        cls.addClassCleanup(cls.newsroom.remove)
        cls.newsroom.run("demo")
        cls.newsroom.start()
        cls.crawl = crawl.Crawl(cls.newsroom.port)

    def get(self, path, **fields):
        return self.newsroom.get(path, **fields)

    def pages_naming(self, path):
        """Pages of the crawl, other than its own, that link to the story."""
        return [page for page, links in self.crawl.links.items()
                if not page.startswith(path) and
                any(address.partition("#")[0].startswith(path) for address in links.followed)]

    def discussed_story(self):
        """A story with comments that stands on the home page and on every kind of list."""
        kinds = ("/section/", "/author/", "/topic/", "/archive/20")

        def worth(path):
            pages = self.pages_naming(path)
            return (sum(any(page.startswith(kind) for page in pages) for kind in kinds),
                    "/" in pages, len(pages))
        talked_about = [path for path in self.crawl.stories()
                        if re.search(re.escape(path) + r"comments/\d+/", self.crawl.answers[path].text)]
        return max(talked_about, key=worth)

    def own_addresses(self, path):
        text = self.crawl.answers[path].text
        permalinks = re.findall(r'href="(' + re.escape(path) + r'comments/\d+/)', text)
        replies = re.findall(r'href="(' + re.escape(path) + r'comments/\d+/replies/)', text)
        self.assertTrue(permalinks)
        return [path, path + "?sort=oldest", *permalinks[:8], *replies[:3]]

    def showing(self, pages, path, headline):
        """Those of the pages that still link to the story or print its headline."""
        shown = []
        with support.Connection(self.newsroom.port) as connection:
            for page in pages:
                connection.send(support.head_of(page, Accept_Encoding="identity"))
                # A story's own words may link to any address; that is the reporter's to change.
                text = re.sub(r'<div class="prose">.*?<footer class="story-foot">', "",
                              connection.answer().text, flags=re.S)
                if f'href="{path}' in text or headline in text:
                    shown.append(page)
        return shown

    def test_withdrawing_and_publishing_reach_every_page_within_a_second(self):
        path = self.discussed_story()
        headline = re.search(r"<h1>(.*?)</h1>", self.crawl.answers[path].text)[1]
        pages = self.pages_naming(path)
        own = self.own_addresses(path)
        for start in ("/section/", "/author/", "/archive/20"):
            self.assertTrue([page for page in pages if page.startswith(start)], start)
        self.assertIn("/", pages)
        pages = self.showing(pages, path, headline)
        self.assertGreater(len(pages), 4)

        self.newsroom.run("story", "withdraw", path.strip("/"))
        told = time.monotonic()
        gone = support.wait_until(
            lambda: not self.showing(pages, path, headline) and
            all(self.get(one).status == 410 for one in own), WITHIN_S, 0.01)
        took = time.monotonic() - told
        self.assertTrue(gone, f"after {took:.2f} s still shown on "
                        f"{self.showing(pages, path, headline)}; own "
                        f"{[(one, self.get(one).status) for one in own]}")
        answer = self.get(path)
        self.assertNotIn(html.unescape(headline), html.unescape(answer.text))
        self.assertIn('class="masthead"', answer.text)
        self.assertEqual(self.showing(self.crawl.pages(), path, headline), [])

        self.newsroom.run("story", "publish", path.strip("/"))
        # Other stories that named it as related may go on without it until they are drawn again.
        lists = {page for page in pages if re.match(LISTS, page)}
        back = support.wait_until(
            lambda: set(self.showing(lists, path, headline)) == lists and
            all(self.get(one).status == 200 for one in own), WITHIN_S, 0.01)
        self.assertTrue(back, f"missing on {lists - set(self.showing(lists, path, headline))}")

    def test_an_old_etag_of_a_withdrawn_story_is_not_confirmed(self):
        path = self.crawl.stories()[5]
        etag = self.get(path).field("etag")
        self.assertEqual(self.get(path, If_None_Match=etag).status, 304)
        self.newsroom.run("story", "withdraw", path.strip("/"))
        gone = support.wait_until(lambda: self.get(path, If_None_Match=etag).status == 410, WITHIN_S)
        self.assertTrue(gone)
        self.newsroom.run("story", "publish", path.strip("/"))

    def test_a_slug_that_does_not_exist_is_refused_with_its_name(self):
        done = self.newsroom.run("story", "withdraw", "no-such-story", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no-such-story", done.stderr + done.stdout)

    def test_a_withdrawal_also_holds_for_a_server_that_starts_later(self):
        path = self.crawl.stories()[7]
        with support.Newsroom() as other:
            other.run("demo")
            other.run("story", "withdraw", path.strip("/"))
            other.start()
            self.assertEqual(other.get(path).status, 410)
            self.assertNotIn(f'href="{path}', other.get("/").text)


if __name__ == "__main__":
    unittest.main(verbosity=1)
