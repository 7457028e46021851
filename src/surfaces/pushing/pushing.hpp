#pragma once

#include "core/base/clock.hpp"
#include "core/crypto/key.hpp"
#include "core/db/database.hpp"
#include "core/web/router.hpp"

#include <string>
#include <vector>

namespace masthead::pushing {

/// What the browser's side is given. Everything named by reference outlives it.
struct PushingServices {
    db::Database& database;
    const Clock& clock;
    crypto::KeyRing seal;
    std::string server_key; ///< by which push services know us, base64url
};

/// Switching messages to a browser on and off, and the worker that shows them.
class Pushing {
public:
    explicit Pushing(PushingServices services);

    /// Handlers refer to this object; it outlives them.
    std::vector<web::Route> routes();

private:
    PushingServices services_;
};

} // namespace masthead::pushing
