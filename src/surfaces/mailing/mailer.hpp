#pragma once

#include "core/db/database.hpp"
#include "core/db/job_queue.hpp"
#include "core/mail/dkim.hpp"
#include "core/mail/message.hpp"
#include "core/mail/smtp_client.hpp"
#include "features/mail/mail.hpp"
#include "surfaces/mailing/draw_mail.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace masthead::mailing {

/// How this newsroom sends mail.
struct MailerOptions {
    std::string site_url; ///< absolute, without a trailing slash: links stand on it
    smtp::Address from;
    std::string from_name;                ///< empty: the newsroom's title
    std::optional<smtp::Address> bounces; ///< base of the return paths; absent: `from` itself
    std::string bounce_secret;            ///< keys the return paths and unsubscribing links
    std::filesystem::path folder;         ///< takes the mails where there is no server
    /// Told of each mail that went into the folder, with the link in it (empty where it has none):
    /// whoever tries the program without a mail server has to get at it. Never called with one.
    std::function<void(const std::filesystem::path& file, std::string_view link)> on_filed = {};
    std::filesystem::path theme; ///< a folder whose mail/ overrides templates; or empty
    std::optional<smtp::SmtpSettings> smtp;
    std::optional<smtp::DkimKey> dkim;
};

/// How long nothing is tried after a server could not be reached: a queue of thousands would
/// otherwise knock at its door one by one.
inline constexpr Milliseconds unreachable_pause = std::chrono::seconds{30};

/// Draws, signs and sends mails: the handler of job "mail.send". Each has a connection of its own;
/// several may work on one queue. Threads: one at a time.
class Mailer {
public:
    /// Throws std::runtime_error or std::invalid_argument for templates, a key or server settings
    /// that cannot be used.
    Mailer(db::Database& database, const Clock& clock, MailerOptions options);
    ~Mailer();

    /// Sends the mail that the job names, unless it has ended, and keeps what became of it. Does
    /// not throw for anything that a mail server does; throws db::Error.
    void send(const db::Job& job);

private:
    std::optional<smtp::Delivery> deliver(const mail::OutgoingMail& mail);
    smtp::Delivery hand_over(const mail::OutgoingMail& mail, const smtp::Address& recipient,
                             std::string_view message);
    std::optional<std::string> data_of(const mail::OutgoingMail& mail);
    Result<std::string> compose(const mail::OutgoingMail& mail, const smtp::Address& recipient,
                                const std::string& data);
    bool begin_handing_over(const mail::OutgoingMail& mail);
    void keep(const mail::OutgoingMail& mail, const smtp::Delivery& delivery);
    void defer_until_reachable(MailId id);

    db::Database& database_;
    const Clock& clock_;
    MailerOptions options_;
    MailTheme theme_;
    std::unique_ptr<smtp::SmtpClient> client_;
    std::unique_ptr<smtp::DkimSigner> signer_;
    Time unreachable_until_{};
};

} // namespace masthead::mailing
