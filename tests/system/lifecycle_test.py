#!/usr/bin/env python3
"""Starting, stopping, being killed, being started twice, and settings that cannot be."""

import re
import shutil
import signal
import unittest

import support


class Lifecycle(unittest.TestCase):
    def newsroom(self):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        return newsroom

    def test_a_request_in_flight_is_finished_when_the_server_is_told_to_stop(self):
        newsroom = self.newsroom()
        newsroom.run("demo")
        newsroom.start()
        with support.Connection(newsroom.port) as begun, support.Connection(newsroom.port) as idle:
            idle.send(support.head_of("/"))
            self.assertEqual(idle.answer().status, 200)
            begun.send("GET /archive/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            # A second connection that answers proves that the half request has been read before.
            self.assertEqual(newsroom.get("/healthz").status, 200)
            newsroom.server.send_signal(signal.SIGTERM)
            self.assertTrue(idle.closed())
            begun.send("\r\n")
            answer = begun.answer()
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.field("connection"), "close")
            self.assertIn("</html>", answer.text)
            self.assertTrue(begun.closed())
        self.assertEqual(newsroom.server.wait(support.PATIENCE_S), 0)
        with self.assertRaises(OSError):
            support.Connection(newsroom.port, 1)

    def test_a_connection_that_never_ends_its_request_cannot_keep_the_server_alive(self):
        newsroom = self.newsroom()
        newsroom.settings("drain_timeout_seconds = 1\n")
        newsroom.start()
        with support.Connection(newsroom.port) as stuck:
            stuck.send("GET / HTTP/1.1\r\n")
            self.assertEqual(newsroom.get("/healthz").status, 200)
            self.assertEqual(newsroom.stop(), 0)

    def test_a_second_server_on_the_same_data_is_refused_and_told_who_holds_it(self):
        newsroom = self.newsroom()
        newsroom.start()
        second = newsroom.run("serve", "--listen", "127.0.0.1:0", check=False)
        self.assertEqual(second.returncode, 1)
        self.assertIn(str(newsroom.server.pid), second.stderr)
        self.assertIn(str(newsroom.data), second.stderr)
        self.assertEqual(newsroom.get("/healthz").status, 200)

    def test_a_port_that_is_taken_is_named(self):
        newsroom, other = self.newsroom(), self.newsroom()
        newsroom.start()
        address = f"127.0.0.1:{newsroom.port}"
        second = other.run("serve", "--listen", address, check=False)
        self.assertEqual(second.returncode, 1)
        self.assertIn(address, second.stderr)

    def test_after_a_kill_the_server_starts_again_with_everything(self):
        newsroom = self.newsroom()
        newsroom.run("demo")
        newsroom.start()
        before = self.body_without_nothing(newsroom)
        newsroom.kill()
        newsroom.start()
        self.assertEqual(self.body_without_nothing(newsroom), before)
        self.assertEqual(newsroom.stop(), 0)

    @staticmethod
    def body_without_nothing(newsroom):
        return [newsroom.get(path).text for path in ("/", "/archive/")]

    def test_what_a_command_reported_as_done_survives_a_kill_of_the_server(self):
        newsroom = self.newsroom()
        newsroom.run("demo")
        newsroom.start()
        slug = re.search(r'<h2><a href="/([^/"]+)/"', newsroom.get("/").text)[1]
        newsroom.run("story", "withdraw", slug)
        newsroom.kill()
        newsroom.start()
        self.assertEqual(newsroom.get(f"/{slug}/").status, 410)

    def test_an_empty_newsroom_can_be_read(self):
        newsroom = self.newsroom()
        newsroom.start()
        for path, status in (("/", 200), ("/archive/", 200), ("/page/2/", 404), ("/x/", 404)):
            with self.subTest(path=path):
                self.assertEqual(newsroom.get(path).status, status)

    def test_the_demonstration_is_not_poured_into_a_newsroom_with_stories(self):
        newsroom = self.newsroom()
        newsroom.run("demo")
        self.assertEqual(newsroom.run("demo", check=False).returncode, 1)
        self.assertEqual(newsroom.run("demo", "--if-empty").returncode, 0)


