#!/usr/bin/env python3
"""Attack text from readers: in comments, quotes, names and profiles, and in addresses that forms repeat.
It is posted through the forms as readers would, and in a real browser nothing of it runs."""

import collections
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

import browser_test
import import_attack_test
import support

sys.path.insert(0, str(support.ROOT / "tests" / "support"))
import forum_cast  # noqa: E402  (stands in another folder)

POSTS_A_READER = 3  # as many as a reader may post at once
BIO_LENGTH_MAX = 480
NAME_LENGTH_MAX = 40
REFLECTED_MAX = 60
SHARE_MAX = 80
PROFILES_MAX = 1000
PAYLOAD_LENGTH_MAX = 12_000
STATE_HELD = 1


def network_of(place):
    """An address of its own /24 for each reader, so that nobody is slowed down for another."""
    return f"10.{place >> 8}.{place & 255}.7"


class Post:
    """One connection that posts forms as this reader or that; the proxy in front says from where."""

    def __init__(self, newsroom):
        self.newsroom = newsroom
        self.connection = support.Connection(newsroom.port, timeout=60)

    def __call__(self, place, path, **fields):
        body = urllib.parse.urlencode(fields).encode()
        head = support.head_of(
            path, "POST", Cookie=f"masthead={forum_cast.token_of(place)}", Accept="application/json",
            Sec_Fetch_Site="same-origin", X_Forwarded_For=network_of(place),
            Content_Type="application/x-www-form-urlencoded", Content_Length=len(body))
        self.connection.send(head.encode() + body)
        answer = self.connection.answer("POST")
        is_json = (answer.field("content-type") or "").startswith("application/json")
        return answer.status, json.loads(answer.body) if is_json and answer.body else {}


def slugs_of(newsroom):
    found = re.findall(r'href="/([a-z0-9-]+)/"', "".join(
        newsroom.get(path).text for path in ("/", "/page/2/", "/page/3/", "/page/4/")))
    return [slug for slug in dict.fromkeys(found)
            if 'id="composer"' in newsroom.get(f"/{slug}/").text]


def plain_of(markup):
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()


class Campaign:
    """Everything that attackers could write, written."""

    def __init__(self, newsroom, payloads, quoted_each):
        self.quoted_each = quoted_each
        self.post = Post(newsroom)
        self.slugs = slugs_of(newsroom)
        self.comments, self.profiles = [], set()
        self.refused = collections.Counter()
        self.quoted = self.named = 0
        self._next, self._posts = 0, 0
        for number, payload in enumerate(payloads):
            self._attack(number, payload)
        self._fill_profiles(payloads)
        self.post.connection.socket.close()

    def _reader(self):
        self._posts += 1
        return (self._posts - 1) // POSTS_A_READER

    def _attack(self, number, payload):
        path = f"/{self.slugs[number % len(self.slugs)]}/comments/"
        text = f"Words before {payload}" if number % 2 else payload
        status, posted = self.post(self._reader(), path, text=text, parent="", key="", started="")
        if status != 201:
            self.refused[status] += 1
            return
        self.comments.append(posted["id"])
        self._quote(number, path, payload, posted)

    def _quote(self, number, path, payload, posted):
        if number % self.quoted_each:
            return
        for passage in dict.fromkeys((payload, plain_of(posted["html"]))):
            if not passage:
                continue
            status, answer = self.post(
                self._reader(), path, text=f"Is this so? {posted['id']}", parent=posted["id"],
                key="", started="", quote=passage, quote_of=posted["id"])
            if status == 201:
                self.comments.append(answer["id"])
                self.quoted += 1
                return

    def _fill_profiles(self, payloads):
        bio, place = "", 0
        for payload in [*payloads, None]:
            if payload is None or len(bio) + len(payload) + 1 > BIO_LENGTH_MAX:
                place += self._give_profile(place, bio)
                bio = ""
            bio += (payload or "") + " "
        short = [one for one in payloads if len(one) <= NAME_LENGTH_MAX]
        for payload in short:
            place += self._give_name(place, payload)

    def _give_profile(self, place, bio):
        status, _ = self.post(place, "/reader/account/profile/", name=f"Reader {1_000_000 + place}",
                              bio=bio[:BIO_LENGTH_MAX])
        self.profiles.add(place)
        self.refused[f"profile {status}"] += status >= 400
        return 1

    def _give_name(self, place, payload):
        status, _ = self.post(place, "/reader/account/profile/", name=payload, bio="")
        if status < 400:
            self.profiles.add(place)
            self.named += 1
        return status < 400

    @property
    def readers_used(self):
        return self._posts // POSTS_A_READER + 1


def pages_of_story(newsroom, slug):
    path = f"/{slug}/"
    while path:
        text = newsroom.get(path).text
        yield path, text
        found = re.search(r'<a rel="next nofollow" href="([^"]+)"', text)
        path = html.unescape(found[1]).split("#")[0] if found else None


def reflecting(payloads, slug):
    """Addresses whose pages repeat what stands in them."""
    for payload in payloads[:REFLECTED_MAX]:
        value = urllib.parse.quote(payload[:1500])
        yield f"/{slug}/comments/new/?quote_of=story&quote={value}"
        yield f"/reader/sign-in/?to={value}"
        yield f"/notice/?place={value}"


