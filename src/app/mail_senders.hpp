#pragma once

#include "core/db/job_runner.hpp"
#include "surfaces/mailing/mailer.hpp"

#include <memory>
#include <vector>

namespace masthead::app {

/// Sends the queued mails: several mailers, each with a connection and a thread of its own, take
/// from one queue. Memory does not depend on how many wait.
class MailSenders {
public:
    /// Without a mail server one is enough. Throws as mailing::Mailer.
    MailSenders(db::Database& database, const Clock& clock, const mailing::MailerOptions& options,
                int connections);
    ~MailSenders();
    MailSenders(const MailSenders&) = delete;
    MailSenders& operator=(const MailSenders&) = delete;

    void start();
    void stop();

private:
    std::vector<std::unique_ptr<mailing::Mailer>> mailers_;
    std::vector<std::unique_ptr<db::JobRunner>> runners_;
};

} // namespace masthead::app
