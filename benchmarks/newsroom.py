#!/usr/bin/env python3
"""Measures a whole newsroom against its budgets: import, drawing, cache, start, memory, weight.

Uses $MASTHEAD_BINARY (default build/release/masthead) and draw_pages beside it. Everything is made
anew in build/bench. `--write` puts the figures into docs/performance.md. Exits with 1 where a
budget is missed, after printing all figures.
"""

import argparse
import datetime
import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("MASTHEAD_BINARY", ROOT / "build/release/masthead"))
FOLDER = ROOT / "build" / "bench"
sys.path.insert(0, str(ROOT / "benchmarks"))
import cached_page  # noqa: E402

STORIES, COMMENTS = 2_000, 100_000


class Figures:
    """What was measured, with its budget: printed as it comes, kept for the table."""

    def __init__(self):
        self.rows = []

    def add(self, name, value, unit, budget, met):
        self.rows.append({"name": name, "value": value, "unit": unit, "budget": budget, "met": met})
        verdict = "met" if met else "MISSED"
        print(f"{name:58} {value:10.2f} {unit:24} budget {budget:14} {verdict}", flush=True)


def run(arguments, **options):
    return subprocess.run([str(part) for part in arguments], check=True, **options)


class Served:
    """A newsroom being served on a free port, stopped by its own pid."""

    def __init__(self, data, *extra):
        self.port = cached_page.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}", *extra],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.first_answer_s = self.wait_for_answer()

    def wait_for_answer(self):
        for _ in range(5_000):
            try:
                with urllib.request.urlopen(self.url + "/", timeout=5) as answer:
                    answer.read()
                return time.monotonic() - self.started_at
            except OSError:
                time.sleep(0.001)
        sys.exit("the server does not answer")

    def get(self, path, encoding="gzip"):
        request = urllib.request.Request(self.url + path, headers={"Accept-Encoding": encoding})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def rss_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def measure_import(figures, data):
    """Time and peak memory of importing a generated export, access log and server absent."""
    export = FOLDER / "export.xml"
    if not export.exists():
        run([sys.executable, ROOT / "tools/generate_wxr.py", "--stories", STORIES, "--comments",
             COMMENTS, "--output", export])
    shutil.rmtree(data, ignore_errors=True)
    before = time.monotonic()
    process = subprocess.Popen([BINARY, "import", "wordpress", export, "--data", data],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - before
    if status != 0:
        sys.exit(f"the import failed with status {status}")
    figures.add(f"import of {STORIES} stories, {COMMENTS} comments", seconds, "s", "<= 30 s",
                seconds <= 30)
    megabytes = usage.ru_maxrss / 1024
    figures.add("import, peak memory", megabytes, "MB RSS", "<= 150 MB", megabytes <= 150)


def busiest_story(data):
    """The slug of the story with the most comments."""
    query = "SELECT slug FROM stories ORDER BY comment_count DESC LIMIT 1"
    with sqlite3.connect(f"file:{data}/masthead.db?mode=ro", uri=True) as database:
        return database.execute(query).fetchone()[0]


def measure_drawing(figures, data, slug):
    output = run([BINARY.parent / "draw_pages", data, slug], capture_output=True, text=True).stdout
    print(output, end="")
    for name, label in (("home", "home page drawn on a miss"),
                        ("story with conversation", "story page with 2,000 comments drawn on a miss")):
        cpu = float(re.search(name + r"\s+([\d.]+) ms", output).group(1))
        figures.add(label, cpu, "ms CPU", "<= 3 ms", cpu <= 3)


def measure_start(figures, data):
    times = []
    for _ in range(5):
        with Served(data) as served:
            times.append(served.first_answer_s)
    median = sorted(times)[2]
    figures.add("start to first answer, imported newsroom", median, "s", "<= 0.3 s", median <= 0.3)


def measure_cache(figures, data, slug, seconds, rounds):
    result = FOLDER / "cached_page.json"
    quiet = data / "masthead.toml"
    text = quiet.read_text() if quiet.exists() else ""
    if not re.search(r"(?m)^access_log", text):
        quiet.write_text("access_log = false\nio_threads = 1\n" + text)
    run([sys.executable, ROOT / "benchmarks/cached_page.py", "--server",
         f"{BINARY} serve --data {data} --listen 127.0.0.1:{{port}}", "--path", f"/{slug}/",
         "--seconds", seconds, "--rounds", rounds, "--json", result])
    ratios = json.loads(result.read_text())
    figures.add(f"cached story page ({ratios['gzip_bytes']} bytes gzip), requests per CPU second",
                ratios["cpu_ratio"], "x nginx", ">= 1.15 x", ratios["cpu_ratio"] >= 1.15)
    figures.add("cached story page, p99 at 64 connections", ratios["p99_ratio"], "x nginx",
                "<= 1.0 x", ratios["p99_ratio"] <= 1.0)


def measure_demonstration(figures, idle_seconds):
    data = FOLDER / "demo"
    shutil.rmtree(data, ignore_errors=True)
    run([BINARY, "demo", "--data", data], stdout=subprocess.DEVNULL)
    with Served(data) as served:
        story = busiest_story(data)
        html = served.get(f"/{story}/")
        page = gzip.decompress(html).decode()
        weight = len(html)
        for asset in set(re.findall(r'(?:href|src)="(/(?:assets/built|theme)/[^"]+)"', page)):
            weight += len(served.get(asset))
        figures.add("story page: HTML + CSS + JS compressed", weight / 1024, "KB", "<= 40 KB",
                    weight <= 40 * 1024)
        others = [url for url in re.findall(r'(?:src|href)="(https?://[^"]+)"', page)
                  if "rel=" not in page[max(0, page.find(url) - 80):page.find(url)]]
        fetched = [url for url in others if re.search(r'<(?:script|img|link|iframe)[^>]*' +
                                                      re.escape(url), page)]
        figures.add("story page: third-party requests", len(fetched), "", "0", not fetched)
        time.sleep(idle_seconds)
        idle = served.rss_mb()
    figures.add(f"idle memory after {idle_seconds} s, demonstration", idle, "MB RSS", "<= 48 MB",
                idle <= 48)


def measure_binary(figures):
    stripped = FOLDER / "masthead.stripped"
    run(["strip", "-o", stripped, BINARY])
    megabytes = stripped.stat().st_size / 1e6
    figures.add("binary, stripped, theme inside", megabytes, "MB", "<= 25 MB", megabytes <= 25)


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text()).group(1)
    commit = run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True,
                 text=True).stdout.strip()
    return f"{os.cpu_count()} cores ({model}), Debian 12, commit {commit}, " \
           f"{datetime.date.today().isoformat()}"


