#include "core/handlebars/engine.hpp"

#include "core/handlebars/helpers_builtin.hpp"
#include "core/handlebars/renderer.hpp"

namespace masthead::handlebars {

namespace {

const Symbol body_name{"body"};

/// The context for a layout: that of the page, with the page as `body`.
Value with_body(const Value& context, std::string_view page)
{
    Object extended = context.object() != nullptr ? *context.object() : Object{};
    extended.set(body_name, Value::safe(page));
    return extended;
}

Outcome<void> keep(std::map<std::string, Program, std::less<>>& programs, std::string_view name,
                   std::string_view source, std::string file, const CompileOptions& options)
{
    auto program = compile(source, std::move(file), options);
    if (!program)
        return program.error();
    programs.insert_or_assign(std::string{name}, std::move(*program));
    return {};
}

const Program* find(const std::map<std::string, Program, std::less<>>& programs,
                    std::string_view name)
{
    const auto found = programs.find(name);
    return found != programs.end() ? &found->second : nullptr;
}

} // namespace

Engine::Engine()
{
    add_builtin_helpers(*this);
}

void Engine::add_helper(std::string_view name, Helper helper)
{
    const Symbol symbol{name};
    if (symbol.is_index())
        return; // a number is never a helper's name: {{12}} is the property "12"
    if (helper_slots_.size() <= symbol.id())
        helper_slots_.resize(symbol.id() + 1);
    auto& slot = helper_slots_[symbol.id()];
    if (slot != 0) {
        helpers_[slot - 1] = std::move(helper);
        return;
    }
    helpers_.push_back(std::move(helper));
    slot = static_cast<std::uint32_t>(helpers_.size());
}

const Helper* Engine::find_helper(Symbol name) const
{
    if (name.is_index() || name.id() >= helper_slots_.size() || helper_slots_[name.id()] == 0)
        return nullptr;
    return &helpers_[helper_slots_[name.id()] - 1];
}

Outcome<void> Engine::add_template(std::string_view name, std::string_view source, std::string file,
                                   const CompileOptions& options)
{
    return keep(templates_, name, source, std::move(file), options);
}

Outcome<void> Engine::add_partial(std::string_view name, std::string_view source, std::string file,
                                  const CompileOptions& options)
{
    return keep(partials_, name, source, std::move(file), options);
}

const Program* Engine::find_template(std::string_view name) const
{
    return find(templates_, name);
}

const Program* Engine::find_partial(std::string_view name) const
{
    return find(partials_, name);
}

std::vector<std::string> Engine::template_names() const
{
    std::vector<std::string> names;
    for (const auto& [name, program] : templates_)
        names.push_back(name);
    return names;
}

std::vector<Error> Engine::missing_parts() const
{
    std::vector<Error> missing;
    const auto check = [&](const Program& program) {
        for (const auto& name : program.partials()) {
            if (find_partial(name) == nullptr)
                missing.push_back({program.file(), {}, "no partial is named " + name});
        }
    };
    for (const auto& [name, program] : templates_) {
        check(program);
        if (!program.layout().empty() && find_template(program.layout()) == nullptr)
            missing.push_back({program.file(), {}, "no layout is named " + program.layout()});
    }
    for (const auto& [name, program] : partials_)
        check(program);
    return missing;
}

Outcome<std::string> Engine::render(std::string_view name, const Value& context,
                                    const RenderOptions& options) const
{
    const Program* const program = find_template(name);
    if (program == nullptr)
        return Error{std::string{name}, {}, "no template is named " + std::string{name}};
    return render(*program, context, options);
}

Outcome<std::string> Engine::render(const Program& program, const Value& context,
                                    const RenderOptions& options) const
{
    Renderer renderer{*this, options};
    Value drawn = context.forced();
    const Program* current = &program;
    for (int layouts = 0;; ++layouts) {
        renderer.draw(*current, drawn);
        if (renderer.error())
            return *renderer.error();
        std::string page = renderer.take_output();
        if (current->layout().empty())
            return page;
        const Program* const layout = find_template(current->layout());
        if (layout == nullptr)
            return Error{current->file(), {}, "no layout is named " + current->layout()};
        if (layouts == limits::layout_depth_max)
            return Error{current->file(),
                         {},
                         "more than " + std::to_string(limits::layout_depth_max) +
                             " layouts around each other"};
        drawn = with_body(drawn, page);
        current = layout;
    }
}

Outcome<std::string> Engine::render_partial(std::string_view name, const Value& context,
                                            const RenderOptions& options) const
{
    const Program* const program = find_partial(name);
    if (program == nullptr)
        return Error{std::string{name}, {}, "no partial is named " + std::string{name}};
    Renderer renderer{*this, options};
    renderer.draw(*program, context.forced());
    if (renderer.error())
        return *renderer.error();
    return renderer.take_output();
}

} // namespace masthead::handlebars
