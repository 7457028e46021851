#pragma once

#include "app/command_server.hpp"
#include "app/identity.hpp"
#include "app/mail_senders.hpp"
#include "app/notifier.hpp"
#include "app/serve.hpp"
#include "core/db/event_dispatcher.hpp"
#include "core/db/job_runner.hpp"
#include "core/net/access_log.hpp"
#include "core/net/server.hpp"
#include "core/web/app.hpp"
#include "core/web/page_cache.hpp"
#include "features/moderation/rule_book.hpp"
#include "surfaces/account/account.hpp"
#include "surfaces/desk/desk.hpp"
#include "surfaces/forum/forum.hpp"
#include "surfaces/live_stream/live_stream.hpp"
#include "surfaces/mailing/mailer.hpp"
#include "surfaces/notifying/notifying.hpp"
#include "surfaces/pushing/pusher.hpp"
#include "surfaces/pushing/pushing.hpp"
#include "surfaces/site/site.hpp"

#include <atomic>
#include <memory>
#include <mutex>

namespace masthead::app {

/// Everything a running server is made of. The order of the members is their lifetime: what stands
/// below may use what stands above.
class Services {
public:
    /// Opens the database, binds the addresses and the command socket. Nothing is answered yet.
    Services(const ServeOptions& options, CommandParser parse);
    ~Services();
    Services(const Services&) = delete;
    Services& operator=(const Services&) = delete;

    /// From here on requests are answered.
    void start();

    /// Takes no more work, finishes or cancels what is under way, and waits for its end.
    void stop();

    /// Where a browser on this machine finds the site.
    std::string url() const;

    /// The newsroom's name.
    std::string title();

    std::uint16_t port() const { return server_.port(); }

private:
    web::AppOptions app_options();
    live_stream::LiveServices live_services();
    mailing::MailerOptions mail_options() const;
    pushing::PusherOptions push_options() const;
    std::string absolute_url() const;
    void take_events(const std::vector<db::Event>& events);
    void drop_stale_pages(const std::vector<db::Event>& events);
    int run_command(const std::vector<std::string>& words, Output& out,
                    const std::function<bool()>& cancelled);
    bool await_events();

    const ServeOptions options_;
    const CommandParser parse_;
    SystemClock clock_;
    std::unique_ptr<db::Database> database_;
    Identity identity_;
    moderation::RuleBooks rule_books_;
    web::PageCache cache_;
    site::Site site_;
    site::StaleTags stale_tags_{clock_, *database_};
    forum::Forum forum_;
    account::Account account_;
    desk::Desk desk_;
    live_stream::LiveStream live_;
    notifying::Notifying notifying_;
    pushing::Pushing pushing_;
    std::atomic<std::int64_t> noted_position_{0};
    web::App app_;
    std::unique_ptr<net::AccessLog> access_log_;
    net::Server server_;
    db::EventDispatcher dispatcher_;
    db::JobRunner jobs_;
    Notifier notifier_;
    MailSenders mail_senders_;
    pushing::Pusher pusher_;
    db::JobRunner outward_jobs_;
    std::mutex lengthy_command_;
    std::unique_ptr<CommandServer> commands_;
};

} // namespace masthead::app