def write_document(figures):
    path = ROOT / "docs" / "performance.md"
    lines = ["| what | measured | budget | |", "|---|---|---|---|"]
    for row in figures.rows:
        lines.append(f"| {row['name']} | {row['value']:.2f} {row['unit']} | {row['budget']} | "
                     f"{'met' if row['met'] else '**missed**'} |")
    text = path.read_text()
    table = "<!-- figures -->\n" + f"Machine: {machine()}.\n\n" + "\n".join(lines) + \
        "\n<!-- end of figures -->"
    path.write_text(re.sub(r"<!-- figures -->.*<!-- end of figures -->", lambda _: table, text,
                           flags=re.S))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    parser.add_argument("--seconds", type=int, default=5, help="length of one load run")
    parser.add_argument("--rounds", type=int, default=5, help="load runs for each server")
    parser.add_argument("--idle", type=int, default=60, help="seconds before memory is read")
    arguments = parser.parse_args()
    if not BINARY.exists():
        sys.exit(f"no {BINARY}: make build makes it")
    FOLDER.mkdir(parents=True, exist_ok=True)
    figures, data = Figures(), FOLDER / "newsroom"
    measure_import(figures, data)
    slug = busiest_story(data)
    measure_drawing(figures, data, slug)
    measure_start(figures, data)
    measure_cache(figures, data, slug, arguments.seconds, arguments.rounds)
    measure_demonstration(figures, arguments.idle)
    measure_binary(figures)
    if arguments.write:
        write_document(figures)
    sys.exit(0 if all(row["met"] for row in figures.rows) else 1)


if __name__ == "__main__":
    main()
