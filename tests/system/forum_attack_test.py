#!/usr/bin/env python3
"""Attack text from readers: in comments, quotes, names and profiles, and in addresses that forms repeat.
It is posted through the forms as readers would, and in a real browser nothing of it runs."""

import collections
import concurrent.futures
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

BIO_LENGTH_MAX = 480
NAME_LENGTH_MAX = 40
STORED_NAME_BYTES_MAX = 200  # as many as an import may bring
QUOTE_BYTES_MAX = 900
BYTES_A_HOST = 6000
CASES_A_STORY = 400
REFLECTED_MAX = 60
FIRST_READER = 1_000_000
STATE_HELD = 1
QUOTE_OF_COMMENT = 2


def network_of(place):
    """An address of its own /24 for each reader, so that nobody is slowed down for another."""
    return f"10.{place >> 8}.{place & 255}.7"


def cut(text, bytes_max):
    return text.encode()[:bytes_max].decode("utf-8", "ignore")


def batches(items, size_max, size_of):
    """The items in order, as many together as fit; one that is too long stands alone."""
    batch, size = [], 0
    for one in items:
        if batch and size + size_of(one) > size_max:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += size_of(one)
    if batch:
        yield batch


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


class Campaign:
    """Everything that attackers could write, written: each case has a reader, who is called by it and
    comments with it, quoting it from a comment that shows it as code. What a form refuses is put into
    the database by hand, for rules may change; profiles take as many cases as fit."""

    def __init__(self, newsroom, payloads):
        # A form that holds a NUL is refused as a whole: these cases come without it.
        self.newsroom, self.payloads = newsroom, [one.replace("\0", "") for one in payloads]
        self.refused = collections.Counter()
        self.hosts, self.comments, self.unquoted, self.unnamed = {}, {}, [], []
        self.shown = set()
        self.thread = ""
        self._online(self._host_quotes)
        self._online(self._write_all)
        self._by_hand()

    def _online(self, work):
        self.newsroom.start()
        self.post = Post(self.newsroom)
        work()
        self.post.connection.socket.close()
        self.newsroom.stop()
        # What waits for a moderator is let through: a moderator may be tired.
        self.let_through = browser_test.write_to_database(
            self.newsroom, "UPDATE comments SET state = 0, listed = 1 WHERE state = ?", STATE_HELD)

    def slug_of(self, case):
        return self.slugs[case * len(self.slugs) // len(self.payloads)]

    def _host_quotes(self):
        """A comment can be quoted under its own story alone."""
        self.slugs = slugs_of(self.newsroom)[:1 + len(self.payloads) // CASES_A_STORY]
        place = len(self.payloads)
        for slug in self.slugs:
            cases = [case for case in range(len(self.payloads)) if self.slug_of(case) == slug]
            for batch in batches(cases, BYTES_A_HOST, lambda case: len(self.payloads[case].encode())):
                code = "\n".join(self.payloads[case] for case in batch)
                status, posted = self.post(place, f"/{slug}/comments/", parent="", key="", started="",
                                           text=f"~~~~~~~~~~~~\n{code}\n~~~~~~~~~~~~")
                assert status == 201, (status, posted)
                self.hosts.update((case, posted["id"]) for case in batch)
                place += 1

    def _write_all(self):
        bios = [" ".join(self.payloads[case] for case in batch) for batch in batches(
            range(len(self.payloads)), BIO_LENGTH_MAX, lambda case: len(self.payloads[case]) + 1)]
        self.bios = bios
        for case, payload in enumerate(self.payloads):
            self._profile(case, payload, bios[case] if case < len(bios) else "")
            self._comment(case, payload)

    def _profile(self, case, payload, bio):
        names = [payload] if len(payload) <= NAME_LENGTH_MAX else []
        bio = bio if len(bio) <= BIO_LENGTH_MAX else ""
        for name in [*names, f"Reader {FIRST_READER + case}"] if names or bio else []:
            status, _ = self.post(case, "/reader/account/profile/", name=name, bio=bio)
            if status < 400:
                self.shown.add(case)
                break
            self.refused[f"profile {status}"] += 1
        self.unnamed += [case] if not names or name != payload else []

    def _comment(self, case, payload):
        """Every second one answers the one before it: as many as a page shows at most."""
        path, text = f"/{self.slug_of(case)}/comments/", f"Words before {payload}"
        fields = {"text": text if case % 4 > 1 else payload, "key": "", "started": ""}
        parent = self.thread if case % 2 and self.slug_of(case) == self.slug_of(case - 1) else ""
        quote = {"quote": cut(payload, QUOTE_BYTES_MAX), "quote_of": self.hosts[case]}
        # One that is held answers to nobody: then this one stands on its own.
        for above, more in ((parent, quote), ("", quote), ("", {})):
            status, posted = self.post(case, path, parent=above, **fields, **more)
            if status == 201:
                self.comments[case] = posted["id"]
                self.unquoted += [] if more else [case]
                break
            self.refused[f"{'answer' if above else 'quote' if more else 'body'} {status}"] += 1
        if not case % 2:
            self.thread = self.comments.get(case, "")

    def _by_hand(self):
        with forum_cast.opened(self.newsroom.data / "masthead.db") as database:
            database.executemany(
                "UPDATE readers SET display_name = ? WHERE id = ?",
                [(cut(self.payloads[case], STORED_NAME_BYTES_MAX), FIRST_READER + case)
                 for case in self.unnamed])
            database.executemany(
                "UPDATE readers SET bio = ? WHERE id = ?",
                [(bio, FIRST_READER + case) for case, bio in enumerate(self.bios)
                 if len(bio) > BIO_LENGTH_MAX or case not in self.shown])
            database.executemany(
                "UPDATE comments SET quote_kind = ?, quote_comment_id = ?, quote_exact = ? WHERE id = ?",
                [(QUOTE_OF_COMMENT, self.hosts[case], self.payloads[case], self.comments[case])
                 for case in self.unquoted])


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

    def besiege(self, payloads):
        """Writes everything and answers the paths of all pages that it is seen on, the stories' first."""
        self.began = time.monotonic()
        newsroom = self.newsroom(2 * len(payloads) + 100)
        campaign = Campaign(newsroom, payloads)
        self.say(f"{len(payloads)} cases: {len(campaign.comments)} comments, {len(campaign.bios)} profiles;"
                 f" by hand {len(campaign.unnamed)} names, {len(campaign.unquoted)} quotes;"
                 f" {campaign.let_through} were held; refused: {dict(campaign.refused)}")
        newsroom.start()
        stories, together = [], ""
        for slug in campaign.slugs:
            for path, text in pages_of_story(newsroom, slug):
                stories.append(path)
                together += text
        # Only what is drawn has been tried: every case as body, as name and as quote, and every profile.
        self.assertEqual(len(campaign.comments), len(payloads))
        # An answer that was let through by hand is in nobody's count: its own page shows it.
        drawn = set(re.findall(r'id="comment-(\d+)"', together))
        for case, one in campaign.comments.items():
            if one not in drawn:
                stories.append(f"/{campaign.slug_of(case)}/comments/{one}/")
                together += newsroom.get(stories[-1]).text
        drawn = set(re.findall(r'id="comment-(\d+)"', together))
        self.assertEqual([payloads[case] for case, one in campaign.comments.items() if one not in drawn], [])
        self.assertGreaterEqual(together.count('class="q"'), len(payloads))
        self.say(f"all stand on {len(stories)} pages")
        profiles = [f"/reader/{FIRST_READER + case}/" for case in range(len(campaign.bios))]
        return newsroom, stories, profiles + list(reflecting(payloads, campaign.slugs[0]))

    def say(self, what):
        print(f"{what}, {time.monotonic() - self.began:.0f} s", flush=True)

    def assert_silence(self, newsroom, paths):
        file = newsroom.folder / "paths.txt"
        file.write_text("\n".join(paths), encoding="utf-8")
        address = f"http://127.0.0.1:{newsroom.port}"
        with concurrent.futures.ThreadPoolExecutor() as both:
            runs = {off: both.submit(self.node, address, str(file), CSP_OFF=off) for off in ("1", "0")}
        for off, run in runs.items():
            result = run.result()
            self.say(f"{result['seen']} pages seen, CSP off: {off}")
            self.assertEqual(result["seen"], len(paths))
            for what in ("fired", "links", "elements", "asked", "trouble"):
                self.assertEqual(result[what][:5], [], f"{what}, CSP off: {off}")

    def test_the_control_fires_so_that_silence_means_something(self):
        folder = support.Newsroom()
        self.addCleanup(folder.remove)
        folder.folder.mkdir(exist_ok=True)
        file = folder.folder / "payloads.json"
        file.write_text(json.dumps(import_attack_test.OWN), encoding="utf-8")
        self.assertGreaterEqual(self.node("--control", str(file))["fired"], 15)

    def test_own_attacks_of_readers_do_nothing(self):
        newsroom, stories, others = self.besiege(import_attack_test.OWN)
        self.assert_silence(newsroom, stories + others)

    def test_collected_attacks_of_readers_do_nothing(self):
        payloads = import_attack_test.shared_payloads()
        if not payloads:
            self.skipTest("no shared data")
        self.assertGreater(len(payloads), 3000)
        newsroom, stories, others = self.besiege(payloads)
        self.assert_silence(newsroom, stories + others)
        self.run_the_shared_runner(newsroom, stories)

    def run_the_shared_runner(self, newsroom, stories):
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
        # One page after another: those of single comments are left to our own runner.
        urls = [f"http://127.0.0.1:{newsroom.port}{one}" for one in stories if "/comments/" not in one]
        with concurrent.futures.ThreadPoolExecutor() as both:
            runs = {off: both.submit(self.shared, folder, *urls, off=off) for off in ("0", "1")}
        for off, run in runs.items():
            seen, fired = run.result()
            self.say(f"{seen} pages seen by the shared runner, CSP off: {off}")
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
