#pragma once

#include "app/config.hpp"
#include "app/data_directory.hpp"
#include "core/base/clock.hpp"
#include "core/crypto/breached_list.hpp"
#include "core/crypto/keys.hpp"
#include "core/crypto/password_hasher.hpp"
#include "core/db/database.hpp"
#include "core/oidc/oidc.hpp"
#include "core/web/request.hpp"
#include "features/accounts/session_memory.hpp"

#include <memory>
#include <vector>

namespace masthead::app {

/// All that tells who somebody is: secrets, sessions, passwords and providers. The order of the
/// members is their lifetime.
class Identity {
public:
    /// The caller holds the directory's lock. Throws where the keys or a named file cannot be used.
    Identity(const DataDirectory& directory, const Config& config, db::Database& database,
             const Clock& clock);

    /// Who asks, by their session cookies. Threads: workers.
    web::Visitor find_visitor(const web::Request& request);

    const crypto::Keys& keys() const { return keys_; }
    crypto::PasswordHasher& hasher() { return hasher_; }
    const crypto::BreachedList* breached() const { return breached_.get(); }
    accounts::SessionMemory& sessions() { return sessions_; }
    const std::vector<std::shared_ptr<oidc::Provider>>& providers() const { return providers_; }

private:
    const Clock& clock_;
    crypto::Keys keys_;
    crypto::PasswordHasher hasher_;
    std::unique_ptr<crypto::BreachedList> breached_;
    std::vector<std::shared_ptr<oidc::Provider>> providers_;
    accounts::SessionMemory sessions_;
};

} // namespace masthead::app
