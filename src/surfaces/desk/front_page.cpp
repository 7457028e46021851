#include "features/accounts/session.hpp"
#include "features/moderation/notices.hpp"
#include "features/moderation/reviews.hpp"
#include "features/staff/sign_in_staff.hpp"
#include "surfaces/desk/parts.hpp"

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;

constexpr int reviews_counted_max = 1'000;
constexpr int recovery_codes_few = 3;

Object waiting(std::string_view label, std::int64_t count, std::string_view url)
{
    return Object{{"label", label}, {"count", count}, {"url", url}};
}

Array waiting_context(db::Snapshot& snapshot)
{
    const auto counts = comments::count_queues(snapshot);
    const auto reviews = moderation::find_waiting_reviews(snapshot, reviews_counted_max).size();
    return {
        waiting("comments held", counts.held, "/desk/moderation/?queue=held"),
        waiting("comments reported", counts.reported, "/desk/moderation/?queue=reported"),
        waiting("comments of new readers", counts.by_new_readers, "/desk/moderation/?queue=new"),
        waiting("notices of illegal content", moderation::count_waiting_notices(snapshot),
                "/desk/notices/"),
        waiting("decisions to be looked at again", static_cast<std::int64_t>(reviews),
                "/desk/reviews/")};
}

} // namespace

Response front_page(DeskContext& context, const Request& request)
{
    return draw(context, request, {"front", "Desk", "front"}, [&](DeskPage& page) {
        Object root;
        if (may(request, staff::Permission::moderate))
            root.set("waiting", waiting_context(page.snapshot));
        if (const auto member = staff::find_staff(page.snapshot, staff_of(request)); member) {
            const auto codes = staff::count_recovery_codes(page.snapshot, member->id);
            root.set("role", staff::role_name(member->role));
            root.set("recovery_codes", codes);
            root.set("few_codes", member->has_totp && codes < recovery_codes_few);
        }
        return root;
    });
}

} // namespace masthead::desk
