#!/usr/bin/env python3
"""Proves that tools/check_layers.py can fail: each rule of tools/layers.txt is broken once."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import check_layers  # noqa: E402
import sql_text  # noqa: E402
from cpp_text import ROOT, Source, mark_test_helpers  # noqa: E402

RULES = check_layers.read_rules((ROOT / "tools" / "layers.txt").read_text())
KNOWN = [
    "core/base/id.hpp", "core/db/query.hpp", "core/db/sqlite/connection.hpp", "core/net/server.hpp",
    "core/text/slug.hpp", "core/web/request.hpp", "core/handlebars/engine.hpp", "features/ids.hpp",
    "features/stories/story.hpp", "features/stories/story_sql.hpp", "features/stories/story_web.hpp",
    "features/stories/find_stories.hpp", "features/comments/comment.hpp",
    "features/comments/post_comment.hpp", "features/comments/comment_json.hpp",
    "features/follows/follow.hpp", "surfaces/site/home.hpp", "surfaces/transfer/report.hpp",
    "surfaces/transfer/wordpress_body/convert.hpp", "app/config.hpp",
]

# includer, include, allowed
CASES = [
    ("core/base/a.cpp", '"core/base/id.hpp"', True),
    ("core/base/a.cpp", '"core/db/query.hpp"', False),
    ("core/text/a.cpp", '"core/db/query.hpp"', False),
    ("core/net/a.cpp", '"core/db/query.hpp"', False),
    ("core/net/a.cpp", '"core/web/request.hpp"', False),
    ("core/web/a.cpp", '"core/net/server.hpp"', True),
    ("core/web/a.cpp", '"core/db/sqlite/connection.hpp"', False),
    ("core/web/a.cpp", '"features/ids.hpp"', False),
    ("core/db/a.cpp", '"core/db/sqlite/connection.hpp"', False),
    ("core/db/sqlite/a.cpp", '"core/db/query.hpp"', True),
    ("features/stories/a.cpp", '"core/db/query.hpp"', True),
    ("features/stories/a.cpp", '"core/db/sqlite/connection.hpp"', False),
    ("features/stories/a_test.cpp", '"core/db/sqlite/connection.hpp"', True),
    ("features/stories/a.cpp", '"core/handlebars/engine.hpp"', False),
    ("features/stories/a.cpp", '"surfaces/site/home.hpp"', False),
    ("features/stories/a.cpp", '"features/ids.hpp"', True),
    ("features/stories/a.cpp", '"features/comments/comment.hpp"', False),
    ("features/comments/a.cpp", '"features/stories/find_stories.hpp"', True),
    ("features/comments/a.cpp", '"features/stories/story_sql.hpp"', False),
    ("features/comments/a.cpp", '"features/stories/story_web.hpp"', False),
    ("features/comments/post_comment.cpp", '"features/comments/comment_json.hpp"', False),
    ("features/comments/comment_web.cpp", '"features/comments/comment_json.hpp"', True),
    ("features/comments/comment_web.cpp", '"features/comments/post_comment.hpp"', True),
    ("features/stories/story_sql.cpp", '"features/stories/story_web.hpp"', False),
    ("surfaces/site/a.cpp", '"features/comments/comment.hpp"', True),
    ("surfaces/site/a.cpp", '"features/stories/story_sql.hpp"', False),
    ("surfaces/site/a.cpp", '"surfaces/transfer/report.hpp"', False),
    ("surfaces/site/a.cpp", '"app/config.hpp"', False),
    ("surfaces/transfer/a.cpp", '"surfaces/transfer/wordpress_body/convert.hpp"', True),
    ("surfaces/transfer/wordpress_body/a.cpp", '"surfaces/transfer/report.hpp"', False),
    ("app/cli/a.cpp", '"surfaces/site/home.hpp"', True),
    ("app/cli/a.cpp", '"features/stories/story_sql.hpp"', False),
    ("app/a.cpp", '"core/nothing.hpp"', False),
    ("app/a_test.cpp", '"shared_data.hpp"', True),
    ("app/a.cpp", '"shared_data.hpp"', False),
    ("main.cpp", '"app/config.hpp"', True),
    ("main.cpp", '"surfaces/site/home.hpp"', False),
    ("pch.hpp", '"core/base/id.hpp"', False),
    ("somewhere/a.cpp", '"core/base/id.hpp"', False),
    ("core/net/a.hpp", "<boost/asio/post.hpp>", True),
    ("core/web/a.cpp", "<boost/beast/http.hpp>", True),
    ("core/web/a.hpp", "<boost/beast/http.hpp>", False),
    ("features/stories/a.cpp", "<boost/asio/post.hpp>", False),
    ("core/db/sqlite/a.cpp", "<sqlite3.h>", True),
    ("features/stories/a.cpp", "<sqlite3.h>", False),
    ("core/text/a.cpp", "<libxml/parser.h>", False),
    ("surfaces/transfer/a.cpp", "<libxml/parser.h>", True),
    ("surfaces/transfer/a.cpp", "<curl/curl.h>", False),
    ("core/base/a.cpp", "<doctest/doctest.h>", False),
    ("core/base/a_test.cpp", "<doctest/doctest.h>", True),
    ("core/base/a.cpp", "<vector>", True),
]


def findings(includer, include):
    sources = [Source("src/" + path, "#pragma once\n") for path in KNOWN if path != includer]
    sources.append(Source("src/" + includer, f"#include {include}\n"))
    return list(check_layers.check_includes(sources, {"shared_data.hpp"}, RULES))


class Layers(unittest.TestCase):
    def test_each_include_goes_the_way_the_rule_says(self):
        for includer, include, allowed in CASES:
            with self.subTest(includer=includer, include=include):
                self.assertEqual(findings(includer, include) == [], allowed)

    def test_an_include_in_a_comment_is_none(self):
        source = Source("src/core/base/a.cpp", '// #include "app/config.hpp"\n/*\n#include <sqlite3.h>\n*/\n')
        self.assertEqual(list(check_layers.check_includes([source], set(), RULES)), [])

    def test_a_header_that_only_tests_include_has_the_freedom_of_tests(self):
        helper = Source("src/features/stories/cast.hpp", "#include <doctest/doctest.h>\n")
        test = Source("src/features/stories/a_test.cpp", '#include "features/stories/cast.hpp"\n')
        mark_test_helpers([helper, test])
        self.assertEqual(list(check_layers.check_includes([helper, test], set(), RULES)), [])
        product = Source("src/features/stories/a.cpp", test.text)
        helper.for_tests = False
        mark_test_helpers([helper, test, product])
        self.assertEqual(len(list(check_layers.check_includes([helper, product], set(), RULES))), 1)

    def test_a_circle_is_found(self):
        a = Source("src/core/base/a.hpp", '#include "core/base/b.hpp"\n')
        b = Source("src/core/base/b.hpp", '#include "core/base/c.hpp"\n')
        c = Source("src/core/base/c.hpp", '#include "core/base/b.hpp"\n')
        self.assertEqual(check_layers.find_cycle([a, b, c]),
                         ["core/base/b.hpp", "core/base/c.hpp", "core/base/b.hpp"])
        self.assertIsNone(check_layers.find_cycle([a, b]))

    def test_a_table_is_written_by_its_owner_only(self):
        owners = {"stories": "features/stories"}
        write = 'constexpr db::Query q{"stories.q", R"sql(UPDATE stories SET slug = ?)sql"};'
        read = 'constexpr db::Query q{"stories.q", R"sql(SELECT id FROM stories)sql"};'
        for path, text, count in [("src/features/stories/a.cpp", write, 0),
                                  ("src/features/comments/a.cpp", write, 1),
                                  ("src/surfaces/site/a_sql.cpp", write, 1),
                                  ("src/surfaces/site/a_sql.cpp", read, 0)]:
            with self.subTest(path=path):
                statements = sql_text.all_statements([Source(path, text)])
                self.assertEqual(len(list(check_layers.check_owners(statements, owners))), count)

    def test_every_table_has_an_owner(self):
        owners = sql_text.table_owners()
        self.assertIn("stories", owners)
        self.assertEqual([table for table, owner in owners.items() if not owner], [])
        for owner in owners.values():
            self.assertTrue((ROOT / "src" / owner).is_dir(), owner)

    def test_a_word_that_the_rule_file_does_not_know_is_refused(self):
        with self.assertRaises(ValueError):
            check_layers.read_rules("rooms core/base:")


if __name__ == "__main__":
    unittest.main()
