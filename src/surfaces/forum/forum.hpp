#pragma once

#include "core/base/clock.hpp"
#include "core/crypto/keys.hpp"
#include "core/db/database.hpp"
#include "core/db/event_log.hpp"
#include "core/web/router.hpp"
#include "features/moderation/rule_book.hpp"
#include "surfaces/site/page_view.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace masthead::forum {

/// One line of what is stored about a person: drawn on the privacy page, from the table in code, in
/// English sentences that the theme translates.
struct PersonalDatum {
    std::string what;       ///< "Your mail address"
    std::string purpose;    ///< why it is kept
    std::string basis;      ///< the law's ground
    std::string period;     ///< how long; "{days}" in it stands for `days`
    std::string recipients; ///< who else is given it; empty: nobody
    std::int64_t days = 0;  ///< the newsroom's own period, where `period` has a place for it
};

/// What the forum is given. Everything named by reference outlives it.
struct ForumServices {
    site::Pages& pages;
    db::Database& database;
    const Clock& clock;
    moderation::RuleBooks& rule_books;
    const crypto::Keys& keys;
    std::vector<PersonalDatum> personal_data; ///< rows of /privacy/, in their order
};

struct ForumContext;

/// The conversation as readers write it: composer, edit, delete, report, respect, history, a
/// moderator's hand on the page, and the standing pages (/rules/, /contact/, /privacy/,
/// /accessibility/, /notice/, /reader/{id}/).
class Forum {
public:
    explicit Forum(ForumServices services);
    ~Forum();
    Forum(const Forum&) = delete;
    Forum& operator=(const Forum&) = delete;

    /// Handlers refer to this object; it outlives them.
    std::vector<web::Route> routes();

    /// A subscriber of the event dispatcher: rules kept in memory are read anew after a change.
    void forget(const std::vector<db::Event>& events);

private:
    std::unique_ptr<ForumContext> context_;
};

} // namespace masthead::forum
