"""The rules of STYLE.md that a program can check on C++ sources. Each yields (line, message)."""

import re

FUNCTION_LINES_MAX = 70
FUNCTION_LINES_NORM = 30
FILE_LINES_MAX = 600
COLUMNS_MAX = 100

# Joined here, so that this file does not contain what it forbids.
LEFTOVERS = re.compile(r'\b(' + "|".join(("FIX" + "ME", "TO" + "DO", "X" * 3)) + r')\b')

# Values of the template language count their own references: a page holds thousands of them, and a
# shared_ptr would double their size. Their symbols live as long as the process.
COUNTED_BY_HAND = r'^src/core/handlebars/(?:value|symbol)\.cpp$'

# rule, pattern in code without comments and literals, where it is allowed, what to do instead
BANNED = [
    ("system-clock", r'\bsystem_clock\s*::\s*now\b', r'^src/core/base/clock\.cpp$',
     "take a Clock, or `now` as an argument"),
    ("rand", r'\b(?:std::)?s?rand\s*\(', None, "use core/base/random"),
    ("unbounded-text", r'\b(?:v?sprintf|str(?:n?cpy|n?cat)|gets)\s*\(', None, "use std::string"),
    ("naked-new", r'\bnew\s+[A-Za-z_:(]|\bdelete\b\s*(?:\[\s*\]\s*)?[A-Za-z_(*]', COUNTED_BY_HAND,
     "use std::make_unique"),
    ("detached", r'\bdetached\b|\.\s*detach\s*\(', r'^src/core/net/task_group\.[ch]pp$',
     "spawn through net::TaskGroup, join threads"),
    ("coroutine", r'\bco_(?:await|return|yield)\b', r'^src/(?:core/net|core/web|app)/',
     "coroutines live in core/net, core/web and app only"),
    ("goto", r'\bgoto\s+\w', None, "return early or write a function"),
]

# The same, but tests, their helpers, fuzz programs and benchmarks are free of them.
BANNED_IN_PRODUCT = [
    ("ato", r'\bato[ifl]l?\s*\(', None, "use std::from_chars: it reports what is wrong"),
    ("printf", r'(?<![\w:])(?:std::)?(?:printf|puts|putchar)\s*\(|\bstd::(?:cout|cerr)\b',
     r'^src/(?:main\.cpp|app/cli/)', "use core/base/log"),
]


def long_lines(source):
    exempt = source.raw_string_lines()
    for number, line in enumerate(source.lines, 1):
        if len(line) > COLUMNS_MAX and number not in exempt:
            yield number, f"line of {len(line)} columns (at most {COLUMNS_MAX})"


def long_file(source):
    count = source.text.count("\n")
    if count > FILE_LINES_MAX:
        yield 1, f"file of {count} lines (at most {FILE_LINES_MAX})"


def banned_calls(source):
    for rule, pattern, allowed, instead in BANNED + ([] if source.for_tests else BANNED_IN_PRODUCT):
        if allowed and re.search(allowed, source.path):
            continue
        for match in re.finditer(pattern, source.code):
            yield source.line_of(match.start()), f"{rule}: `{match[0].strip()}`: {instead}"


def header_rules(source):
    if not source.is_header():
        return
    if not re.match(r'\s*#\s*pragma\s+once\b', source.code):
        yield 1, "a header begins with #pragma once"
    # Literals ("15s", "4h") are the one using-directive that names nothing a reader must look up.
    for match in re.finditer(r'\busing\s+namespace\s+(?!std::\w*_?literals\b)[\w:]+', source.code):
        yield source.line_of(match.start()), f"`{match[0]}` in a header"


def empty_catch(source):
    for match in re.finditer(r'\bcatch\s*\([^)]*\)\s*\{(\s*)\}', source.text):
        if source.code[match.start():match.start() + 5] == "catch":
            yield source.line_of(match.start()), "empty catch: handle it, or say why it is dropped"


SQL = r'\b(?:SELECT\s|INSERT\s+INTO\s|DELETE\s+FROM\s|UPDATE\s+\w+\s+SET\s)'


def string_built_sql(source):
    text = source.without_comments
    for match in re.finditer(r'(R"\w*\([^"]*?\)\w*"|"(?:\\.|[^"\\\n])*")', text):
        if not re.search(SQL, match[0]) or source.code[match.start()] != " ":
            continue
        before, after = text[:match.start()].rstrip()[-12:], text[match.end():].lstrip()[:12]
        joined = re.match(r'(?:s\s*)?[}\s)]*(?:\+|<<|s\s*\+|\.append)', after)
        if joined or re.search(r'(?:[^+]\+|<<|format\()$', before):
            yield source.line_of(match.start()), "SQL put together from strings: bind parameters"


