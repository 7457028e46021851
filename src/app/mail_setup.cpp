#include "app/mail_setup.hpp"

#include "core/base/text.hpp"

#include <boost/url/parse.hpp>

#include <fstream>
#include <sstream>

namespace masthead::app {

namespace {

constexpr std::size_t secret_file_bytes_max = 64 * 1024;
constexpr std::string_view mail_folder = "mail";

// A relative path counts from the data directory, where the settings file stands.
Result<std::string> read_secret(const std::filesystem::path& data_directory,
                                const std::string& name, std::string_view key)
{
    std::ifstream in{data_directory / name, std::ios::binary};
    std::ostringstream bytes;
    if (in)
        bytes << in.rdbuf();
    auto text = std::move(bytes).str();
    if (!in || text.empty() || text.size() > secret_file_bytes_max)
        return refuse(Refusal::invalid, "settings.file",
                      std::string{key} + " names " + name + ", which cannot be read");
    return text;
}

std::string host_of(const std::string& site_url)
{
    const auto url = boost::urls::parse_uri(site_url);
    return url ? std::string{url->host()} : "";
}

Result<smtp::Address> sender_of(const Config& config)
{
    if (!config.mail_from.empty())
        return smtp::parse_address(config.mail_from);
    auto derived = smtp::parse_address("news@" + host_of(config.site_url));
    if (derived || config.smtp_url.empty())
        return derived ? *derived : *smtp::parse_address("news@localhost");
    return refuse(Refusal::invalid, "settings.mail_from",
                  "mail_from must be set: there is no site_url to make an address of");
}

smtp::StartTls starttls_of(const std::string& word)
{
    return word == "none"       ? smtp::StartTls::none
           : word == "optional" ? smtp::StartTls::optional
                                : smtp::StartTls::required;
}

Result<smtp::SmtpSettings> server_of(const Config& config,
                                     const std::filesystem::path& data_directory,
                                     const std::string& own_domain)
{
    smtp::SmtpSettings server;
    server.url = config.smtp_url;
    server.starttls = starttls_of(config.smtp_starttls);
    server.user = config.smtp_user;
    server.helo_name = own_domain;
    if (!config.smtp_ca_file.empty())
        server.ca_file = (data_directory / config.smtp_ca_file).string();
    if (!config.smtp_password_file.empty()) {
        const auto text =
            read_secret(data_directory, config.smtp_password_file, "smtp_password_file");
        if (!text)
            return text.error();
        server.password = trim(std::string_view{*text}.substr(0, text->find('\n')));
    }
    if (const auto checked = smtp::check_settings(server); !checked)
        return refuse(Refusal::invalid, "settings.smtp", "smtp_url: " + checked.error().detail);
    return server;
}

Result<smtp::DkimKey> dkim_of(const Config& config, const std::filesystem::path& data_directory,
                              const std::string& own_domain)
{
    auto pem = read_secret(data_directory, config.dkim_key_file, "dkim_key_file");
    if (!pem)
        return pem.error();
    if (config.dkim_selector.empty())
        return refuse(Refusal::invalid, "settings.dkim", "dkim_key_file needs dkim_selector");
    return smtp::DkimKey{config.dkim_domain.empty() ? own_domain : config.dkim_domain,
                         config.dkim_selector, std::move(*pem)};
}

} // namespace

Result<mailing::MailerOptions> mailer_options(const Config& config,
                                              const std::filesystem::path& data_directory,
                                              const std::string& site_url,
                                              const std::string& bounce_secret)
{
    const auto sender = sender_of(config);
    if (!sender)
        return sender.error();
    mailing::MailerOptions options;
    options.site_url = site_url;
    options.from = *sender;
    options.from_name = config.mail_from_name;
    options.bounce_secret = bounce_secret;
    options.folder = data_directory / mail_folder;
    options.theme = config.theme;
    if (!config.mail_bounces.empty())
        options.bounces = *smtp::parse_address(config.mail_bounces);
    if (!config.smtp_url.empty()) {
        auto server = server_of(config, data_directory, sender->domain);
        if (!server)
            return server.error();
        options.smtp = std::move(*server);
    }
    if (!config.dkim_key_file.empty()) {
        auto key = dkim_of(config, data_directory, sender->domain);
        if (!key)
            return key.error();
        options.dkim = std::move(*key);
    }
    return options;
}

} // namespace masthead::app
