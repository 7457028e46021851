#!/usr/bin/env python3
"""Attack text in every field of an import: it comes in, and in a real browser nothing of it runs."""

import json
import os
import re
import subprocess
import sys
import unittest

import browser_test
import crawl
import support
import wxr

# One of each kind that browsers have run: elements, attributes, addresses, broken markup, styles,
# foreign content, template syntax, and what a theme could be tricked into.
OWN = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">x</a>", "<a href=\" &#1; javascript:alert(1)\">x</a>",
    "<iframe src=\"javascript:alert(1)\"></iframe>", "<iframe srcdoc=\"<script>parent.alert(1)</script>\">",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>", "<embed src=//evil.example/x.swf>",
    "<form action=\"javascript:alert(1)\"><input type=submit></form>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=//evil.example/\">", "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import url(//evil.example/x.css);</style>", "<p style=\"background:url(//evil.example/x)\">x</p>",
    "<img src=//evil.example/pixel.gif>", "<img srcset=\"//evil.example/a.png 2x\">",
    "<video poster=//evil.example/p.png src=//evil.example/v.mp4 autoplay></video>",
    "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)\" x=\"",
    "' autofocus onfocus='alert(1)", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>", "<!--><script>alert(1)</script>-->", "<![CDATA[<script>alert(1)</script>]]>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<details open ontoggle=alert(1)>x</details>",
    "<template><script>alert(1)</script></template>", "<x id=x tabindex=1 onfocus=alert(1)>", "<b onclick=alert(1)>b</b>",
    "{{{html}}}{{#if 1}}<script>alert(1)</script>{{/if}}", "{{constructor.constructor('alert(1)')()}}",
    "[caption]<img src=x onerror=alert(1)>[/caption]", "[embed]javascript:alert(1)[/embed]",
    "[video src=\"javascript:alert(1)\"]", "&lt;script&gt;alert(1)&lt;/script&gt;", "%3Cscript%3Ealert(1)%3C/script%3E",
    "\u2028<script>alert(1)</script>", "<scr\u0130pt>alert(1)</scr\u0130pt>", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">", "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=//evil.example target=_blank>x</a>", "javascript:alert(1)", "<input onfocus=alert(1) autofocus>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text x=20 y=20>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>", "<isindex action=javascript:alert(1)>",
    "<button popovertarget=x onclick=alert(1)>x</button>", "<p>\x00<script>alert(1)</script>", "x" * 200 + "<script>",
]
COMMENTS_A_STORY = 45


def shared_payloads():
    folder = support.shared_data()
    if not folder:
        return []
    expected = json.loads((folder / "suites/xss/dompurify-expect-a.json").read_text("utf-8"))
    listed = [one["payload"] if isinstance(one, dict) else one for one in expected]
    for name in ("patt-xss-a.txt", "payloadbox-a.txt"):
        listed += (folder / "suites/xss" / name).read_text("utf-8", "replace").splitlines()
    return list(dict.fromkeys(one for one in listed if one.strip()))


def attacked_export(payloads):
    """Each payload stands once in a comment; every few of them also in all fields of a story."""
    items, people, number = [], [], 0
    for start in range(0, len(payloads), COMMENTS_A_STORY):
        part = payloads[start:start + COMMENTS_A_STORY]
        story = start // COMMENTS_A_STORY
        comments = ""
        for place, payload in enumerate(part):
            number += 1
            # Some stand alone, some behind words, which stay when nothing of the attack does.
            text = f"Words before {payload}" if place % 2 else payload
            comments += wxr.comment(number, part[-1 - place], text,
                                    parent=number - 1 if place % 3 == 1 else 0, url=payload)
        field = [part[(7 * i) % len(part)] for i in range(8)]
        people.append((f"login{story}", field[0]))
        body = ("\n\n".join(part) + f'<figure><img src="/a.jpg" alt="{field[1]}"><figcaption>'
                f"{field[2]}</figcaption></figure>")
        terms = (("category", f"section-{story}", field[3]), ("post_tag", f"topic-{story}", field[4]))
        items.append(wxr.post(10_000 + story, f"attack-{story}", field[5], body, field[6],
                              login=f"login{story}", categories=terms, comments=comments))
        items.append(wxr.post(50_000 + story, field[7], field[7], body, kind="page"))
    return wxr.export(items, people, title=payloads[0])


class Attack(unittest.TestCase):
    def node(self, *words):
        done = subprocess.run(["node", "attack.mjs", *words], cwd=browser_test.BROWSER, timeout=280,
                              capture_output=True, text=True, check=False,
                              env={**os.environ, "MASTHEAD_CHROMIUM": browser_test.CHROMIUM})
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout.splitlines()[-1])

    def visit(self, payloads, least):
        newsroom = support.Newsroom()
        self.addCleanup(newsroom.remove)
        newsroom.folder.mkdir(exist_ok=True)
        file = newsroom.folder / "attack.xml"
        file.write_text(attacked_export(payloads), encoding="utf-8")
        newsroom.run("import", "wordpress", str(file))
        newsroom.start()
        found = crawl.Crawl(newsroom.port)
        # Links that the attackers wrote may lead nowhere, but never to an error of ours.
        self.assertEqual([one for one in found.problems if re.search(r"answers 5\d\d", one)], [])
        # The text must really be there: a page that dropped all of it would prove nothing.
        together = "".join(found.answers[path].text for path in found.stories())
        self.assertGreater(len(re.findall(r'<li class="c', together)), least)
        paths = newsroom.folder / "paths.txt"
        pages = [path for path in found.pages() if crawl.kind_of(path) == "page"]
        stories = [path for path in pages if re.fullmatch(r"/[^/?]+/", path)]
        lists = [path for path in pages if path not in stories]
        # Every name also stands on a story's page; of the lists some will do.
        paths.write_text("\n".join(stories + lists[::1 + len(lists) // 60]), encoding="utf-8")
        return self.node(f"http://127.0.0.1:{newsroom.port}", str(paths))

    def assert_nothing_happened(self, result):
        self.assertGreater(result["seen"], 5)
        for what in ("fired", "links", "elements", "asked", "trouble"):
            self.assertEqual(result[what][:5], [], what)

    def test_the_control_fires_so_that_silence_means_something(self):
        folder = support.Newsroom()
        self.addCleanup(folder.remove)
        file = folder.folder / "control.json"
        file.write_text(json.dumps(OWN), encoding="utf-8")
        self.assertGreaterEqual(self.node("--control", str(file))["fired"], 15)

    def test_own_attacks_in_every_field_do_nothing(self):
        self.assert_nothing_happened(self.visit(OWN, least=30))

    def test_collected_attacks_do_nothing(self):
        payloads = shared_payloads()
        if not payloads:
            self.skipTest("no shared data")
        self.assertGreater(len(payloads), 2000)
        self.assert_nothing_happened(self.visit(payloads, least=2000))


if __name__ == "__main__":
    missing = browser_test.prepare()
    if missing or not support.has_command("import", "wordpress"):
        print(f"skipped: attacks ({missing or 'the program has no import'})")
        sys.exit(support.SKIPPED)
    unittest.main(verbosity=1)
