#pragma once

#include "surfaces/transfer/import_comments_step.hpp"
#include "surfaces/transfer/story_writer.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace masthead::transfer {

/// What is known of a story while its comments are written, across transactions.
struct StoryInProgress {
    PreparedStory story;
    StoryId id; ///< once it is written
    bool written = false;
    bool has_new_comments = false;
    bool is_open = false; ///< its conversation is marked as unfinished in the database
    std::unordered_map<std::int64_t, CommentId> comments; ///< ours by theirs
};

/// One story's share of a transaction.
struct UnitPart {
    std::shared_ptr<StoryInProgress> story;
    std::vector<PreparedComment> comments;
    bool is_last = true; ///< no further comments of this story will come
};

/// How long a transaction on the bulk lane should take: a reader's post waits no longer than that.
inline constexpr std::chrono::milliseconds unit_time_wanted{5};

/// Collects parts into transactions that take some five milliseconds, and keeps what must survive
/// them. A conversation that needs more than one transaction is marked as open in the first and
/// settled in the last: after a kill between them, the next run sees the mark and settles it.
class UnitWriter {
public:
    UnitWriter(ImportContext& context, const SitePlan& site, std::string file)
        : context_(context), site_(site), file_(std::move(file))
    {
    }

    void add(UnitPart part);
    void flush();

    /// How many comments a part should hold, at most.
    std::size_t comments_wanted() const { return weight_max_; }

private:
    struct Outcome;

    void write_part(db::Tx& tx, const UnitPart& part, Outcome& outcome);
    void write_comment(db::Tx& tx, const StoryInProgress& story, StoryId id,
                       const PreparedComment& prepared, Outcome& outcome);
    void renew_comment(db::Tx& tx, const ForeignKey& key, const ForeignRow& row, StoryId story,
                       const PreparedComment& prepared, Outcome& outcome);
    std::optional<CommentId> find_parent(db::Tx& tx, const StoryInProgress& story, StoryId id,
                                         const PreparedComment& prepared, const Outcome& outcome);
    ReaderId reader_of(db::Tx& tx, const PreparedComment& prepared, Outcome& outcome);
    void settle(db::Tx& tx, const UnitPart& part, StoryId id, Outcome& outcome);
    void weigh();
    void weigh_part(db::Snapshot& snapshot, const UnitPart& part);
    void take(const Outcome& outcome);
    void take_story(const UnitPart& part, const WrittenStory& written);
    void adapt(std::chrono::steady_clock::duration taken);

    ImportContext& context_;
    const SitePlan& site_;
    std::string file_;
    std::vector<UnitPart> parts_;
    std::size_t weight_ = 0;
    std::size_t weight_max_ = 100;
    std::unordered_map<std::string, ReaderId> readers_; ///< by key, the ones met last
};

} // namespace masthead::transfer