def awaits(source):
    """g++ 12 destroys twice what a lambda or a braced argument in the awaiting statement holds."""
    code = source.code
    for match in re.finditer(r'\bco_await\b', code):
        line = source.line_of(match.start())
        before = code[max(0, match.start() - 200):match.start()]
        if re.search(r'\bauto\s*&{0,2}\s*\[[^\]]*\]\s*=\s*$', before):
            yield line, "structured binding of a co_await: name the answer first"
        span = awaited(code, match.end())
        if re.search(r'\bco_await\b', span):
            yield line, "two co_await in one statement"
        if "{" in span:
            yield line, "lambda or braces inside a co_await statement: name the argument first"


def awaited(code, start):
    """From behind co_await to the end of its statement or of the parenthesis around it."""
    depth = 0
    for at in range(start, len(code)):
        character = code[at]
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth < 0:
                return code[start:at]
        elif character == ";" and depth == 0:
            return code[start:at]
    return code[start:]


def lists_without_limit(statement):
    sql = re.sub(r"'[^']*'", "''", statement.sql)
    if re.search(r'\bORDER\s+BY\b', sql) and re.search(r'^\s*(?:WITH|SELECT)\b', sql) \
            and not re.search(r'\bLIMIT\b', sql):
        yield statement.line, f"{statement.name}: a list has a LIMIT"
    if re.search(r'\bSELECT\s+(?:\w+\.)?\*', sql):
        yield statement.line, f"{statement.name}: list the columns instead of *"


# Words of other products for what the glossary names otherwise.
STRANGE_WORDS = {
    "post": "story (or comment)", "posts": "stories (or comments)", "article": "story",
    "articles": "stories", "user": "reader or staff", "users": "readers or staff",
    "member": "reader", "members": "readers", "category": "section", "categories": "sections",
    "upvotes": "respect", "likes": "respect", "donation": "gift", "donations": "gifts",
    "subscriber": "follower or supporter", "subscribers": "followers or supporters",
}


def strange_words_in_sql(sql):
    """(word, ours) for each identifier with a word that is not ours; keywords are upper-case."""
    for identifier in re.findall(r"(?<!')\b[a-z][a-z0-9_]*\b(?!')", re.sub(r"'[^']*'", "''", sql)):
        for word in identifier.split("_"):
            if word in STRANGE_WORDS:
                yield identifier, STRANGE_WORDS[word]


# The addresses of others that we serve or read stand in these rooms only.
FOREIGN_ADDRESSES = re.compile(r'^src/surfaces/(?:content_api|admin_api|transfer)/|_test\.cpp$')
FIRST_SEGMENTS = re.compile(r'"/(?P<path>[\w{}*/.-]+)"')


def strange_words_in_addresses(source):
    if FOREIGN_ADDRESSES.search(source.path) or not source.path.startswith("src/"):
        return
    for match in FIRST_SEGMENTS.finditer(source.without_comments):
        if match["path"].startswith(("ghost/", "wp-")):
            continue
        for segment in match["path"].split("/"):
            if segment in STRANGE_WORDS:
                yield (source.line_of(match.start()),
                       f"`/{segment}/` in an address: our word is {STRANGE_WORDS[segment]}")


DECLARATION = re.compile(
    r'^(?:template\s*<.*>\s*)?(?:struct|class)\s+\w+(?:\s+final)?(?:\s*:(?!:)[^;]*)?\s*\{?\s*$'
    r'|^(?!using\b|namespace\b|return\b|friend\b|extern "C|static_assert\b|#|\}|\)|inline constexpr\b'
    r'|constexpr (?!\w+ \w+\()|enum\b|struct\b|class\b|template\b|typedef\b|public:|MH_)'
    r'[A-Za-z_][\w:<>,&*\s\[\]]*\s[&*]?\w+\(')


# Names that are their own sentence, and headers that only their own folder includes.
SPEAKS_FOR_ITSELF = re.compile(r'\b(?:find|count|all|to|from)_\w+\(|\b\w+_(?:url|of)\(')
INTERNAL = re.compile(r'_(?:sql|row)\.hpp$')


def undocumented(source):
    """Declarations at the outer level of a header in a block (lines without an empty one between)
    that has no `///` at all: one sentence may cover a group of siblings."""
    if not source.is_header() or source.for_tests or INTERNAL.search(source.path):
        return
    code_lines = source.code.split("\n")
    block, documented, depth, open_names = [], False, 0, 0
    for number, (line, code) in enumerate(zip(source.lines, code_lines), 1):
        at_outer_level = depth == open_names
        if at_outer_level and not line.strip():
            yield from judge(block, documented)
            block, documented = [], False
        if "///" in line:
            documented = True
        if at_outer_level and DECLARATION.match(code) and not documented \
                and not SPEAKS_FOR_ITSELF.search(code):
            block.append(number)
        opened = re.match(r'\s*(?:inline\s+)?namespace\b[^;{]*\{', code)
        depth += code.count("{") - code.count("}")
        if opened:
            open_names += 1
        if depth < open_names:
            open_names = depth
    yield from judge(block, documented)


def judge(block, documented):
    if block and not documented:
        yield block[0], "declared without a `///` sentence"
