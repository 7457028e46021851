#pragma once

#include "core/base/clock.hpp"
#include "core/crypto/breached_list.hpp"
#include "core/crypto/keys.hpp"
#include "core/crypto/password_hasher.hpp"
#include "core/db/database.hpp"
#include "core/web/router.hpp"
#include "surfaces/site/page_view.hpp"

#include <memory>
#include <vector>

namespace masthead::desk {

struct DeskContext;

/// What the desk is given. Everything named by reference outlives it.
struct DeskServices {
    db::Database& database;
    const Clock& clock;
    const crypto::Keys& keys;
    crypto::PasswordHasher& hasher;
    const crypto::BreachedList* breached; ///< null: the newsroom has no such list
    site::Pages& pages;                   ///< for the newsroom's address alone
};

/// Where staff work: they come in by password and code, read what waits, decide, and keep the
/// rules. Its templates are its own (`themes/desk`); no newsroom's theme changes them.
class Desk {
public:
    /// Throws std::runtime_error with every error of the templates.
    explicit Desk(DeskServices services);
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Handlers refer to this object; it outlives them.
    std::vector<web::Route> routes();

private:
    std::unique_ptr<DeskContext> context_;
};

} // namespace masthead::desk
