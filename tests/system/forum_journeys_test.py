#!/usr/bin/env python3
"""The forum as people use it, in Chromium with the real program: joining by mail, passkey and provider,
arguing with and without script and by keyboard alone, deciding, taking one's data along and leaving.

Each journey is a script of tests/browser; its newsroom is the demonstration paper. MASTHEAD_TEST_THEME
names a folder to take the theme from, for trying out a change of it without building the program."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

import browser_test
import support

sys.path.insert(0, str(support.ROOT / "tests" / "support"))
import forum_cast  # noqa: E402  (stands in another folder)

SERVICES = support.ROOT / "tests" / "services"
STORY = "/saltmarsh-road-pump/"
CAST = 12
# A public key of a browser: the one of RFC 8291's example.
BROWSER_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"


class Providers:
    """OpenID Connect providers in node, an honest one and several that lie; `with` ends them."""

    def __enter__(self):
        self.process = subprocess.Popen(["node", "oidc_server.mjs"], cwd=SERVICES, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        first = json.loads(self.process.stdout.readline())
        self.issuer = f"http://127.0.0.1:{first['port']}"
        self.secret, self.lies = first["secret"], first["lies"]
        return self

    def settings(self):
        """Tables of masthead.toml; the secret stands in a file beside it."""
        rows = [("guild", "The Guild", self.issuer, "courier", '"guild.secret"')]
        rows += [(lie, lie, f"{self.issuer}/{lie}", "liar-client", '""') for lie in self.lies]
        return "".join(f'[oidc.{key}]\nname = "{name}"\nissuer = "{issuer}"\nclient_id = "{client}"\n'
                       f"client_secret_file = {secret}\n" for key, name, issuer, client, secret in rows)

    def serve(self, base):
        self.process.stdin.write(json.dumps({"base": base}) + "\n")
        self.process.stdin.flush()
        json.loads(self.process.stdout.readline())

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Journey(unittest.TestCase):
    """A newsroom with readers, and a script of tests/browser that goes through it."""

    def newsroom(self, held_first=0, settings=""):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.run("demo")
        theme = os.environ.get("MASTHEAD_TEST_THEME")
        newsroom.settings((f'theme = "{theme}"\n' if theme else "") + settings)
        browser_test.write_to_database(
            newsroom, "INSERT INTO newsroom_settings (name, value, changed_at_ms)"
            " VALUES ('forum.held_first_comments', ?, 0)", str(held_first))
        forum_cast.add_readers(newsroom.data / "masthead.db", CAST)
        return newsroom

    def run_checks(self, script, newsroom, *words, least, host="127.0.0.1"):
        counts, told = browser_test.run_node(script, f"http://{host}:{newsroom.port}", *words,
                                             timeout=550)
        print(told, end="")
        self.assertIsNotNone(counts, "the script broke off")
        self.assertEqual(counts[1], 0)
        self.assertGreaterEqual(counts[0], least)
        return told

    @staticmethod
    def mails(newsroom):
        return str(pathlib.Path(newsroom.data) / "mail")


class Journeys(Journey):
    def test_guests_write_and_become_readers_on_the_way(self):
        newsroom = self.newsroom().start()
        self.run_checks("joining.mjs", newsroom, self.mails(newsroom), STORY, least=6)

    def test_a_first_comment_that_is_held_is_shown_to_its_author_with_the_reason(self):
        newsroom = self.newsroom(held_first=1).start()
        self.run_checks("joining.mjs", newsroom, self.mails(newsroom), STORY, "held", least=1)

    def test_readers_argue_with_script(self):
        self.run_checks("arguing.mjs", self.newsroom().start(), STORY, least=20)

    def test_a_passkey_is_added_used_and_removed(self):
        self.run_checks("passkey.mjs", self.newsroom().start(), STORY, least=7, host="localhost")

    def test_messages_to_a_device_are_switched_on_shown_and_switched_off(self):
        pictures = os.environ.get("MASTHEAD_SCREENSHOTS")
        self.run_checks("pushing.mjs", self.newsroom().start(), STORY, BROWSER_POINT,
                        *([pictures] if pictures else []), least=9)

    def test_readers_sign_in_through_a_provider_and_liars_sign_nobody_in(self):
        with Providers() as providers:
            newsroom = self.newsroom(settings=providers.settings())
            secret = newsroom.data / "guild.secret"
            secret.touch(0o600)
            secret.write_text(providers.secret, encoding="utf-8")
            newsroom.start()
            providers.serve(f"http://127.0.0.1:{newsroom.port}")
            self.run_checks("provider.mjs", newsroom, providers.issuer, self.mails(newsroom),
                            *providers.lies, least=18)

    def test_every_page_of_the_forum_keeps_to_the_accessibility_rules(self):
        pictures = os.environ.get("MASTHEAD_SCREENSHOTS")
        self.run_checks("forum_pages.mjs", self.newsroom().start(), STORY,
                        *([pictures] if pictures else []), least=110)

    def test_readers_argue_without_script_and_by_keyboard_alone(self):
        self.run_checks("plainly.mjs", self.newsroom().start(), STORY, least=16)

    def test_a_draft_outlives_the_server(self):
        newsroom = self.newsroom().start()
        self.run_checks("drafting.mjs", newsroom, STORY, "write", least=1)
        newsroom.kill()
        newsroom.start()
        self.run_checks("drafting.mjs", newsroom, STORY, "find", least=1)

    def test_a_reader_takes_their_data_along_and_leaves(self):
        self.run_checks("leaving.mjs", self.newsroom().start(), STORY, least=6)


if __name__ == "__main__":
    missing = browser_test.prepare()
    if missing:
        print(f"skipped: journeys ({missing})")
        sys.exit(support.SKIPPED)
    unittest.main(verbosity=1)
