#pragma once

#include "core/base/clock.hpp"
#include "core/crypto/breached_list.hpp"
#include "core/crypto/keys.hpp"
#include "core/crypto/password_hasher.hpp"
#include "core/db/database.hpp"
#include "core/oidc/oidc.hpp"
#include "core/web/router.hpp"
#include "features/moderation/rule_book.hpp"
#include "surfaces/site/page_view.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace masthead::account {

/// What the account's pages are given. Everything named by reference outlives them.
struct AccountServices {
    site::Pages& pages;
    db::Database& database;
    const Clock& clock;
    const crypto::Keys& keys;
    crypto::PasswordHasher& hasher;
    const crypto::BreachedList* breached; ///< null: the newsroom has no such list
    std::vector<std::shared_ptr<oidc::Provider>> providers;
    std::filesystem::path media;             ///< the folder of pictures
    const moderation::RuleBooks& rule_books; ///< names and profiles are judged by
};

/// Signing up, in and out, and a reader's own account: all of it by plain forms; passkeys alone
/// need the page's script.
class Account {
public:
    explicit Account(AccountServices services);

    /// Handlers refer to this object; it outlives them.
    std::vector<web::Route> routes();

private:
    AccountServices services_;
};

} // namespace masthead::account