class ForumAttack(unittest.TestCase):
    def node(self, *words, **environment):
        done = subprocess.run(["node", "attack.mjs", *words], cwd=browser_test.BROWSER, timeout=500,
                              capture_output=True, text=True, check=False,
                              env={**os.environ, "MASTHEAD_CHROMIUM": browser_test.CHROMIUM, **environment})
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout.splitlines()[-1])

    def newsroom(self, readers):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.run("demo")
        newsroom.settings('trusted_proxies = ["127.0.0.1"]\naccess_log = false\n')
        forum_cast.add_readers(newsroom.data / "masthead.db", readers)
        return newsroom

    def besiege(self, payloads, quoted_each=1):
        """Posts everything and answers the campaign and the paths of all pages it is seen on."""
        self.began = time.monotonic()
        newsroom = self.newsroom(len(payloads) * 3 // POSTS_A_READER + 200)
        newsroom.start()
        campaign = Campaign(newsroom, payloads, quoted_each)
        print(f"{len(campaign.comments)} comments, {campaign.quoted} of them quote, {campaign.named}"
              f" names, {len(campaign.profiles)} profiles; refused: {dict(campaign.refused)}")
        newsroom.stop()
        # What waits for a moderator is let through: a moderator may be tired.
        let_through = browser_test.write_to_database(
            newsroom, "UPDATE comments SET state = 0, listed = 1 WHERE state = ?", STATE_HELD)
        newsroom.start()
        paths, together = [], ""
        for slug in campaign.slugs:
            for path, text in pages_of_story(newsroom, slug):
                paths.append(path)
                together += text
        seen = sum(f'id="comment-{one}"' in together for one in campaign.comments)
        print(f"{let_through} were held; {seen} of {len(campaign.comments)} stand on {len(paths)} pages,"
              f" {time.monotonic() - self.began:.0f} s")
        # Deep or many answers stand on pages of their own.
        paths += [f"/{slug}/comments/{one}/" for slug, one in self.hidden(campaign, together)]
        profiles = sorted(campaign.profiles)
        paths += [f"/reader/{1_000_000 + one}/" for one in profiles[::1 + len(profiles) // PROFILES_MAX]]
        paths += list(reflecting(payloads, campaign.slugs[0]))
        self.assertGreater(seen, len(campaign.comments) * 0.9)
        return newsroom, campaign, paths

    @staticmethod
    def hidden(campaign, together):
        for one in campaign.comments:
            if f'id="comment-{one}"' not in together:
                yield campaign.slugs[0], one

    def assert_silence(self, newsroom, paths):
        file = newsroom.folder / "paths.txt"
        # Without the browser's second line everything is looked at; with it, a share: it can only help.
        for off, step in (("1", 1), ("0", 1 + len(paths) // SHARE_MAX)):
            file.write_text("\n".join(paths[::step]), encoding="utf-8")
            result = self.node(f"http://127.0.0.1:{newsroom.port}", str(file), CSP_OFF=off)
            print(f"{result['seen']} pages, CSP off: {off}, {time.monotonic() - self.began:.0f} s")
            self.assertEqual(result["seen"], len(paths[::step]))
            for what in ("fired", "links", "elements", "asked", "trouble"):
                self.assertEqual(result[what][:5], [], f"{what}, CSP off: {off}")

    def test_own_attacks_of_readers_do_nothing(self):
        newsroom, campaign, paths = self.besiege(import_attack_test.OWN)
        self.assertGreater(len(campaign.comments), len(import_attack_test.OWN))
        self.assertGreater(campaign.quoted, len(import_attack_test.OWN) // 2)
        self.assert_silence(newsroom, paths)

    def test_collected_attacks_of_readers_do_nothing(self):
        payloads = [one for one in import_attack_test.shared_payloads()
                    if len(one) <= PAYLOAD_LENGTH_MAX]
        if not payloads:
            self.skipTest("no shared data")
        self.assertGreater(len(payloads), 2000)
        newsroom, campaign, paths = self.besiege(payloads, quoted_each=3)
        self.assertGreater(len(campaign.comments), 2000)
        self.assertGreater(campaign.quoted, 800)
        self.assert_silence(newsroom, paths)
        self.run_the_shared_runner(newsroom, [one for one in paths if "?" not in one])

    def run_the_shared_runner(self, newsroom, paths):
        """The runner that all stages share, with its own control; it stands apart from npm's packages."""
        runner = support.shared_data().parent / "tools" / "xss.mjs"
        if not runner.is_file():
            return
        folder = pathlib.Path(tempfile.mkdtemp(prefix="masthead-xss-"))
        self.addCleanup(shutil.rmtree, folder)
        shutil.copy(runner, folder)
        (folder / "node_modules").symlink_to(browser_test.BROWSER / "node_modules")
        control = support.shared_data() / "suites/xss/dompurify-expect-a.json"
        self.assertGreaterEqual(self.shared(folder, "--control", str(control))[1], 20)
        stories = [one for one in paths if not one.startswith("/reader/")]
        urls = [f"http://127.0.0.1:{newsroom.port}{one}" for one in stories[::1 + len(stories) // 25]]
        for off in ("0", "1"):
            seen, fired = self.shared(folder, *urls, off=off)
            self.assertEqual((seen, fired), (len(urls), 0), f"CSP off: {off}")

    def shared(self, folder, *words, off="0"):
        done = subprocess.run(["node", "xss.mjs", *words], cwd=folder, capture_output=True, text=True,
                              timeout=300, check=False, env={**os.environ, "CSP_OFF": off})
        found = re.search(r"^(\d+) seen, (\d+) fired$", done.stdout, re.M)
        self.assertIsNotNone(found, done.stdout + done.stderr)
        return tuple(map(int, found.groups()))


if __name__ == "__main__":
    missing = browser_test.prepare()
    if missing:
        print(f"skipped: attacks of readers ({missing})")
        sys.exit(support.SKIPPED)
    unittest.main(verbosity=1)
