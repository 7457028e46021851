"""What the system tests share: a newsroom of their own, its server, and HTTP spoken by hand."""

import ctypes
import ctypes.util
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
PATIENCE_S = 30


def binary():
    given = pathlib.Path(os.environ.get("MASTHEAD_BINARY") or ROOT / "build/dev/masthead")
    if not given.is_file():
        raise SystemExit(f"no program at {given}: build first, or set MASTHEAD_BINARY")
    return str(given.resolve())


def shared_data():
    """The folder of data that is not part of the repository, or None."""
    folder = pathlib.Path(os.environ.get("MASTHEAD_DATA") or ROOT.parent / "shared" / "data")
    return folder if folder.is_dir() else None


def has_command(*words):
    done = subprocess.run([binary(), *words, "--help"], capture_output=True, check=False)
    return done.returncode == 0


def wait_until(condition, seconds=PATIENCE_S, pause=0.02):
    """Polls; the last value, which is false where the time ran out."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() >= until:
            return value
        time.sleep(pause)


class Newsroom:
    """A data directory in a temporary folder and, when asked for, the server on it."""

    def __init__(self, data=None):
        self.folder = pathlib.Path(data or tempfile.mkdtemp(prefix="masthead-test-"))
        self.data = self.folder / "newsroom"
        self.server = None
        self.port = 0
        self.lines = []
        self.problems = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def run(self, *words, check=True, timeout=120):
        """Runs a command on this newsroom to its end."""
        done = subprocess.run([binary(), *words, "--data", str(self.data)], capture_output=True,
                              text=True, timeout=timeout, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"masthead {' '.join(words)}: {done.returncode}\n{done.stderr}")
        return done

    def settings(self, text):
        if not self.data.exists():
            self.run("demo", "--if-empty")
        (self.data / "masthead.toml").write_text(text, encoding="utf-8")

    def start(self, *more):
        """Serves on a port that the system chooses; returns when the server says where."""
        self.lines, self.problems = [], []
        self.server = subprocess.Popen(
            [binary(), "serve", "--data", str(self.data), "--listen", "127.0.0.1:0",
             *more],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
        for stream, kept in ((self.server.stdout, self.lines), (self.server.stderr, self.problems)):
            threading.Thread(target=self._read, args=(stream, kept), daemon=True).start()
        wait_until(lambda: self._said() or self.server.poll() is not None)
        said = self._said()
        if not said:
            raise AssertionError(f"the server did not start:\n{''.join(self.problems)}")
        self.port = int(said[1])
        return self

    @staticmethod
    def _read(stream, kept):
        with stream:
            for line in stream:
                kept.append(line)

    def _said(self):
        found = [re.match(r"Masthead serves .* at http://127\.0\.0\.1:(\d+)", line)
                 for line in list(self.lines)]
        return next((one for one in found if one), None)

    def stop(self):
        """SIGTERM; the exit code."""
        self.server.send_signal(signal.SIGTERM)
        return self.server.wait(PATIENCE_S)

    def kill(self):
        self.server.kill()
        self.server.wait(PATIENCE_S)

    def remove(self):
        if self.server and self.server.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def cpu_seconds(self):
        """CPU time of the server, all threads, also those that have ended."""
        process_clock = (~self.server.pid << 3) | 2
        return time.clock_gettime(process_clock)

    def get(self, path, **more):
        return get(self.port, path, **more)


class Answer:
    """A response as it came: status, fields in order, body without its framing."""

    def __init__(self, status, fields, body, raw_head):
        self.status = status
        self.fields = fields
        self.body = body
        self.raw_head = raw_head

    def field(self, name):
        """The values of a field joined, or None."""
        values = [value for known, value in self.fields if known == name.lower()]
        return ", ".join(values) if values else None

    @property
    def text(self):
        return self.body.decode("utf-8")

    def decoded(self):
        """The body without its content coding."""
        coding = self.field("content-encoding")
        if coding == "gzip":
            return zlib.decompress(self.body, 31)
        if coding == "br":
            return brotli_decode(self.body)
        return self.body


class Connection:
    """One TCP connection, spoken by hand: bytes out, answers in, as they are on the wire."""

    def __init__(self, port, timeout=10):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode("latin-1"))

    def _more(self):
        got = self.socket.recv(1 << 16)
        self.rest += got
        return bool(got)

    def _until(self, size):
        while len(self.rest) < size:
            if not self._more():
                raise ConnectionError(f"closed after {len(self.rest)} of {size} bytes")
        part, self.rest = self.rest[:size], self.rest[size:]
        return part

    def answer(self, method="GET"):
        """The next final answer; None where the server closed without one."""
        while True:
            while b"\r\n\r\n" not in self.rest:
                if not self._more():
                    if self.rest:
                        raise ConnectionError(f"closed inside a head: {self.rest[:200]!r}")
                    return None
            head, _, self.rest = self.rest.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            status = int(re.fullmatch(r"HTTP/1\.1 (\d{3})( .*)?", lines[0])[1])
            fields = [(name.lower(), value.strip())
                      for name, _, value in (line.partition(":") for line in lines[1:])]
            if status >= 200:
                break
        length = dict(fields).get("content-length")
        no_body = method == "HEAD" or status in (204, 304) or length is None
        return Answer(status, fields, b"" if no_body else self._until(int(length)), head)

    def closed(self, seconds=5):
        """Whether the server closes, with nothing further said, within the time."""
        self.socket.settimeout(seconds)
        try:
            return not self.rest and self.socket.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True


def head_of(path, method="GET", host="127.0.0.1", **fields):
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines) + "\r\n\r\n"


def get(port, path, method="GET", **fields):
    with Connection(port) as connection:
        connection.send(head_of(path, method, **{"Connection": "close", **fields}))
        return connection.answer(method)


def brotli_library():
    """The decoder of the C library; None where the machine has none."""
    name = ctypes.util.find_library("brotlidec") or "libbrotlidec.so.1"
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def brotli_decode(data, bytes_max=1 << 24):
    library = brotli_library()
    size = ctypes.c_size_t(bytes_max)
    out = ctypes.create_string_buffer(bytes_max)
    done = library.BrotliDecoderDecompress(ctypes.c_size_t(len(data)), data,
                                           ctypes.byref(size), out)
    if done != 1:
        raise ValueError("not brotli")
    return out.raw[:size.value]
