#include "core/net/application.hpp"

#include "core/base/text.hpp"

namespace masthead::net {

std::string_view RequestHead::field(std::string_view name) const
{
    for (const FieldView& field : fields) {
        if (field.name.size() == name.size() && equals_ignoring_case(field.name, name))
            return field.value;
    }
    return {};
}

Responder& Responder::operator=(Responder&& other) noexcept
{
    std::swap(sink_, other.sink_);
    return *this;
}

Responder::~Responder()
{
    if (sink_)
        sink_->deliver({});
}

void Responder::respond(Answer answer)
{
    const auto sink = std::exchange(sink_, nullptr);
    if (sink)
        sink->deliver(std::move(answer));
}

} // namespace masthead::net
