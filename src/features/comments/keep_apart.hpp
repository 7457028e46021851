#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"
#include "features/readers/reader.hpp"

#include <span>
#include <string_view>

/// What blocks between readers mean for writing. For this folder only.
namespace masthead::comments {

/// Refuses `not_allowed` with this key where either reader has blocked the other. Nobody keeps the
/// newsroom's own staff from answering.
Result<void> check_not_apart(db::Snapshot& snapshot, const readers::Reader& writer, ReaderId other,
                             std::string_view key);

/// The same of everybody whom a text mentions ("comment.mention_blocked").
Result<void> check_mentions(db::Snapshot& snapshot, const readers::Reader& writer,
                            std::span<const ReaderId> mentioned);

} // namespace masthead::comments
