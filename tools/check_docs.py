#!/usr/bin/env python3
"""Checks the papers: every room has a README of at most sixty lines that names its events and
tables, every link inside the repository leads somewhere, every decision is dated and listed, and
the papers that a newcomer looks for exist. `--self-test` proves that each of these checks can fail."""

import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import sql_text  # noqa: E402
from cpp_text import ROOT, files  # noqa: E402

README_LINES_MAX = 60
PAPERS = ["README.md", "ARCHITECTURE.md", "GLOSSARY.md", "STYLE.md", "REVIEW.md", "CONTRIBUTING.md",
          "SECURITY.md", "CHANGELOG.md", "LICENSE", "NOTICE"]
LINK = re.compile(r'\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)')
DECISION = re.compile(r'^\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md$')


def rooms(root):
    """Folders with sources in core, features and surfaces."""
    for layer in ("core", "features", "surfaces"):
        base = root / "src" / layer
        for folder in sorted(path for path in base.rglob("*") if path.is_dir()) if base.is_dir() else []:
            if any(folder.glob("*.cpp")) or any(folder.glob("*.hpp")):
                yield folder


def check_readmes(root):
    for folder in rooms(root):
        readme = folder / "README.md"
        relative = readme.relative_to(root)
        if not readme.exists():
            yield f"{relative}: missing (purpose, tables, events, invariants, what does not belong here)"
        elif readme.read_text(encoding="utf-8").count("\n") > README_LINES_MAX:
            yield f"{relative}: more than {README_LINES_MAX} lines"


EVENT = re.compile(r'\bevent_\w+\s*=\s*"([a-z_]+\.[a-z_]+)"')


def check_names(root):
    """A room's README names every event it can emit and every table it owns."""
    owners = sql_text.table_owners(root) if (root / "migrations").is_dir() else {}
    for folder in rooms(root):
        readme = folder / "README.md"
        if not readme.exists():
            continue
        said = readme.read_text(encoding="utf-8")
        room = folder.relative_to(root / "src").as_posix()
        events = {event for path in folder.glob("*.hpp")
                  for event in EVENT.findall(path.read_text(encoding="utf-8"))}
        tables = {table for table, owner in owners.items() if owner == room}
        for name in sorted(events | tables):
            if f"`{name}`" not in said:
                yield f"{readme.relative_to(root)}: does not name `{name}`"


def check_papers(root):
    return [f"{name}: missing" for name in PAPERS if not (root / name).exists()]


def check_links(root):
    for path in files(root):
        if path.suffix != ".md" or "demo" in path.relative_to(root).parts[:1]:
            continue
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            if re.match(r'[a-z]+:', target) or (path.parent / target).exists():
                continue
            yield f"{path.relative_to(root)}: the link to {target} leads nowhere"


def check_decisions(root):
    folder = root / "docs" / "decisions"
    index = folder / "README.md"
    listed = index.read_text(encoding="utf-8") if index.exists() else ""
    for path in sorted(folder.glob("*.md")):
        if path.name == "README.md":
            continue
        if not DECISION.match(path.name):
            yield f"docs/decisions/{path.name}: named YYYY-MM-DD-words.md"
        if path.name not in listed:
            yield f"docs/decisions/{path.name}: not listed in docs/decisions/README.md"


CHECKS = [check_papers, check_readmes, check_links, check_decisions, check_names]


def self_test():
    """Each check passes on a small right tree and fails once on the same tree damaged."""
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for paper in PAPERS:
            (root / paper).write_text("x\n")
        room = root / "src" / "features" / "stories"
        room.mkdir(parents=True)
        (room / "story.hpp").write_text('auto event_published = "story.published";\n')
        (room / "README.md").write_text("`story.published` `stories`\n")
        migration = root / "migrations" / "0001_initial"
        migration.mkdir(parents=True)
        (migration / "all.sql").write_text("-- Owner: features/stories.\nCREATE TABLE stories (\n")
        decisions = root / "docs" / "decisions"
        decisions.mkdir(parents=True)
        (decisions / "2026-11-23-a.md").write_text("x\n")
        (decisions / "README.md").write_text("[a](2026-11-23-a.md)\n")
        assert [list(check(root)) for check in CHECKS] == [[], [], [], [], []]
        (root / "NOTICE").unlink()
        (room / "README.md").write_text("x\n" * (README_LINES_MAX + 1))
        (root / "README.md").write_text("[b](docs/none.md)\n")
        (decisions / "b.md").write_text("x\n")
        assert [len(list(check(root))) for check in CHECKS] == [1, 1, 1, 2, 2]
        (room / "README.md").unlink()
        assert len(list(check_readmes(root))) == 1
    print("docs: self-test passed")
    return 0


def main():
    if "--self-test" in sys.argv:
        return self_test()
    failures = [failure for check in CHECKS for failure in check(ROOT)]
    for failure in failures:
        print(failure)
    print(f"docs: {len(failures)} findings")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