class Settings(unittest.TestCase):
    WRONG = {
        'site_ulr = "https://a.example"': ("`site_ulr`", "site_url"),
        "acces_log = false": ("`acces_log`", "access_log"),
        'trusted_proxies = ["everyone"]': ("trusted_proxies",),
        'listen = "nowhere"': ("listen",),
        "workers = 0": ("workers", "1"),
        "workers = 1025": ("workers", "1024"),
        'site_url = "https://a.example/path"': ("site_url",),
        'site_url = "javascript:alert(1)"': ("site_url",),
        "page_cache_mb =": ("line 1",),
        "\n\nnonsense": ("line 3",),
    }

    def test_a_mistake_is_refused_with_its_line_and_the_nearest_name(self):
        with support.Newsroom() as newsroom:
            for text, words in self.WRONG.items():
                with self.subTest(text=text):
                    newsroom.settings(text + "\n")
                    done = newsroom.run("serve", "--listen", "127.0.0.1:0", check=False)
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertIn("masthead.toml line", done.stderr)
                    for word in words:
                        self.assertIn(word, done.stderr)
                    self.assertEqual(len(done.stderr.strip().splitlines()), 1)

    def test_the_largest_allowed_value_is_taken(self):
        with support.Newsroom() as newsroom:
            newsroom.settings("workers = 1024\ndrain_timeout_seconds = 0\n")
            newsroom.start()
            self.assertEqual(newsroom.stop(), 0)

    def test_the_access_log_can_be_switched_off_and_holds_no_whole_address(self):
        with support.Newsroom() as newsroom:
            newsroom.start()
            newsroom.get("/?secret=1")
            line = support.wait_until(lambda: [one for one in newsroom.lines if " GET / " in one])
            self.assertTrue(line)
            self.assertNotIn("secret", line[0])
            self.assertNotIn("127.0.0.1", line[0])
            newsroom.stop()
            newsroom.settings("access_log = false\n")
            newsroom.start()
            newsroom.get("/")
            newsroom.stop()
            self.assertEqual([one for one in newsroom.lines if " GET / " in one], [])

    def test_an_address_with_https_is_in_canonical_links_and_asks_for_https_only(self):
        with support.Newsroom() as newsroom:
            newsroom.settings('site_url = "https://paper.example"\n')
            newsroom.start()
            answer = newsroom.get("/", host="attacker.example")
            self.assertIn('<link rel="canonical" href="https://paper.example/">', answer.text)
            self.assertNotIn("attacker.example", answer.text)
            self.assertIn("max-age=", answer.field("strict-transport-security"))


class ThemeFolder(unittest.TestCase):
    def serve(self, *more):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        self.theme = newsroom.folder / "theme"
        shutil.copytree(support.ROOT / "themes" / "broadsheet", self.theme)
        newsroom.settings('theme = "../theme"\n')
        return newsroom.start(*more)

    def test_a_theme_in_a_folder_brings_its_own_assets(self):
        for more in ((), ("--dev",)):
            with self.subTest(more=more):
                newsroom = self.serve(*more)
                style = re.search(r'href="(/assets/built/screen\.css[^"]*)"', newsroom.get("/").text)
                answer = newsroom.get(style[1].replace("&#x3D;", "="))
                self.assertEqual(answer.status, 200)
                self.assertEqual(answer.body, (self.theme / "assets/built/screen.css").read_bytes())
                self.assertEqual(newsroom.get("/assets/fonts/franklin-1.woff2").status, 200)

    def test_a_change_shows_at_once_in_development_and_a_mistake_keeps_the_last_good_theme(self):
        newsroom = self.serve("--dev")
        template = self.theme / "error-404.hbs"
        template.write_text("{{!< default}}\n<h1>Changed once</h1>\n", encoding="utf-8")
        changed = support.wait_until(lambda: "Changed once" in newsroom.get("/none/").text, 5)
        self.assertTrue(changed)
        template.write_text("{{#if}}\n", encoding="utf-8")
        told = support.wait_until(
            lambda: newsroom.get("/none/").status == 404 and
            any("error-404.hbs" in line for line in newsroom.problems), 5)
        self.assertTrue(told, newsroom.problems)
        self.assertIn("Changed once", newsroom.get("/none/").text)


if __name__ == "__main__":
    unittest.main(verbosity=1)
