#!/usr/bin/env python3
"""Checks every #include below src/ against tools/layers.txt: the direction between rooms, the order
of features, what stays inside a feature, who may use which library, no cycles, and that a table is
written only by the room its migration names as owner."""

import dataclasses
import fnmatch
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import sql_text  # noqa: E402
from cpp_text import ROOT, cpp_sources, mark_test_helpers  # noqa: E402

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)
# Files at the top of src/ that belong to no room: main opens the roof, the rest is for the build.
TOP_FILES = {"main.cpp": "app", "pch.cpp": None, "pch.hpp": None}


@dataclasses.dataclass
class Rules:
    """tools/layers.txt, read."""
    rooms: dict
    features: list
    private: list
    inside: dict
    surfaces: dict
    only: list
    tests: list


def read_rules(text):
    rules = Rules({}, [], [], {}, {}, [], [])
    for number, line in enumerate(text.split("\n"), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        head, _, rest = line.partition(":")
        word, _, name = head.partition(" ")
        words = rest.split()
        if word == "room":
            rules.rooms[name] = words
        elif word == "features":
            rules.features += words
        elif word == "private":
            rules.private = words
        elif word == "inside":
            rules.inside[name] = words
        elif word == "surfaces":
            above, _, below = rest.partition("->")
            rules.surfaces.setdefault(above.strip(), []).extend(below.split())
        elif word == "only":
            rules.only.append((name, words))
        elif word == "tests":
            rules.tests = words
        else:
            raise ValueError(f"tools/layers.txt:{number}: what is {word!r}?")
    return rules


def room_of(path, rules):
    """The longest room that holds the path (relative to src/), or None."""
    held = [room for room in rules.rooms if path == room or path.startswith(room + "/")]
    return max(held, key=len) if held else None


def below(path, folder):
    return path == folder or path.startswith(folder + "/")


def suffix_of(path):
    stem = re.sub(r'(_test)?\.[ch]pp$', "", path)
    found = re.search(r'_(?:sql|row|json|web|jobs)$', stem)
    return found[0] if found else "plain"


def feature_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "features" and len(parts) > 2 else None


def surface_of(path):
    """"surfaces/site", or the sub-folder where a surface has rooms of its own."""
    parts = path.split("/")
    return "/".join(parts[:-1]) if parts[0] == "surfaces" and len(parts) > 2 else None


def check_rooms(path, target, rules):
    room, other = room_of(path, rules), room_of(target, rules)
    if room is None:
        yield "stands in no room of tools/layers.txt"
    elif other is None:
        yield f'"{target}" is in no room of tools/layers.txt'
    elif room != other and not any(
            other == one or (one not in rules.rooms and below(other, one))
            for one in rules.rooms[room]):
        yield f'"{target}": {room} may not include {other}'


def check_features(path, target, rules):
    mine, theirs = feature_of(path), feature_of(target)
    if theirs is None:
        return
    if theirs not in rules.features:
        yield f'"{target}": the feature {theirs} is not in tools/layers.txt'
    elif mine == theirs:
        if suffix_of(target) in rules.inside.get(suffix_of(path), []):
            yield f'"{target}": inside a feature, {suffix_of(path)} files do not include ' \
                  f'{suffix_of(target)} files'
    else:
        if suffix_of(target) in rules.private:
            yield f'"{target}": {suffix_of(target)} files stay inside their feature'
        if mine in rules.features and rules.features.index(theirs) > rules.features.index(mine):
            yield f'"{target}": {theirs} comes after {mine}'


def check_surfaces(path, target, rules):
    mine, theirs = surface_of(path), surface_of(target)
    if mine and theirs and mine != theirs and theirs not in rules.surfaces.get(mine, []):
        yield f'"{target}": {mine} may not include {theirs}'


def check_libraries(path, header, is_test, rules):
    for prefix, places in rules.only:
        if header.startswith(prefix) and not any(
                below(path, place) or fnmatch.fnmatch(path, place) or (is_test and place == "tests")
                for place in places):
            yield f"<{header}>: only in {', '.join(places)}"


def check_quoted(path, target, known, is_test, rules):
    if target not in known:
        if not (is_test and target in known.get("tests/support", ())):
            yield f'"{target}": there is no such file below src/'
        return
    if path in TOP_FILES and (TOP_FILES[path] is None or not below(target, TOP_FILES[path])):
        yield f'"{target}": {path} includes {TOP_FILES[path] or "nothing of ours"}'
    if path in TOP_FILES or (is_test and any(room_of(target, rules) == one for one in rules.tests)):
        return
    for check in (check_rooms, check_features, check_surfaces):
        yield from check(path, target, rules)


def includes_of(source):
    for match in INCLUDE.finditer(source.without_comments):
        yield source.line_of(match.start()), match[1], match[2]


def check_includes(sources, support, rules):
    """`path:line: message` for each include that goes the wrong way."""
    known = {source.path.removeprefix("src/"): source for source in sources}
    known["tests/support"] = support
    for source in sources:
        path = source.path.removeprefix("src/")
        for line, quoted, angled in includes_of(source):
            checks = check_quoted(path, quoted, known, source.for_tests, rules) if quoted \
                else check_libraries(path, angled, source.for_tests, rules)
            for message in checks:
                yield f"{source.path}:{line}: {message}"


def find_cycle(sources):
    """One cycle of includes as a list of paths, or None."""
    graph = {source.path.removeprefix("src/"):
             [quoted for _, quoted, _ in includes_of(source) if quoted] for source in sources}
    state = {}

    def visit(path, trail):
        state[path] = "open"
        for target in graph.get(path, []):
            if state.get(target) == "open":
                return trail[trail.index(target):] + [target] if target in trail else [target]
            if target not in state:
                found = visit(target, trail + [target])
                if found:
                    return found
        state[path] = "done"
        return None

    for path in graph:
        if path not in state:
            found = visit(path, [path])
            if found:
                return found
    return None


WRITE = re.compile(r'\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+([a-z_]+)')


def check_owners(statements, owners):
    """Each write to a table from a folder that does not own it."""
    for statement in statements:
        for table in WRITE.findall(re.sub(r'\bDO\s+UPDATE\s+SET\b', "", statement.sql)):
            owner = owners.get(table)
            if owner and not below(statement.path.removeprefix("src/"), owner):
                yield (f"{statement.path}:{statement.line}: {statement.name} writes {table}, "
                       f"which belongs to {owner}")


def main():
    rules = read_rules((ROOT / "tools" / "layers.txt").read_text())
    sources = cpp_sources(folders=("src",))
    mark_test_helpers(sources)
    support = {path.name for path in (ROOT / "tests" / "support").glob("*.hpp")}
    failures = list(check_includes(sources, support, rules))
    cycle = find_cycle(sources)
    if cycle:
        failures.append("includes in a circle: " + " -> ".join(cycle))
    failures += check_owners(sql_text.all_statements(sources), sql_text.table_owners())
    for failure in failures:
        print(failure)
    print(f"layers: {len(failures)} findings in {len(sources)} files")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
