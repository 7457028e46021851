#pragma once

#include "core/db/database.hpp"
#include "features/moderation/recent_fingerprints.hpp"
#include "features/moderation/rule.hpp"
#include "features/moderation/word_list.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace masthead::moderation {

/// The newsroom's rules, ready to judge by; immutable. One that could not be read is not available
/// and holds every comment.
class RuleBook {
public:
    /// A book that is not available.
    RuleBook() = default;
    RuleBook(const std::vector<Rule>& rules, int held_first_comments,
             std::shared_ptr<RecentFingerprints> recent);

    bool is_available() const { return available_; }
    const WordList& words() const { return words_; }
    int held_first_comments() const { return held_first_comments_; }

    /// The listed domain that `domain` is or stands beneath; empty where none is.
    std::string_view find_disposable_domain(std::string_view domain) const;

    /// Where the near-duplicates are looked for; shared by all books of one holder. May be null.
    const std::shared_ptr<RecentFingerprints>& recent() const { return recent_; }

private:
    bool available_ = false;
    int held_first_comments_ = 0;
    WordList words_;
    std::unordered_set<std::string> domains_;
    std::shared_ptr<RecentFingerprints> recent_;
};

/// Holds the present book. Loaded at start, again after `moderation.rules_changed` or
/// `newsroom.changed`. Threads: any.
class RuleBooks {
public:
    RuleBooks();

    /// The present book; not available until the first load.
    std::shared_ptr<const RuleBook> current() const;

    /// Reads the rules anew, and at first the recent fingerprints. Where that fails the present
    /// book becomes one that holds everything, the failure is logged, and the answer is false: try
    /// again later.
    bool reload(db::Database& database) noexcept;

    /// Whether an event calls for `reload`.
    static bool is_outdated_by(std::string_view event_name);

private:
    std::mutex loading_;
    std::shared_ptr<RecentFingerprints> recent_;
    bool is_recent_loaded_ = false;
    const std::shared_ptr<const RuleBook> unavailable_ = std::make_shared<const RuleBook>();
    mutable std::mutex mutex_;
    std::shared_ptr<const RuleBook> current_;
};

} // namespace masthead::moderation
