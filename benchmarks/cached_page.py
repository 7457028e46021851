#!/usr/bin/env python3
"""Requests per server CPU second and p99 of a cached page, as ratios to nginx in the same run.

Our server and nginx (one worker, gzip_static, sendfile, tcp_nopush, open_file_cache, no access log)
serve the same gzip bytes on the same core, in turns; wrk runs on the other core.

  cached_page.py --server 'build/release/masthead serve --listen 127.0.0.1:{port} ...' [--path /]
  cached_page.py --server 'BUILD/cached_page_server 127.0.0.1:{port} {page}' --page-bytes 150000

{port} and {page} are filled in; without {page} in the command, --path names the page to measure.
"""

import argparse
import gzip
import json
import os
import pathlib
import random
import re
import shlex
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

WORDS = ("the council has not yet said when the new ferry will run and people who live on the "
         "island say that they have heard such promises before while others think that a later "
         "boat in winter would be worth more to them than a faster one in summer").split()


def make_page(target_bytes):
    """Text that compresses about as well as a story with its comments."""
    chance = random.Random(7)
    parts = ["<!doctype html><html lang=en><head><title>A story</title></head><body><main>"]
    size = 0
    while size < target_bytes:
        text = " ".join(chance.choice(WORDS) for _ in range(chance.randint(12, 60)))
        number = chance.getrandbits(50)
        parts.append(
            f'<article class="comment depth-{chance.randint(0, 6)}" id="c{number}"><header>'
            f'<a class="author" href="/reader/{chance.getrandbits(30)}/">Reader '
            f'{chance.randint(1, 999)}</a> <time datetime="2026-0{chance.randint(1, 9)}-'
            f'1{chance.randint(0, 9)}T1{chance.randint(0, 9)}:20:00Z">in the morning</time>'
            f'</header>'
            f'<div class="text"><p>{text}.</p></div><footer><a class="permalink" '
            f'href="/story/comments/{number}/">Link</a></footer></article>\n')
        size += len(parts[-1])
    return "".join(parts).encode()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process):
    for _ in range(200):
        if process.poll() is not None:
            sys.exit(f"the server ended with status {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("the server does not listen")


def fetch_gzip(url):
    """The gzip bytes as our server sends them, from the cache."""
    for _ in range(3):
        request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            body = answer.read()
            if answer.headers.get("Content-Encoding") != "gzip":
                sys.exit(f"{url} is not sent as gzip")
    return body


def settle(url, arguments):
    """A page that is asked for again and again is compressed once more after some seconds. Both
    servers are to send that form, so it is waited for."""
    before = fetch_gzip(url)
    for _ in range(6):
        subprocess.run(["taskset", "-c", str(arguments.client_core), "wrk", "-t1", "-c8", "-d2s",
                        "-H", "Accept-Encoding: gzip", url], check=True, capture_output=True)
        body = fetch_gzip(url)
        if len(body) < len(before):
            return body
    return before


def start_nginx(folder, body, port, core):
    """nginx with the same bytes beside an empty page, so that gzip_static finds them."""
    root = folder / "www"
    root.mkdir(parents=True)
    (root / "page.html").write_bytes(gzip.decompress(body))
    (root / "page.html.gz").write_bytes(body)
    for readable in (folder.parent, folder, root):  # the worker is another user if we are root
        readable.chmod(0o755)
    config = f"""
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; gzip_static on;
  keepalive_requests 100000000; keepalive_timeout 75s; types {{ text/html html; }}
  open_file_cache max=100 inactive=1h; open_file_cache_valid 1h; open_file_cache_min_uses 1;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""
    (folder / "nginx.conf").write_text(config)
    return subprocess.Popen(
        ["taskset", "-c", str(core), "nginx", "-c", str(folder / "nginx.conf")],
        stderr=subprocess.DEVNULL)


def family(pid):
    """The process and its children: nginx works in a child."""
    found = [pid]
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += family(int(child))
    return found


def cpu_seconds(pid):
    total = 0
    for one in family(pid):
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def seconds_of(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]


def run_wrk(url, pid, arguments):
    before = cpu_seconds(pid)
    output = subprocess.run(
        ["taskset", "-c", str(arguments.client_core), "wrk", "-t1", f"-c{arguments.connections}",
         f"-d{arguments.seconds}s", "--latency", "-H", "Accept-Encoding: gzip", url],
        check=True, capture_output=True, text=True).stdout
    used = cpu_seconds(pid) - before
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"errors while measuring {url}:\n{output}")
    requests = int(re.search(r"(\d+) requests in", output).group(1))
    return {"per_cpu_second": requests / used, "per_second": requests / arguments.seconds,
            "p99_ms": seconds_of(re.search(r"(?m)^\s+99%\s+(\S+)", output).group(1)) * 1e3}


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def measure(targets, arguments):
    runs = {name: [] for name in targets}
    for _ in range(arguments.rounds):
        for name, (url, pid) in targets.items():
            runs[name].append(run_wrk(url, pid, arguments))
            print(f"  {name:9} " + "  ".join(f"{k} {v:10.2f}" for k, v in runs[name][-1].items()),
                  flush=True)
    return runs


def report(runs, body, arguments):
    cpu = median(runs["masthead"], "per_cpu_second") / median(runs["nginx"], "per_cpu_second")
    p99 = median(runs["masthead"], "p99_ms") / median(runs["nginx"], "p99_ms")
    print(f"cached page, {len(body)} bytes of gzip, {arguments.connections} connections, "
          f"median of {arguments.rounds} runs of {arguments.seconds} s:")
    for name, of_one in runs.items():
        print(f"  {name:9} {median(of_one, 'per_cpu_second'):9.0f} requests per CPU second, "
              f"p99 {median(of_one, 'p99_ms'):.2f} ms")
    print(f"  ratio: {cpu:.2f} x nginx per CPU second (wanted: 1.15), p99 {p99:.2f} x nginx")
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(
            {"cpu_ratio": cpu, "p99_ratio": p99, "gzip_bytes": len(body), "runs": runs}, indent=1))
    return cpu >= 1.15 and p99 <= 1.0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--server", required=True, help="command; {port} and {page} are filled in")
    parser.add_argument("--path", default="/")
    parser.add_argument("--page-bytes", type=int, default=150_000)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--client-core", type=int, default=1)
    parser.add_argument("--json", help="also write the figures there")
    parser.add_argument("--require", action="store_true", help="fail where a target is missed")
    arguments = parser.parse_args()
    for tool in ("wrk", "nginx", "taskset"):
        if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin"):
            sys.exit(f"missing: {tool}")
    os.environ["PATH"] += ":/usr/sbin"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="masthead-bench-"))
    processes = []
    try:
        (folder / "page.html").write_bytes(make_page(arguments.page_bytes))
        port, nginx_port = free_port(), free_port()
        command = arguments.server.format(port=port, page=folder / "page.html")
        pinned = ["taskset", "-c", str(arguments.server_core)]
        ours = subprocess.Popen(pinned + shlex.split(command), stdout=subprocess.DEVNULL)
        processes.append(ours)
        wait_for(port, ours)
        url = f"http://127.0.0.1:{port}{arguments.path}"
        body = settle(url, arguments)
        nginx = start_nginx(folder / "nginx", body, nginx_port, arguments.server_core)
        processes.append(nginx)
        wait_for(nginx_port, nginx)
        nginx_url = f"http://127.0.0.1:{nginx_port}/page.html"
        runs = measure({"masthead": (url, ours.pid), "nginx": (nginx_url, nginx.pid)}, arguments)
        met = report(runs, body, arguments)
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if arguments.require and not met else 0)


if __name__ == "__main__":
    main()
