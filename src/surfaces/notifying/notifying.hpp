#pragma once

#include "core/base/clock.hpp"
#include "core/crypto/keys.hpp"
#include "core/db/database.hpp"
#include "core/web/router.hpp"
#include "surfaces/site/page_view.hpp"

#include <vector>

namespace masthead::notifying {

/// What the pages of notifications are given. Everything named by reference outlives them.
struct NotifyingServices {
    site::Pages& pages;
    db::Database& database;
    const Clock& clock;
    const crypto::Keys& keys;
};

/// What a reader is told: the list, its bell for the page's script, what is chosen to be told, and
/// the way out of mails.
class Notifying {
public:
    explicit Notifying(NotifyingServices services);

    /// Handlers refer to this object; it outlives them.
    std::vector<web::Route> routes();

private:
    NotifyingServices services_;
};

} // namespace masthead::notifying
