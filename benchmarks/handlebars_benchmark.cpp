// A story page's conversation: 100 comments in threads six deep, drawn by a partial that calls
// itself, with about 25 lookups each. And what compiling such a theme costs.
#include "core/handlebars/engine.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>

namespace {

using namespace masthead::handlebars;

constexpr std::string_view comment_source = R"({{#with comment}}
<article class="comment{{#if is_pinned}} pinned{{/if}}" id="c{{id}}" data-depth="{{depth}}">
  <header>
    <a class="name" href="{{author.url}}">{{author.name}}</a>
    {{#if author.is_staff}}<span class="badge">{{author.role}}</span>{{/if}}
    <time datetime="{{posted_at}}">{{posted_text}}</time>
    {{#if edited_at}}<span title="{{edited_at}}">edited</span>{{/if}}
    <a class="permalink" href="{{@site.url}}/{{@root.story.slug}}/comments/{{id}}/">#</a>
  </header>
  <div class="text">{{{html}}}</div>
  <footer>
    {{#if respects}}<span>{{respects}}</span>{{/if}}
    {{#unless is_closed}}<a href="?reply={{id}}">{{@labels.reply}}</a>{{/unless}}
    {{#if more_replies}}<a href="{{more_url}}">{{more_replies}}</a>{{/if}}
  </footer>
  {{#if replies}}
  <ol>
    {{#each replies as |reply|}}
    <li>
      {{> comment comment=reply}}
    </li>
    {{/each}}
  </ol>
  {{/if}}
</article>
{{/with}}
)";

constexpr std::string_view page_source = R"({{!< default}}
<h1>{{story.title}}</h1>
<ol>
{{#each threads as |thread|}}
  <li>
    {{> comment comment=thread}}
  </li>
{{/each}}
</ol>
)";

const std::string body_text(300, 'x');

Value comment(int id, int depth)
{
    Array replies;
    if (depth < 5)
        replies.push_back(comment(id + 1, depth + 1));
    return Object{
        {"id", id},
        {"depth", depth},
        {"is_pinned", id == 1},
        {"author", Object{{"name", "Ann O'Hara"},
                          {"url", "/reader/ann/"},
                          {"is_staff", id % 7 == 0},
                          {"role", "Editor"}}},
        {"posted_at", "2026-11-23T12:00:00Z"},
        {"posted_text", "23 November, 12:00"},
        {"edited_at", id % 5 == 0 ? Value{"2026-11-23T12:30:00Z"} : Value{nullptr}},
        {"html", Value::safe_view(body_text)},
        {"respects", id % 11},
        {"is_closed", false},
        {"more_replies", id % 9 == 0 ? 12 : 0},
        {"more_url", "/story/comments/"},
        {"replies", std::move(replies)},
    };
}

/// 100 comments: sixteen threads of six, and four single ones.
Value page_context()
{
    Array threads;
    for (int thread = 0; thread < 16; ++thread)
        threads.push_back(comment(thread * 6 + 1, 0));
    for (int single = 0; single < 4; ++single)
        threads.push_back(comment(97 + single, 5));
    return Object{{"story", Object{{"title", "Ferry strike"}, {"slug", "ferry-strike"}}},
                  {"threads", std::move(threads)}};
}

Engine make_engine(const CompileOptions& options)
{
    Engine engine;
    const bool is_made =
        engine.add_partial("comment", comment_source, "comment.hbs", options).has_value() &&
        engine.add_template("story", page_source, "story.hbs", options).has_value() &&
        engine.add_template("default", "<!doctype html><main>{{{body}}}</main>", "default.hbs")
            .has_value();
    if (!is_made)
        std::abort();
    return engine;
}

void draw_100_comments(benchmark::State& state, const CompileOptions& options)
{
    const Engine engine = make_engine(options);
    const Value context = page_context();
    DataFrame data;
    data.set("site", Object{{"url", "https://paper.example"}});
    data.set("labels", Object{{"reply", "Reply"}});
    RenderOptions render;
    render.data = &data;
    std::size_t bytes = 0;
    for (auto _ : state) {
        const auto page = engine.render("story", context, render);
        if (!page)
            std::abort();
        bytes = page->size();
        benchmark::DoNotOptimize(bytes);
    }
    state.counters["page_bytes"] = static_cast<double>(bytes);
}

void draw_indented(benchmark::State& state)
{
    draw_100_comments(state, {});
}
BENCHMARK(draw_indented)->Unit(benchmark::kMicrosecond);

void draw_without_indent(benchmark::State& state)
{
    draw_100_comments(state, {.prevent_indent = true, .known_helpers = {}});
}
BENCHMARK(draw_without_indent)->Unit(benchmark::kMicrosecond);

void build_context(benchmark::State& state)
{
    for (auto _ : state) {
        const Value context = page_context();
        benchmark::DoNotOptimize(context.kind());
    }
}
BENCHMARK(build_context)->Unit(benchmark::kMicrosecond);

void compile_partial(benchmark::State& state)
{
    for (auto _ : state) {
        const auto program = compile(comment_source, "comment.hbs");
        benchmark::DoNotOptimize(program.has_value());
    }
}
BENCHMARK(compile_partial)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
