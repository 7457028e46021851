#pragma once

#include "app/config.hpp"
#include "core/crypto/keys.hpp"
#include "core/push/vapid.hpp"

#include <string>

namespace masthead::app {

/// By whom push services are told a message is sent: the newsroom's key, and where its people are
/// reached, which is the address that mails come from, or else the site. `site_url` is absolute.
push::Sender push_sender(const Config& config, const crypto::Keys& keys,
                         const std::string& site_url);

} // namespace masthead::app
