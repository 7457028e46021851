#include "core/handlebars/helper.hpp"

#include "core/base/check.hpp"
#include "core/handlebars/renderer.hpp"

#include <algorithm>

namespace masthead::handlebars {

HelperCall::HelperCall(Renderer& renderer, const Frame& frame, const CallCode& call)
    : renderer_(renderer), frame_(frame), call_(call),
      context_(frame.context->is_nullish() ? &empty_context() : frame.context)
{
}

std::string_view HelperCall::name() const
{
    return call_.original;
}

Position HelperCall::position() const
{
    return call_.position;
}

const Value& HelperCall::argument(std::size_t index) const
{
    return index < arguments_.size() ? arguments_[index].forced() : undefined;
}

const Value& HelperCall::hash(Symbol name) const
{
    const auto found = std::ranges::find(hash_, name, &Property::name);
    return found != hash_.end() ? found->value.forced() : undefined;
}

bool HelperCall::has_hash(Symbol name) const
{
    return std::ranges::find(hash_, name, &Property::name) != hash_.end();
}

const Value& HelperCall::root() const
{
    static const Symbol root_name{"root"};
    return data(root_name);
}

const DataFrame* HelperCall::data() const
{
    return frame_.data;
}

const Value& HelperCall::data(Symbol name) const
{
    const Value* const found = frame_.data != nullptr ? frame_.data->find(name) : nullptr;
    return found != nullptr ? *found : undefined;
}

std::size_t HelperCall::block_param_count() const
{
    const int declaring = body_ >= 0 ? body_ : inverse_;
    if (declaring < 0)
        return 0;
    return frame_.code->bodies[static_cast<std::size_t>(declaring)].block_params;
}

void HelperCall::draw_body()
{
    draw_body(context());
}

void HelperCall::draw_body(const Value& context, const BodyOptions& options)
{
    renderer_.draw_block_body(frame_, body_, context, options);
}

void HelperCall::draw_inverse()
{
    draw_inverse(context());
}

void HelperCall::draw_inverse(const Value& context, const BodyOptions& options)
{
    renderer_.draw_block_body(frame_, inverse_, context, options);
}

std::string HelperCall::body_text(const Value& context, const BodyOptions& options)
{
    const auto begin = renderer_.out_.size();
    draw_body(context, options);
    std::string text = renderer_.out_.substr(begin);
    renderer_.out_.resize(begin);
    return text;
}

std::string HelperCall::inverse_text(const Value& context, const BodyOptions& options)
{
    const auto begin = renderer_.out_.size();
    draw_inverse(context, options);
    std::string text = renderer_.out_.substr(begin);
    renderer_.out_.resize(begin);
    return text;
}

void HelperCall::draw_partial(std::string_view name, const Value& context, const DataFrame* data)
{
    renderer_.draw_named_partial(frame_, call_.position, name, context, data);
}

bool HelperCall::has_partial(std::string_view name) const
{
    return renderer_.find_partial(frame_, name).is_found();
}

void HelperCall::write_safe(std::string_view html)
{
    if (!failed())
        renderer_.append_text(frame_, call_.position, html);
}

void HelperCall::write(std::string_view text)
{
    if (failed())
        return;
    append_escaped(renderer_.out_, text);
    renderer_.append_text(frame_, call_.position, {});
}

Value HelperCall::fail(std::string message)
{
    renderer_.fail(frame_, call_.position, std::move(message));
    return {};
}

bool HelperCall::failed() const
{
    return renderer_.failed();
}

void HelperCall::log(std::string_view line) const
{
    if (renderer_.options_.log)
        renderer_.options_.log(line);
}

void HelperCall::add_content(std::string_view name, std::string html)
{
    renderer_.made_bytes_ += html.size();
    if (renderer_.made_bytes_ > renderer_.options_.limits.made_bytes_max)
        renderer_.fail(frame_, call_.position, "too many bytes of gathered content");
    else
        renderer_.contents_[std::string{name}].push_back(std::move(html));
}

std::string HelperCall::take_content(std::string_view name)
{
    const auto found = renderer_.contents_.find(name);
    std::string joined;
    if (found == renderer_.contents_.end())
        return joined;
    for (std::size_t i = 0; i < found->second.size(); ++i)
        joined.append(i == 0 ? "" : "\n").append(found->second[i]);
    renderer_.contents_.erase(found);
    return joined;
}

const Environment& HelperCall::environment_ref() const
{
    return renderer_.options_.environment;
}

void HelperCall::environment_missing() const
{
    check_failed("the render carries the environment its helper needs", __FILE__, __LINE__);
}

} // namespace masthead::handlebars
