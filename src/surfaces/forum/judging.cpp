#include "surfaces/forum/judging.hpp"

#include "core/crypto/seal.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/moderation/ban.hpp"
#include "features/moderation/judge_text.hpp"
#include "features/readers/reader.hpp"

namespace masthead::forum {

namespace {

moderation::Standing standing_of(db::Snapshot& snapshot, ReaderId id)
{
    moderation::Standing standing;
    standing.reader = id;
    const auto reader = readers::find_reader(snapshot, id);
    if (!reader)
        return standing;
    standing.created_at = reader->signed_up_at;
    standing.approved_count = reader->approved_count;
    standing.mail_domain = accounts::mail_domain_of(snapshot, accounts::owner_of(id));
    standing.is_staff = reader->is_staff;
    return standing;
}

} // namespace

moderation::Verdict judge(ForumContext& context, db::Snapshot& snapshot, const ToJudge& submitted)
{
    moderation::Submission submission;
    submission.text = submitted.text.plain;
    submission.links = submitted.text.links;
    submission.honeypot_filled = submitted.writing.honeypot_filled;
    submission.writing_time =
        writing_time(context.services.keys, submitted.writing.started, context.now());
    return moderation::judge_text(*context.services.rule_books.current(), submission,
                                  standing_of(snapshot, submitted.reader), context.now());
}

void set_network(ForumContext& context, const web::Request& request, comments::PostComment& command)
{
    command.network_key = network_key_of(context, request);
    if (!request.remote_address.empty())
        command.sealed_network =
            crypto::seal(context.services.keys.network, request.remote_address);
}

std::string network_key_of(ForumContext& context, const web::Request& request)
{
    return moderation::network_key(context.services.keys.network_index.view(),
                                   request.remote_address);
}

} // namespace masthead::forum
