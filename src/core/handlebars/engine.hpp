#pragma once

#include "core/handlebars/helper.hpp"
#include "core/handlebars/limits.hpp"
#include "core/handlebars/program.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::handlebars {

/// What one render is given beside its context.
struct RenderOptions {
    /// Global `@` variables (@site, @custom, @config …); must outlive the render.
    const DataFrame* data = nullptr;
    Environment environment = {};
    RenderLimits limits = {};
    /// Asked first for every partial, so that the caller may put another in its place; nullptr
    /// means the engine's own. The program must outlive the render.
    std::function<const Program*(std::string_view name)> partial_resolver = {};
    /// Takes what {{log}} prints; by default nobody does.
    std::function<void(std::string_view line)> log = {};
};

/// The helpers, templates and partials of one theme. Fill it on one thread; from then on it is
/// constant and any number of threads may render with it. Starts with the built-in helpers of
/// Handlebars (if unless each with lookup log) and express-hbs (block contentFor).
class Engine {
public:
    Engine();

    /// Registers or replaces a helper. "helperMissing" and "blockHelperMissing" replace those
    /// hooks.
    void add_helper(std::string_view name, Helper helper);

    /// Compiles and keeps a page or layout, or a partial ("components/card"), replacing one of the
    /// same name. `file` is for messages.
    Outcome<void> add_template(std::string_view name, std::string_view source, std::string file,
                               const CompileOptions& options = {});
    Outcome<void> add_partial(std::string_view name, std::string_view source, std::string file,
                              const CompileOptions& options = {});

    const Program* find_template(std::string_view name) const;
    const Program* find_partial(std::string_view name) const;
    const Helper* find_helper(Symbol name) const;
    std::vector<std::string> template_names() const;

    /// Layouts and partials that are named but absent, each as an error at file level: for a
    /// theme's check before it goes live.
    std::vector<Error> missing_parts() const;

    /// Draws a page: the template, then its layout with the result as `{{{body}}}`, then that
    /// layout's layout. Errors: an unknown template or layout, limits, whatever a helper fails
    /// with. Throws: what a helper throws (a database that failed). Threads: any, at the same time.
    Outcome<std::string> render(std::string_view name, const Value& context,
                                const RenderOptions& options = {}) const;

    /// Draws a program of this engine's or the caller's own, with its layouts.
    Outcome<std::string> render(const Program& program, const Value& context,
                                const RenderOptions& options = {}) const;

    /// Draws a partial alone: a fragment of a page for a live update.
    Outcome<std::string> render_partial(std::string_view name, const Value& context,
                                        const RenderOptions& options = {}) const;

private:
    std::vector<Helper> helpers_;
    std::vector<std::uint32_t> helper_slots_; // symbol id -> 1 + position in helpers_
    std::map<std::string, Program, std::less<>> templates_;
    std::map<std::string, Program, std::less<>> partials_;
};

} // namespace masthead::handlebars
