#include "features/notifications/letters.hpp"
#include "surfaces/notifying/handlers.hpp"

namespace masthead::notifying {

namespace {

enum class Step { ask, done };

// The same page for every token, known or not: it names nobody and tells nothing.
Response draw(const NotifyingServices& services, const Request& request, Step step)
{
    return services.pages.draw_private(
        request, site::PageKind::account, [&](site::RenderEnvironment& page) {
            page.title = page.theme.translate(page.language(), "Mails about notifications");
            site::PageView view;
            view.templates = {"reader-unsubscribe"};
            view.context = handlebars::Object{{"done", step == Step::done}};
            return std::optional{std::move(view)};
        });
}

} // namespace

// Mail scanners open links: nothing happens here.
Response unsubscribe_page(const NotifyingServices& services, const Request& request)
{
    return draw(services, request, Step::ask);
}

Response unsubscribe(const NotifyingServices& services, const Request& request)
{
    const auto done = services.database.write([&](db::Tx& tx) -> Result<void> {
        notifications::unsubscribe(tx, services.keys.links.view(), request.query_value("token"));
        return {};
    });
    return done ? draw(services, request, Step::done) : web::refuse(done.error());
}

} // namespace masthead::notifying
