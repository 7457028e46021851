#include "surfaces/mailing/mail_helpers.hpp"

#include "core/base/text.hpp"
#include "surfaces/mailing/mail_theme.hpp"

namespace masthead::mailing {

namespace {

using namespace handlebars;

// {{t "Welcome to {site}" site=site.title}}
Value t_helper(HelperCall& call)
{
    const auto& mail = call.environment<MailEnvironment>();
    const auto key = call.argument(0).to_string();
    return with_slots(mail.theme.translate(mail.language, key),
                      [&](std::string_view name) -> std::optional<std::string> {
                          for (const auto& [slot, value] : call.hash()) {
                              if (slot.name() == name)
                                  return value.to_string();
                          }
                          return std::nullopt;
                      });
}

Value date_helper(HelperCall& call)
{
    const auto time = parse_rfc3339(call.argument(0).to_string());
    if (!time)
        return {};
    return call.environment<MailEnvironment>().dates.format(*time, "LLL (Z)");
}

Value same_helper(HelperCall& call)
{
    return call.argument(0).to_string() == call.argument(1).to_string();
}

Value quoted_helper(HelperCall& call)
{
    std::string out;
    const auto text = call.argument(0).to_string();
    for (const auto line : split(trim(text), '\n'))
        out.append(out.empty() ? "> " : "\n> ").append(line);
    return out;
}

} // namespace

void register_helpers(Engine& engine)
{
    engine.add_helper("t", t_helper);
    engine.add_helper("date", date_helper);
    engine.add_helper("same", same_helper);
    engine.add_helper("quoted", quoted_helper);
}

} // namespace masthead::mailing
