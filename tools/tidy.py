#!/usr/bin/env python3
"""Checks what STYLE.md asks of the sources and a program can see. Prints each finding as
path:line: message and ends with 1 where there is any.

A line may be excused where the rule would make the code worse: `// tidy: REASON` on it or above it.
tools/tidy_baseline.txt holds what stood before a rule existed, as `path rule count`; the counts may
only fall. `--norm` also lists functions over the norm of thirty lines."""

import collections
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import sql_text  # noqa: E402
import tidy_rules as rules  # noqa: E402
from cpp_text import ROOT, cpp_sources, files, functions, mark_test_helpers  # noqa: E402

CPP_RULES = [
    ("line", rules.long_lines), ("file", rules.long_file), ("banned", rules.banned_calls),
    ("header", rules.header_rules), ("catch", rules.empty_catch), ("sql", rules.string_built_sql),
    ("await", rules.awaits), ("words", rules.strange_words_in_addresses),
    ("docstring", rules.undocumented),
]
TEXT_SUFFIXES = {".cpp", ".hpp", ".py", ".sh", ".sql", ".ts", ".mjs", ".css", ".hbs", ".cmake", ".md",
                 ".txt", ".json", ".toml", ".yaml", ".yml", ".service", ""}
EXCUSE = re.compile(r'(?://|#|--)\s*tidy: \S')
# Joined, so that this file does not contain what it forbids.
MACHINE_PATH = re.compile("(?<![\\w.)}/])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "ho" + "me/[a-z]+"))
                          + ")/")


def excused(lines, number):
    return any(EXCUSE.search(lines[at - 1]) for at in (number, number - 1) if 0 < at <= len(lines))


def check_source(source):
    """(line, rule, message) for one C++ file."""
    for rule, check in CPP_RULES:
        for line, message in check(source):
            if not excused(source.lines, line):
                yield line, rule, message
    for name, first, last in functions(source):
        if last - first + 1 > rules.FUNCTION_LINES_MAX and not excused(source.lines, first):
            yield first, "function", (f"{name} has {last - first + 1} lines "
                                      f"(at most {rules.FUNCTION_LINES_MAX})")


def check_text(path, text):
    """(line, rule, message) for any text file of the repository."""
    if path.endswith("package-lock.json"):
        for number, line in enumerate(text.split("\n"), 1):
            if re.search(r'"resolved":\s*"https?:', line):
                yield number, "lock", "a registry's host in a lock file"
        return
    lines = text.split("\n")
    prose = path.endswith(".md") or path.startswith("demo/")
    for number, line in enumerate(lines, 1):
        if MACHINE_PATH.search(line) and not excused(lines, number):
            yield number, "machine-path", "a path of somebody's machine"
        if not prose and rules.LEFTOVERS.search(line) and not excused(lines, number):
            yield number, "leftover", "write an issue instead"


def check_statement(statement):
    for line, message in rules.lists_without_limit(statement):
        yield line, "limit", message
    for identifier, ours in rules.strange_words_in_sql(statement.sql):
        yield statement.line, "words", f"`{identifier}` in {statement.name}: our word is {ours}"


def check_migration(text):
    text = re.sub(r'--[^\n]*', "", text)
    for number, line in enumerate(text.split("\n"), 1):
        for identifier, ours in rules.strange_words_in_sql(line):
            yield number, "words", f"`{identifier}`: our word is {ours}"


def findings(root=ROOT):
    """(path, line, rule, message) of the whole repository."""
    sources = cpp_sources(root)
    mark_test_helpers(sources)
    for source in sources:
        yield from ((source.path, *found) for found in check_source(source))
    for statement in sql_text.all_statements([s for s in sources if s.path.startswith("src/")]):
        yield from ((statement.path, *found) for found in check_statement(statement))
    for path in files(root):
        relative = path.relative_to(root).as_posix()
        if path.suffix not in TEXT_SUFFIXES or relative.startswith("themes/broadsheet/assets/"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        yield from ((relative, *found) for found in check_text(relative, text))
        if relative.startswith("migrations/") and path.suffix == ".sql":
            yield from ((relative, *found) for found in check_migration(text))


def read_baseline(path):
    baseline = {}
    for line in path.read_text().split("\n") if path.exists() else []:
        if line and not line.startswith("#"):
            file, rule, count = line.split()
            baseline[file, rule] = int(count)
    return baseline


def new_findings(found, baseline):
    """What exceeds the baseline, and entries of the baseline that are higher than need be."""
    grouped = collections.defaultdict(list)
    for path, line, rule, message in found:
        grouped[path, rule].append(f"{path}:{line}: {message}")
    failures = []
    for key, messages in grouped.items():
        if len(messages) > baseline.get(key, 0):
            failures += messages
    for key, count in baseline.items():
        if len(grouped[key]) < count:
            failures.append(f"tools/tidy_baseline.txt: {key[0]} {key[1]} has fallen to "
                            f"{len(grouped[key])}: lower it")
    return failures


def functions_over_norm(root=ROOT):
    return [(source.path, first, name, last - first + 1)
            for source in cpp_sources(root, ("src",)) if not source.for_tests
            for name, first, last in functions(source)
            if last - first + 1 > rules.FUNCTION_LINES_NORM]


def main():
    failures = new_findings(findings(), read_baseline(ROOT / "tools" / "tidy_baseline.txt"))
    over = functions_over_norm()
    if "--norm" in sys.argv:
        for path, line, name, count in over:
            print(f"{path}:{line}: {name} has {count} lines (norm {rules.FUNCTION_LINES_NORM})")
    for failure in failures:
        print(failure)
    print(f"tidy: {len(failures)} findings; {len(over)} functions over the norm of "
          f"{rules.FUNCTION_LINES_NORM} lines")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
