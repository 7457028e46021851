#!/usr/bin/env python3
"""`import wordpress --fetch` as readers of an old site run it: the whole program gets the pictures that
are missing from the old site's server, once, and never from an address inside.

The program fetches from public addresses only, and nothing can tell it otherwise. So the test takes
a network of its own (a namespace), in which it may give itself an address that elsewhere is public.
Where the system allows no namespace, what needs one is skipped.
"""

import ctypes
import fcntl
import http.server
import json
import os
import socket
import struct
import threading
import unittest
import zlib

import support
import wxr

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFFLAGS, SIOCSIFADDR, IFF_UP = 0x8914, 0x8916, 1
PUBLIC = "45.45.45.45"
UPLOADS = "/wp-content/uploads/2024/05/"


def enter_own_network():
    """Whether this process now has a network of its own, with PUBLIC as one of its addresses."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
    if libc.unshare(flags) != 0:
        return False
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            up = struct.pack("16sH22x", b"lo", IFF_UP)
            fcntl.ioctl(control, SIOCSIFFLAGS, up)
            address = struct.pack("16sHH4s16x", b"lo:1", socket.AF_INET, 0, socket.inet_aton(PUBLIC))
            fcntl.ioctl(control, SIOCSIFADDR, address)
        return True
    except OSError:
        return False


def png(width):
    """A picture of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, 8, 8, 0, 0, 0, 0)
    lines = zlib.compress(bytes(8 * (width + 1)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


class OldSite:
    """A web server that notes what it is asked. `files` maps paths to bytes, or to an address that
    it sends the asker to."""

    def __init__(self, address, files):
        self.asked, self.askers = [], []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                site.askers.append({name.lower() for name in self.headers})
                found = files.get(self.path)
                self.send_response(404 if found is None else 302 if isinstance(found, str) else 200)
                body = found if isinstance(found, bytes) else b""
                if isinstance(found, str):
                    self.send_header("Location", found)
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer((address, 0), Handler)
        self.url = f"http://{address}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def picture(number, name):
    """An attachment of the old site."""
    url = f"https://old.example{UPLOADS}{name}"
    return wxr.post(number, f"picture-{number}", name, "", status="inherit", kind="attachment",
                    categories=(), extra=f"<wp:attachment_url>{url}</wp:attachment_url>")


def story_with(*names):
    """A story that shows these pictures."""
    body = "<p>The quay at dawn.</p>" + "".join(
        f'<p><img src="https://old.example{UPLOADS}{name}" alt="Boats"></p>' for name in names)
    return wxr.post(10, "quay", "The quay", body, comments=wxr.comment(1, "Ann", "Fine boats"))


OWN_NETWORK = enter_own_network()


class Fetch(unittest.TestCase):
    def newsroom_with(self, text):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        file = newsroom.folder / "export.xml"
        file.write_text(text, encoding="utf-8")
        return newsroom, file

    def fetch(self, newsroom, file, *more):
        """Imports; its report."""
        report = newsroom.folder / "report.json"
        newsroom.run("import", "wordpress", str(file), "--fetch", "--report", str(report), *more)
        return json.loads(report.read_text(encoding="utf-8"))

    def site(self, address, files):
        site = OldSite(address, files)
        self.addCleanup(site.stop)
        return site

    def test_a_private_address_is_never_asked_and_all_else_comes_in(self):
        inside = self.site("127.0.0.1", {f"{UPLOADS}quay.png": png(8)})
        text = wxr.export([picture(20, "quay.png"), story_with("quay.png")])
        newsroom, file = self.newsroom_with(text.replace("https://old.example", inside.url))
        report = self.fetch(newsroom, file)
        self.assertEqual(inside.asked, [])
        self.assertEqual(report["counts"]["stories"]["created"], 1)
        self.assertEqual(report["counts"]["comments"]["created"], 1)
        self.assertEqual(report["counts"]["media"]["skipped"], 1)
        told = [problem for problem in report["problems"]
                if "not a public one" in json.dumps(problem)]
        self.assertEqual(len(told), 1, report["problems"])
        line = text[:text.index("<wp:attachment_url>")].count("\n") + 1
        self.assertEqual(told[0]["line"], line)
        newsroom.start()
        page = newsroom.get("/quay/")
        self.assertEqual(page.status, 200)
        self.assertIn("Fine boats", page.text)
        self.assertNotIn("<img src=\"http://127", page.text)

    @unittest.skipUnless(OWN_NETWORK, "no network of its own to be had here")
    def test_missing_pictures_are_fetched_once_and_served_from_here(self):
        files = {f"{UPLOADS}quay.png": png(8), "/inside.png": png(9)}
        old = self.site(PUBLIC, files)
        inside = self.site("127.0.0.1", {"/secret.png": png(9)})
        files[f"{UPLOADS}trap.png"] = inside.url + "/secret.png"
        text = wxr.export([picture(20, "quay.png"), picture(21, "gone.png"), picture(22, "trap.png"),
                           story_with("quay.png", "gone.png", "trap.png")])
        newsroom, file = self.newsroom_with(text.replace("https://old.example", old.url))
        report = self.fetch(newsroom, file)
        self.assertEqual(sorted(old.asked), [f"{UPLOADS}{name}.png" for name in
                                             ("gone", "quay", "trap")])
        self.assertEqual(inside.asked, [])
        self.assertEqual(set().union(*old.askers) & {"cookie", "authorization", "referer"}, set())
        self.assertEqual(report["counts"]["media"]["created"], 1)
        self.assertEqual(report["counts"]["media"]["skipped"], 2)
        problems = json.dumps(report["problems"])
        self.assertIn("not a public one", problems)
        self.assertIn("404", problems)
        newsroom.start()
        page = newsroom.get("/quay/").text
        self.assertIn('src="/media/2024/05/quay.png"', page)
        self.assertNotIn(f'<img src="{old.url}', page)
        self.assertEqual(newsroom.get("/media/2024/05/quay.png").body, png(8))
        newsroom.stop()
        del old.asked[:]
        again = self.fetch(newsroom, file)
        self.assertNotIn(f"{UPLOADS}quay.png", old.asked)
        self.assertEqual(again["counts"]["media"]["unchanged"], 1)


if __name__ == "__main__":
    unittest.main()
