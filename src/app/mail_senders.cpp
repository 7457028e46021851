#include "app/mail_senders.hpp"

#include "features/mail/mail.hpp"

namespace masthead::app {

MailSenders::MailSenders(db::Database& database, const Clock& clock,
                         const mailing::MailerOptions& options, int connections)
{
    const int count = options.smtp ? connections : 1;
    for (int i = 0; i < count; ++i) {
        mailers_.push_back(std::make_unique<mailing::Mailer>(database, clock, options));
        auto* mailer = mailers_.back().get();
        runners_.push_back(std::make_unique<db::JobRunner>(
            database, clock,
            std::map<std::string, db::JobRunner::Handler>{
                {std::string{mail::job_send}, [mailer](const db::Job& job) { mailer->send(job); }}},
            db::JobLane::mail));
    }
}

MailSenders::~MailSenders()
{
    stop();
}

void MailSenders::start()
{
    for (auto& runner : runners_)
        runner->start();
}

void MailSenders::stop()
{
    for (auto& runner : runners_)
        runner->stop();
}

} // namespace masthead::app
