#include "surfaces/transfer/post_identity.hpp"

#include "core/base/text.hpp"
#include "surfaces/transfer/fingerprint.hpp"

namespace masthead::transfer {

StoryFingerprint StoryFingerprint::unpacked(std::string_view text)
{
    const auto parts = split(text, ':');
    if (parts.size() != 3)
        return {};
    return {std::string{parts[0]}, std::string{parts[1]}, std::string{parts[2]}};
}

PostIdentity identify_post(db::Snapshot& snapshot, std::string_view site, const PlannedPost& post,
                           std::string_view guid)
{
    PostIdentity identity;
    const auto hash = Fingerprint{}.add(guid).hex();
    if (!post.guid_is_shared) {
        identity.guid = hash;
        if (const auto known = find_foreign(snapshot, {site, foreign_kind::guid, hash})) {
            identity.key = known->fingerprint;
            identity.row = find_foreign(snapshot, {site, foreign_kind::post, identity.key});
            return identity;
        }
    }
    identity.key = "guid:" + hash;
    if (!post.guid_is_key) {
        const auto by_id = std::to_string(post.id);
        identity.row = find_foreign(snapshot, {site, foreign_kind::post, by_id});
        const auto known = identity.row ? StoryFingerprint::unpacked(identity.row->fingerprint).guid
                                        : std::string{};
        identity.id_was_reused = !known.empty() && !identity.guid.empty() && known != hash;
        if (!identity.id_was_reused) {
            identity.key = by_id;
            return identity;
        }
    }
    identity.row = find_foreign(snapshot, {site, foreign_kind::post, identity.key});
    return identity;
}

} // namespace masthead::transfer
