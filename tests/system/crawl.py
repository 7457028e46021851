"""Follows the links of a newspaper as a patient reader would: each address once."""

import collections
import html.parser
import re
import urllib.parse

import support

ADDRESSES = {"a": ["href"], "link": ["href"], "img": ["src"], "script": ["src"],
             "source": ["src"], "video": ["src", "poster"], "audio": ["src"], "iframe": ["src"]}
# Fetched by the browser without the reader's doing: these must never be another host's.
FETCHED = {"img", "script", "source", "video", "audio", "iframe"}
FORM = re.compile(r"^/[^/]+/comments/(new/|\d+/(report|history|edit|delete)/)|^/following/\w+/\d+/")
PERMALINK = re.compile(r"^/[^/]+/comments/\d+/")


class Links(html.parser.HTMLParser):
    """The addresses of a page, apart: those a reader may follow, those the browser fetches."""

    def __init__(self, text):
        super().__init__()
        self.followed = set()
        self.fetched = set()
        self.ids = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if "id" in values:
            self.ids.add(values["id"])
        rel = (values.get("rel") or "").split()
        for name in ADDRESSES.get(tag, []):
            if values.get(name):
                fetches = tag in FETCHED or (tag == "link" and "canonical" not in rel)
                (self.fetched if fetches else self.followed).add(values[name])
        for part in (values.get("srcset") or "").split(","):
            if part.strip():
                self.fetched.add(part.split()[0])


def is_internal(address):
    return address.startswith("/") and not address.startswith("//")


def asks_to_sign_in(answer):
    """What a guest is told at a reader's own pages: nothing to read there, and no dead link."""
    return answer.status == 303 and answer.field("location").startswith("/reader/sign-in/")


def kind_of(path):
    """The kind of page, so that of a thousand comments' addresses only some are asked for."""
    if re.match(r"^/[^/]+/comments/\d+/replies/", path):
        return "thread"
    if FORM.match(path):
        return "form"
    if PERMALINK.match(path):
        return "permalink"
    return "sorted" if "?" in path else "page"


class Crawl:
    """What was found: `answers` by address, `problems` in words."""

    SAMPLES = {"permalink": 60, "thread": 20, "sorted": 40, "form": 40}

    def __init__(self, port, start="/"):
        self.answers = {}
        self.links = {}
        self.problems = []
        self.foreign_fetches = set()
        self._taken = collections.Counter()
        self._seen = {start}
        self._queue = collections.deque([(start, "-")])
        with support.Connection(port) as connection:
            while self._queue:
                self._visit(connection, *self._queue.popleft())

    def _visit(self, connection, path, origin):
        connection.send(support.head_of(path))
        answer = connection.answer()
        self.answers[path] = answer
        if asks_to_sign_in(answer):
            return
        if answer.status == 301:
            self._note(urllib.parse.urljoin(path, answer.field("location")), path)
        elif answer.status != 200:
            self.problems.append(f"{path} (linked by {origin}) answers {answer.status}")
        if (answer.field("content-type") or "").startswith("text/html"):
            self._read(path, answer)

    def _read(self, path, answer):
        links = self.links[path] = Links(answer.text)
        for address in links.fetched:
            if not is_internal(address) and not address.startswith("data:"):
                self.foreign_fetches.add((path, address))
        for address in links.followed | links.fetched:
            self._note(address, path)

    def _note(self, address, origin):
        path = address.partition("#")[0]
        if not is_internal(path) or path in self._seen:
            return
        kind = kind_of(path)
        self._taken[kind] += 1
        if self._taken[kind] > self.SAMPLES.get(kind, 1 << 30):
            return
        self._seen.add(path)
        self._queue.append((path, origin))

    def pages(self):
        """Addresses that answered with a page."""
        return [path for path in self.links if self.answers[path].status == 200]

    def stories(self):
        """Addresses of stories themselves, not of their comments or sorted conversations."""
        return [path for path in self.pages() if re.fullmatch(r"/[^/?]+/", path)
                and 'class="story ' in self.answers[path].text]
