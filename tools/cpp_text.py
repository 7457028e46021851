"""Reads C++ sources well enough for the checks in this folder: no parser, but comments, string
literals and raw string literals are told apart from code, and functions are found by their braces."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
SKIPPED_FOLDERS = {".git", "build", "node_modules", "newsroom", "__pycache__", ".cache"}

TOKEN = re.compile(
    r'//[^\n]*'
    r'|/\*.*?\*/'
    r'|R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-zA-Z_])'(?:\\.|[^'\\\n])+'",
    re.DOTALL)


def blank(text):
    """Spaces in place of every character but line ends, so that positions stay what they were."""
    return re.sub(r'[^\n]', ' ', text)


class Source:
    """One file in three forms: as it is, without comments, and without comments and literals."""

    def __init__(self, path, text):
        self.path = path  # relative to the repository, with forward slashes
        self.for_tests = path.endswith("_test.cpp") or not path.startswith("src/")
        self.text = text
        self.lines = text.split("\n")
        self.without_comments = TOKEN.sub(self._drop_comment, text)
        self.code = TOKEN.sub(self._drop_all, text)

    @staticmethod
    def _drop_comment(match):
        return blank(match[0]) if match[0].startswith(("//", "/*")) else match[0]

    @staticmethod
    def _drop_all(match):
        return blank(match[0])

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def raw_string_lines(self):
        """Numbers of the lines that lie in a raw string literal of several lines."""
        inside = set()
        for match in TOKEN.finditer(self.text):
            if match[0].startswith('R"') and "\n" in match[0]:
                first = self.line_of(match.start())
                inside.update(range(first, first + match[0].count("\n") + 1))
        return inside

    def is_header(self):
        return self.path.endswith(".hpp")

    def includes(self):
        """Paths below src/ of our own headers that this file includes."""
        return re.findall(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', self.without_comments, re.M)


def files(root=ROOT):
    """All files of the repository that are not built, downloaded or data, in order."""
    found = []
    pending = [root]
    while pending:
        for entry in sorted(pending.pop().iterdir()):
            if entry.is_symlink():
                continue
            if entry.is_dir():
                if entry.name not in SKIPPED_FOLDERS:
                    pending.append(entry)
            else:
                found.append(entry)
    return sorted(found)


def cpp_sources(root=ROOT, folders=("src", "tests", "fuzz", "benchmarks")):
    """Every C++ file below the folders, read."""
    sources = []
    for folder in folders:
        for path in sorted((root / folder).rglob("*.[ch]pp")) if (root / folder).is_dir() else []:
            relative = path.relative_to(root).as_posix()
            sources.append(Source(relative, path.read_text(encoding="utf-8", errors="replace")))
    return sources


def mark_test_helpers(sources):
    """A header that nothing but tests and their helpers include is a test helper."""
    changed = True
    while changed:
        used = {path for source in sources if not source.for_tests for path in source.includes()}
        tested = {path for source in sources if source.for_tests for path in source.includes()}
        changed = False
        for source in sources:
            name = source.path.removeprefix("src/")
            if not source.for_tests and source.is_header() and name in tested and name not in used:
                source.for_tests = changed = True


CONTAINER = re.compile(r'\b(namespace|class|struct|union|enum)\b|extern\s+"?C?"?\s*$')


def functions(source):
    """(name, first line, last line) of each function and TEST_CASE, lambdas counted as part of the
    function that holds them."""
    found = []
    stack = []  # True for namespaces and types, False for everything else
    header_start = 0
    function_start = None
    code = re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', lambda m: blank(m[0]), source.code, flags=re.M)
    for match in re.finditer(r'[{};]', code):
        at = match.start()
        if match[0] == "{":
            header = code[header_start:at]
            outside = all(stack)
            if outside and is_member_initializer(header, code, at):
                stack.append(None)  # closes again without ending the header
                continue
            container = bool(CONTAINER.search(header)) and "(" not in header.split("=")[0] \
                or header.strip() in ("extern", 'extern "C"')
            if outside and not container and is_function_header(header):
                first = source.line_of(header_start + len(header) - len(header.lstrip()))
                function_start = (name_of(header), first, len(stack))
            stack.append(container)
            header_start = at + 1
        elif match[0] == "}":
            kind = stack.pop() if stack else True
            if kind is None:
                continue
            if function_start and len(stack) == function_start[2]:
                found.append((function_start[0], function_start[1], source.line_of(at)))
                function_start = None
            header_start = at + 1
        elif not any(kind is None for kind in stack):
            header_start = at + 1
    return found


def is_member_initializer(header, code, at):
    """`: name_{…}` in a constructor: the formatter leaves no space before such a brace."""
    return ")" in header and not code[at - 1].isspace() and bool(re.search(r'\)\s*:', header))


def is_function_header(header):
    if "(" not in header:
        return False
    header = re.sub(r'^\s*template\s*<(?:[^<>]|<[^<>]*>)*>', "", header)
    before_call = header.split("(")[0]
    return "=" not in before_call.replace("operator==", "").replace("operator=", "") \
        or "operator" in before_call


def name_of(header):
    if "TEST_CASE" in header:
        return "TEST_CASE"
    words = re.findall(r'[~\w:]+(?=\s*\()', header)
    return words[0] if words else "?"


if __name__ == "__main__":
    # For tools/check_headers.sh: the headers of the product, those of tests left out.
    ALL = cpp_sources()
    mark_test_helpers(ALL)
    print("\n".join(source.path for source in ALL if source.is_header() and not source.for_tests))
