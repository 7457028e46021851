#include "surfaces/account/profile_rules.hpp"

#include "core/base/text.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/comments/prepare_comment.hpp"
#include "features/moderation/bans.hpp"
#include "features/moderation/judge_profile.hpp"
#include "features/moderation/rule_words.hpp"
#include "features/readers/reader.hpp"

namespace masthead::account {

namespace {

// Links are found as they are in a comment. Words that cannot be read as one have none.
std::vector<std::string> links_in(std::string_view bio)
{
    const auto prepared = comments::prepare_comment(bio);
    return prepared ? prepared->links : std::vector<std::string>{};
}

} // namespace

Result<void> refuse_banned(const AccountServices& services, const web::Request& request,
                           db::Snapshot& snapshot)
{
    const auto reader = reader_of(request);
    const auto ban = moderation::find_ban_on(
        snapshot, reader, accounts::mail_domain_of(snapshot, accounts::owner_of(reader)),
        moderation::network_key(services.keys.network_index.view(), request.remote_address),
        services.clock.now());
    if (!ban)
        return {};
    return refuse(Refusal::not_allowed, "profile.banned",
                  std::string{moderation::describe_rule(ban->ground)});
}

Result<void> judge_typed(const AccountServices& services, ReaderId reader,
                         const TypedProfile& typed)
{
    const auto present = services.database.read(
        [&](db::Snapshot& snapshot) { return readers::find_reader(snapshot, reader); });
    if (!present)
        return {}; // the verb says so
    moderation::ProfileText text;
    if (typed.name != present->display_name)
        text.name = typed.name;
    // As browsers send it, lines end in two characters.
    auto bio = typed.bio;
    std::erase(bio, '\r');
    if (trim(bio) != present->bio) {
        text.bio = typed.bio;
        text.links = links_in(typed.bio);
    }
    moderation::Standing standing;
    standing.reader = reader;
    standing.approved_count = present->approved_count;
    standing.is_staff = present->is_staff;
    return moderation::judge_profile(*services.rule_books.current(), text, standing);
}

Result<void> judge_new_name(const AccountServices& services, std::string_view name)
{
    moderation::ProfileText text;
    text.name = name;
    return moderation::judge_profile(*services.rule_books.current(), text, {});
}

} // namespace masthead::account
