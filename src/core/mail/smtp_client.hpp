#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/mail/address.hpp"
#include "core/mail/smtp_reply.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace masthead::smtp {

enum class StartTls { required, optional, none };

/// Where mails go.
struct SmtpSettings {
    std::string url;                        ///< "smtp://mail.example:587" or "smtps://mail.example"
    StartTls starttls = StartTls::required; ///< of no meaning for smtps
    std::string user;                       ///< empty: no AUTH
    std::string password;
    std::string ca_file;   ///< certificates to trust beside none other; empty: the system's
    std::string helo_name; ///< how we greet: our domain
    Milliseconds connect_timeout = std::chrono::seconds{15};
    Milliseconds reply_timeout = std::chrono::seconds{30};  ///< for each answer of the server
    Milliseconds total_timeout = std::chrono::seconds{120}; ///< for one mail; below a job's lease
};

/// Relays end a conversation after some hundred mails, a few of them rudely: ours ends before that.
inline constexpr int mails_a_connection_max = 100;

/// Refuses `invalid`, with what is wrong in `detail`: an address that is none, has a user, path or
/// query in it, or a password that would go out in the clear to another machine.
Result<void> check_settings(const SmtpSettings& settings);

/// What became of one mail, in words that logs may hold.
struct Delivery {
    Outcome outcome = Outcome::unreachable;
    Phase phase = Phase::connecting;
    int code = 0;         ///< the server's last; 0: none
    std::string enhanced; ///< "4.2.2", may be empty
    std::string fault;    ///< what failed on our side, as libcurl names it; never an address
};

/// A conversation with one mail server, kept open for the next mail. Threads: one at a time.
class SmtpClient {
public:
    /// Throws std::invalid_argument for settings that check_settings refuses.
    explicit SmtpClient(SmtpSettings settings);
    ~SmtpClient();
    SmtpClient(const SmtpClient&) = delete;
    SmtpClient& operator=(const SmtpClient&) = delete;

    /// Called when the server has said that it will take the content, before the first byte of it
    /// goes out; answering false, or throwing, ends the mail there: it is not delivered.
    using BeforeContent = std::function<bool()>;

    /// Sends the bytes of one mail. Blocks for `total_timeout` at most, and for `before_content`. A
    /// kept connection that turns out dead before any content went out is replaced once. Throws
    /// what `before_content` throws.
    Delivery send(const Address& sender, const Address& recipient, std::string_view message,
                  const BeforeContent& before_content = {});

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

} // namespace masthead::smtp
