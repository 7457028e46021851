#include "features/comments/keep_apart.hpp"

#include "features/readers/blocks.hpp"

#include <string>

namespace masthead::comments {

Result<void> check_not_apart(db::Snapshot& snapshot, const readers::Reader& writer, ReaderId other,
                             std::string_view key)
{
    if (writer.is_staff || writer.id == other ||
        !readers::is_blocked_between(snapshot, writer.id, other))
        return {};
    return refuse(Refusal::not_allowed, std::string{key});
}

Result<void> check_mentions(db::Snapshot& snapshot, const readers::Reader& writer,
                            std::span<const ReaderId> mentioned)
{
    for (const auto other : mentioned) {
        auto checked = check_not_apart(snapshot, writer, other, "comment.mention_blocked");
        if (!checked)
            return checked;
    }
    return {};
}

} // namespace masthead::comments
