#!/usr/bin/env python3
"""Proves that tools/tidy.py can fail: each rule sees a deliberately wrong snippet, and leaves the
right form of the same thing alone."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import sql_text  # noqa: E402
import tidy  # noqa: E402
from cpp_text import Source, functions, mark_test_helpers  # noqa: E402

HEADER = "#pragma once\n"
LEFT_OVER = "TO" + "DO"
SOMEBODYS = "/ho" + "me/ann/masthead"

# rule, path, wrong, right
CASES = [
    ("line", "src/a.cpp", "int a = 1; // " + "x" * 100, "int a = 1; // short"),
    ("line", "src/a.cpp", "auto a = 1; " + " " * 100, 'auto a = R"(\n' + "x" * 120 + '\n)";'),
    ("file", "src/a.cpp", "\n" * 601, "\n" * 600),
    ("function", "src/a.cpp", "void f()\n{\n" + "    g();\n" * 70 + "}\n",
     "void f()\n{\n" + "    g();\n" * 67 + "}\n"),
    ("function", "src/a.cpp", "A::A() : b_{1}, c_(2)\n{\n" + "    g();\n" * 70 + "}\n",
     "namespace a {\n" + "int b();\n" * 70 + "}\n"),
    ("banned", "src/a.cpp", "auto t = std::chrono::system_clock::now();", "auto t = clock.now();"),
    ("banned", "src/a.cpp", "auto t = system_clock::now();",
     'auto t = "system_clock::now()"; // system_clock::now()'),
    ("banned", "src/a.cpp", "int a = std::rand();", "int a = operand(1);"),
    ("banned", "src/a.cpp", "sprintf(out, f);", "snprintf(out, 4, f);"),
    ("banned", "src/a.cpp", "strcpy(a, b);", "my_strcpy_like(a, b);"),
    ("banned", "src/a.cpp", "int a = atoi(b);", "int a = ratio(b);"),
    ("banned", "src/a.cpp", 'printf("a");', 'std::fprintf(stderr, "a");'),
    ("banned", "src/a.cpp", "std::cout << 1;", "out << 1;"),
    ("banned", "src/a.cpp", "auto* a = new Thing(1);", "auto a = std::make_unique<Thing>(1);"),
    ("banned", "src/a.cpp", "delete thing;", "Thing(const Thing&) = delete;"),
    ("banned", "src/a.cpp", "delete[] things;", "enum class State { deleted };"),
    ("banned", "src/a.cpp", "co_spawn(x, f(), asio::detached);", "tasks.spawn(f());"),
    ("banned", "src/a.cpp", "thread.detach();", "thread.join();"),
    ("banned", "src/a.cpp", "goto end;", "return;"),
    ("banned", "src/features/stories/a.cpp", "co_return a;", "return a; // co_return"),
    ("header", "src/a.hpp", "int f();", HEADER + "/// F.\nint f();"),
    ("header", "src/a.hpp", HEADER + "using namespace std;",
     HEADER + "using namespace std::chrono_literals;"),
    ("catch", "src/a.cpp", "void f() { try { g(); } catch (...) {} }",
     "void f() { try { g(); } catch (...) { throw; } }"),
    ("catch", "src/a.cpp", "void f() { try { g(); } catch (const E& e) { } }",
     "void f() { try { g(); } catch (...) { /* at exit nobody is left to hear of it */ } }"),
    ("sql", "src/a.cpp", 'auto q = "SELECT id FROM stories WHERE slug = \'" + slug;',
     'auto q = "SELECT id FROM stories WHERE slug = ?";'),
    ("sql", "src/a.cpp", 'auto q = std::string{"DELETE FROM stories WHERE id = "} + id;',
     'auto q = "Delete from the list: " + name;'),
    ("sql", "src/a.cpp", 'out << "UPDATE stories SET slug = " << slug;', 'out << "SELECTED";'),
    ("await", "src/a.cpp", "co_await run([p]{ g(p); });", "co_await run(std::move(body));"),
    ("await", "src/a.cpp", "auto a = co_await f({.a = 1});",
     "while (co_await read_more()) { g(); }"),
    ("await", "src/a.cpp", "g(co_await a(), co_await b());", "auto x = co_await a();"),
    ("await", "src/a.cpp", "auto [a, b] = co_await f();", "const auto both = co_await f();"),
    ("words", "src/surfaces/site/a.cpp", 'r.add("/posts/{id}/");', 'r.add("/ghost/api/posts/");'),
    ("words", "src/app/a.cpp", 'r.add("/user/");', 'r.add("/reader/");'),
    ("docstring", "src/a.hpp", HEADER + "namespace a {\n\nvoid save(int id);\n\n}",
     HEADER + "namespace a {\n\n/// Saves.\nvoid save(int id);\nvoid drop(int id);\n\n}"),
    ("docstring", "src/a.hpp", HEADER + "namespace a {\n\nstruct Story {\n    int id;\n};\n\n}",
     HEADER + "namespace a {\n\n/// A story.\nstruct Story {\n    int id() { return 1; }\n};\n\n}"),
]


def rules_broken(path, text):
    return {rule for _, rule, _ in tidy.check_source(Source(path, text))}


class CppRules(unittest.TestCase):
    def test_every_rule_sees_the_wrong_form_and_leaves_the_right_one_alone(self):
        for rule, path, wrong, right in CASES:
            with self.subTest(rule=rule, wrong=wrong[:60]):
                self.assertIn(rule, rules_broken(path, wrong))
                self.assertNotIn(rule, rules_broken(path, right))

    def test_a_call_is_allowed_in_the_one_file_that_is_for_it(self):
        now = "auto t = std::chrono::system_clock::now();"
        self.assertEqual(rules_broken("src/core/base/clock.cpp", now), set())
        self.assertEqual(rules_broken("src/core/net/task_group.hpp", HEADER + "// x\nauto a = detached;"),
                         set())
        self.assertEqual(rules_broken("src/app/cli/serve.cpp", 'printf("a");'), set())

    def test_a_header_that_only_tests_include_is_a_test_helper(self):
        helper = Source("src/core/net/raw.hpp", HEADER + "int a = atoi(b);")
        user = Source("src/core/net/a_test.cpp", '#include "core/net/raw.hpp"\n')
        mark_test_helpers([helper, user])
        self.assertEqual({rule for _, rule, _ in tidy.check_source(helper)}, set())
        helper = Source("src/core/net/raw.hpp", HEADER + "int a = atoi(b);")
        mark_test_helpers([helper, user, Source("src/core/net/a.cpp", user.text)])
        self.assertEqual({rule for _, rule, _ in tidy.check_source(helper)}, {"banned"})

    def test_an_excuse_with_a_reason_is_taken_and_one_without_is_not(self):
        self.assertEqual(rules_broken("src/a.cpp", "// tidy: intrusive count\ndelete thing;"), set())
        self.assertEqual(rules_broken("src/a.cpp", "// tidy:\ndelete thing;"), {"banned"})

    def test_functions_are_found_in_types_and_behind_initialisers(self):
        text = ("namespace n {\nstruct S {\n    int f() const { return 1; }\n};\n"
                "template <int N = 3>\nint g(int a = 2)\n{\n    return a;\n}\n"
                "S::S() : a_{1}\n{\n}\nTEST_CASE(\"x\")\n{\n}\n}\n")
        self.assertEqual([name for name, _, _ in functions(Source("src/a.cpp", text))],
                         ["f", "g", "S::S", "TEST_CASE"])


class OtherRules(unittest.TestCase):
    def statement(self, sql):
        source = Source("src/a.cpp", '#define MH_COLUMNS "SELECT id, slug"\n'
                        'constexpr db::Query q{"stories.q", ' + sql + "};")
        return sql_text.all_statements([source])[0]

    def broken(self, sql):
        return [rule for _, rule, _ in tidy.check_statement(self.statement(sql))]

    def test_a_list_needs_a_limit(self):
        self.assertEqual(self.broken('MH_COLUMNS R"sql( FROM stories ORDER BY id)sql"'), ["limit"])
        self.assertEqual(self.broken('MH_COLUMNS R"sql( FROM stories ORDER BY id LIMIT ?)sql"'), [])
        self.assertEqual(self.broken('"SELECT * FROM stories"'), ["limit"])

    def test_macros_and_literals_are_joined_as_the_compiler_does(self):
        self.assertEqual(self.statement('MH_COLUMNS " FROM stories" R"sql( LIMIT 1)sql"').sql,
                         "SELECT id, slug FROM stories LIMIT 1")

    def test_tables_and_columns_use_our_words(self):
        self.assertEqual(self.broken('"SELECT user_id FROM stories"'), ["words"])
        self.assertEqual(self.broken("\"SELECT id FROM stories WHERE kind = 'post'\""), [])
        self.assertTrue(list(tidy.check_migration("CREATE TABLE articles (id BIGINT);")))
        self.assertFalse(list(tidy.check_migration("-- no articles\nCREATE TABLE stories (id BIGINT);")))

    def test_leftovers_machine_paths_and_registry_hosts_are_seen(self):
        for path, wrong, right in [
                ("tools/a.py", "# " + LEFT_OVER + ": later", "# later"),
                ("README.md", "cd " + SOMEBODYS, "cd masthead"),
                ("ui/package-lock.json", '"resolved": "https://registry.example/x.tgz"', "{}")]:
            with self.subTest(wrong=wrong):
                self.assertTrue(list(tidy.check_text(path, wrong)))
                self.assertFalse(list(tidy.check_text(path, right)))

    def test_the_baseline_may_only_fall(self):
        found = [("src/a.cpp", 1, "line", "long"), ("src/a.cpp", 2, "line", "long")]
        self.assertEqual(tidy.new_findings(found, {("src/a.cpp", "line"): 2}), [])
        self.assertEqual(len(tidy.new_findings(found, {("src/a.cpp", "line"): 1})), 2)
        self.assertEqual(len(tidy.new_findings(found, {("src/a.cpp", "line"): 3})), 1)


if __name__ == "__main__":
    unittest.main()
