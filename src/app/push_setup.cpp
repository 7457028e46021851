#include "app/push_setup.hpp"

namespace masthead::app {

push::Sender push_sender(const Config& config, const crypto::Keys& keys,
                         const std::string& site_url)
{
    // Some services refuse what is neither a mail address nor https, and addresses of no domain.
    auto contact = site_url;
    if (!config.mail_from.empty())
        contact = "mailto:" + config.mail_from;
    else if (!site_url.starts_with("https://"))
        contact = "mailto:news@localhost";
    return {crypto::P256Key::from_secret(keys.push), std::move(contact)};
}

} // namespace masthead::app
