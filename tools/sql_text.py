"""Finds the SQL of the sources: every `Query name{"name", "text"}` constant with its MH_* macros
expanded, and the tables of the migrations with their owners."""

import dataclasses
import re

from cpp_text import ROOT, cpp_sources

PIECE = re.compile(
    r'R"(?P<tag>[^()\\\s]{0,16})\((?P<raw>.*?)\)(?P=tag)"|"(?P<plain>(?:\\.|[^"\\\n])*)"'
    r'|(?P<macro>\b[A-Z][A-Z0-9_]{3,}\b)', re.DOTALL)
CONSTANT = re.compile(r'\bQuery\s+(\w+)\s*\{')
DEFINITION = re.compile(r'^[ \t]*#define[ \t]+(\w+)[ \t]((?:[^\n\\]|\\\n|\\.)*)', re.M)
TABLE = re.compile(r'CREATE TABLE (?:IF NOT EXISTS )?(\w+)')


@dataclasses.dataclass
class Statement:
    """One named statement: where it stands, what it is called, what it says."""
    path: str
    line: int
    name: str
    sql: str



def expand(text, known, depth):
    """The literals of `text` joined, as the compiler joins them."""
    joined = ""
    for piece in PIECE.finditer(text):
        if piece["raw"] is not None:
            joined += piece["raw"]
        elif piece["plain"] is not None:
            joined += piece["plain"].replace('\\"', '"').replace("\\n", "\n")
        elif piece["macro"] in known and depth < 8:
            joined += expand(known[piece["macro"]], known, depth + 1)
    return joined


def closing_brace(code, start):
    depth = 0
    for at in range(start, len(code)):
        if code[at] == "{":
            depth += 1
        elif code[at] == "}":
            depth -= 1
            if depth == 0:
                return at
    return len(code)


def statements_of(source, known):
    found = []
    for match in CONSTANT.finditer(source.code):
        start = match.end() - 1
        end = closing_brace(source.code, start)
        body = source.without_comments[start + 1:end]
        name = PIECE.search(body)
        if not name or name["plain"] is None:
            continue
        sql = expand(body[name.end():], known, 0)
        if sql.strip():
            found.append(Statement(source.path, source.line_of(match.start()), name["plain"], sql))
    return found


def all_statements(sources=None):
    """Every statement of the product's own sources; tests bring tables of their own."""
    sources = cpp_sources(folders=("src",)) if sources is None else sources
    raw = {}
    for source in sources:
        for match in DEFINITION.finditer(source.without_comments):
            raw[match[1]] = match[2].replace("\\\n", "\n")
    return [statement for source in sources if not source.for_tests
            for statement in statements_of(source, raw)]


def migration_files(engine, root=ROOT):
    """The migrations of one engine in the order in which the program runs them."""
    chosen = []
    for folder in sorted((root / "migrations").iterdir()):
        chosen += [folder / name for name in (f"{engine}.sql", "all.sql") if (folder / name).exists()]
    return chosen


def table_owners(root=ROOT):
    """{table: folder under src} as the comments `-- Owner: features/stories.` say."""
    owners = {}
    for path in sorted((root / "migrations").rglob("*.sql")):
        owner = None
        for line in path.read_text(encoding="utf-8").split("\n"):
            said = re.match(r'-- Owner: ([\w/]+)', line)
            owner = said[1] if said else owner
            table = TABLE.match(line)
            if table:
                owners[table[1]] = owner
    return owners
