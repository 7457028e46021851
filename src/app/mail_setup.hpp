#pragma once

#include "app/config.hpp"
#include "surfaces/mailing/mailer.hpp"

#include <filesystem>
#include <string>

namespace masthead::app {

/// Where mails go, from the settings and the files they name. `site_url` is absolute: the setting,
/// or where a browser finds this server. Refuses `invalid`, with what to do in `detail`: files that
/// cannot be read, a password that would go out in the clear, a server without a sender.
Result<mailing::MailerOptions> mailer_options(const Config& config,
                                              const std::filesystem::path& data_directory,
                                              const std::string& site_url,
                                              const std::string& bounce_secret);

} // namespace masthead::app
