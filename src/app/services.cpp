#include "app/services.hpp"

#include "app/jobs.hpp"
#include "app/mail_setup.hpp"
#include "app/push_setup.hpp"
#include "app/routes.hpp"
#include "core/base/log.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "core/web/words.hpp"
#include "features/notifications/find_notifications.hpp"
#include "features/settings/newsroom.hpp"

#include <unistd.h>

namespace masthead::app {

namespace {

// A reader is sent back to a page with the position of their own comment, which is committed but
// perhaps not yet dispatched: a position so far ahead of the last one noted is worth waiting for.
constexpr std::int64_t positions_ahead_max = 10'000;

// A withdrawn story is to answer 410 when the command that withdrew it has ended.
constexpr auto events_patience = std::chrono::seconds{1};

std::vector<net::Cidr> trusted_proxies(const Config& config)
{
    std::vector<net::Cidr> blocks;
    for (const auto& text : config.trusted_proxies)
        blocks.push_back(*net::parse_cidr(text)); // checked when the settings were read
    return blocks;
}

web::PageCache::Options cache_options(const Config& config)
{
    web::PageCache::Options options;
    options.bytes_max = static_cast<std::size_t>(config.page_cache_mb) * 1024 * 1024;
    return options;
}

site::SiteConfig site_config(const ServeOptions& options)
{
    return {options.config.site_url, options.config.theme, options.development == Development::yes};
}

// Without a mail server whoever runs this is the one who tries it out, at this terminal.
void say_mail(const std::filesystem::path& file, std::string_view link)
{
    const auto line = "Mail written to " + file.string() + "\n" +
                      (link.empty() ? "" : "  Its link: " + std::string{link} + "\n");
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0)
        log::warn("mail.no_standard_output");
}

privacy::Periods periods_of(const Config& config)
{
    return {std::chrono::hours{24} * config.network_kept_days};
}

// The privacy page's rows: the table in code, and the newsroom's own period. The page puts the
// number in, after the sentence has been found in the theme's words.
std::vector<forum::PersonalDatum> personal_data_rows(const Config& config)
{
    std::vector<forum::PersonalDatum> rows;
    for (const auto& row : privacy::personal_data())
        rows.push_back({std::string{row.what}, std::string{row.purpose}, std::string{row.basis},
                        std::string{row.period}, std::string{row.recipients},
                        config.network_kept_days});
    return rows;
}

net::ServerOptions server_options(const Config& config, net::AccessLog* access_log)
{
    net::ServerOptions options;
    options.listen = config.listen;
    options.io_threads = config.io_threads > 0 ? static_cast<unsigned>(config.io_threads)
                                               : std::max(1U, std::thread::hardware_concurrency());
    options.connections_max = static_cast<std::size_t>(config.connections_max);
    options.connections_per_network_max =
        static_cast<std::size_t>(config.connections_per_network_max);
    options.uncounted_networks = trusted_proxies(config);
    options.keep_alive_timeout = std::chrono::seconds{config.keep_alive_timeout_seconds};
    options.drain_timeout = std::chrono::seconds{config.drain_timeout_seconds};
    options.access_log = access_log;
    return options;
}

std::unique_ptr<net::AccessLog> open_access_log(const Config& config)
{
    return config.access_log ? std::make_unique<net::AccessLog>(STDOUT_FILENO) : nullptr;
}

} // namespace

Services::Services(const ServeOptions& options, CommandParser parse)
    : options_(options), parse_(std::move(parse)),
      database_(db::sqlite::open_database(options.directory.database_file(), clock_,
                                          db::embedded_migrations())),
      identity_(options.directory, options.config, *database_, clock_),
      cache_(clock_, cache_options(options.config)),
      site_(*database_, clock_, site_config(options)),
      forum_({site_.pages(), *database_, clock_, rule_books_, identity_.keys(),
              personal_data_rows(options.config)}),
      account_({site_.pages(), *database_, clock_, identity_.keys(), identity_.hasher(),
                identity_.breached(), identity_.providers(), options.directory.media(),
                rule_books_}),
      desk_({*database_, clock_, identity_.keys(), identity_.hasher(), identity_.breached(),
             site_.pages()}),
      live_(live_services()), notifying_({site_.pages(), *database_, clock_, identity_.keys()}),
      pushing_({*database_, clock_, identity_.keys().push_seal,
                push::application_server_key(push_sender(options.config, identity_.keys(), {}))}),
      app_(web::Router{all_routes({site_, forum_, account_, desk_, live_, notifying_, pushing_},
                                  *database_, options)},
           cache_, clock_, app_options()),
      access_log_(open_access_log(options.config)),
      server_(server_options(options.config, access_log_.get()), app_), dispatcher_(*database_),
      jobs_(*database_, clock_,
            job_handlers({*database_, clock_, options.directory.media(), periods_of(options.config),
                          rule_books_})),
      notifier_(*database_, clock_, std::chrono::seconds{options.config.mail_at_once_wait_seconds}),
      mail_senders_(*database_, clock_, mail_options(),
                    static_cast<int>(options.config.smtp_connections)),
      pusher_(*database_, clock_, site_.pages(), push_options()),
      outward_jobs_(*database_, clock_,
                    {{std::string{notifications::job_send_push},
                      [this](const db::Job& job) { pusher_.send(job); }}},
                    db::JobLane::outward)
{
    rule_books_.reload(*database_);
    dispatcher_.subscribe([this](const std::vector<db::Event>& events) { take_events(events); });
}

Services::~Services()
{
    stop();
}

void Services::start()
{
    dispatcher_.start();
    noted_position_ = dispatcher_.position();
    app_.note_position(noted_position_);
    live_.start(noted_position_);
    arm_jobs(*database_, clock_);
    jobs_.start();
    notifier_.start();
    mail_senders_.start();
    outward_jobs_.start();
    server_.start();
    commands_ = std::make_unique<CommandServer>(
        options_.directory, [this](const std::vector<std::string>& words, Output& out,
                                   const std::function<bool()>& cancelled) {
            return run_command(words, out, cancelled);
        });
}

void Services::stop()
{
    server_.drain();
    commands_.reset();
    server_.wait();
    live_.stop();
    outward_jobs_.stop();
    mail_senders_.stop();
    notifier_.stop();
    jobs_.stop();
    dispatcher_.stop();
}

std::string Services::url() const
{
    const auto address = net::parse_listen_address(options_.config.listen.front());
    const auto host =
        address->host.find(':') == std::string::npos ? address->host : "[" + address->host + "]";
    return browsable_url(host + ":" + std::to_string(server_.port()));
}

std::string Services::title()
{
    return database_->read(
        [](db::Snapshot& snapshot) { return settings::load_newsroom(snapshot).title; });
}

web::AppOptions Services::app_options()
{
    const auto& config = options_.config;
    web::AppOptions options;
    options.trusted_proxies = trusted_proxies(config);
    options.workers_max = static_cast<std::size_t>(config.workers);
    options.strict_transport = config.site_url.starts_with("https://");
    options.site_url = config.site_url;
    options.csrf_secret = std::string{identity_.keys().csrf.view()};
    const bool keeps = options_.development == Development::no;
    options.error_page = [this, keeps](int status, const web::Request& request) {
        auto page = site_.error_page(status, request);
        if (!keeps)
            page.caching.reset(); // the theme is being written
        return page;
    };
    options.find_visitor = [this](const web::Request& request) {
        return identity_.find_visitor(request);
    };
    options.words = [this](std::string_view key) {
        const auto theme = site_.pages().theme();
        const auto language = database_->read(
            [](db::Snapshot& snapshot) { return settings::load_newsroom(snapshot).language; });
        return std::string{theme->translate(language, web::default_words(key))};
    };
    options.committed_position = [this] { return noted_position_ + positions_ahead_max; };
    return options;
}

// The application's workers read what a stream has missed; they come later and end earlier.
live_stream::LiveServices Services::live_services()
{
    web::SseLimits limits;
    limits.streams_max = static_cast<std::size_t>(options_.config.live_connections_max);
    limits.per_network_max =
        static_cast<std::size_t>(options_.config.live_connections_per_network_max);
    const auto submit = [this](std::function<void()> job) { return app_.submit(std::move(job)); };
    return {*database_, limits, submit, notifications::unread_count};
}

// Where the operator has named no address, it is where a browser on this machine finds the site.
std::string Services::absolute_url() const
{
    return options_.config.site_url.empty() ? url() : options_.config.site_url;
}

mailing::MailerOptions Services::mail_options() const
{
    auto made = mailer_options(options_.config, options_.directory.path, absolute_url(),
                               std::string{identity_.keys().links.view()});
    if (!made)
        throw std::runtime_error(made.error().detail);
    if (!made->smtp)
        made->on_filed = say_mail;
    return std::move(*made);
}

pushing::PusherOptions Services::push_options() const
{
    return {push_sender(options_.config, identity_.keys(), absolute_url()),
            identity_.keys().push_seal,
            {}};
}

// In this order: whoever is told of a position finds everything that it changed.
void Services::take_events(const std::vector<db::Event>& events)
{
    identity_.sessions().forget(events);
    forum_.forget(events);
    const bool has_new_rules = std::ranges::any_of(events, [](const db::Event& event) {
        return moderation::RuleBooks::is_outdated_by(event.name);
    });
    if (has_new_rules)
        rule_books_.reload(*database_);
    drop_stale_pages(events);
    notifier_.wake();
    noted_position_ = events.back().position;
    app_.note_position(events.back().position);
    live_.take(events);
}

void Services::drop_stale_pages(const std::vector<db::Event>& events)
{
    for (const auto& stale : stale_tags_.of(events))
        cache_.drop(stale.tag, stale.position,
                    stale.urgent ? web::Drop::urgently : web::Drop::lazily);
}

int Services::run_command(const std::vector<std::string>& words, Output& out,
                          const std::function<bool()>& cancelled)
{
    const auto command = parse_(words);
    if (!command) {
        out.problem("The running server does not know this command.\n");
        return exit_usage;
    }
    std::unique_lock lengthy{lengthy_command_, std::defer_lock};
    if (command->length == CommandLength::lengthy && !lengthy.try_lock()) {
        out.problem("The server is busy with another import. Wait until it has finished, then "
                    "run this one again.\n");
        return exit_refused;
    }
    log::info("command.started", {{"command", words.empty() ? "" : words.front()}});
    CommandContext context{*database_, clock_, options_.directory.media(), out, cancelled};
    const int code = command->run(context);
    if (!await_events())
        out.problem("The change is saved, but the server has not dropped its old pages yet: look "
                    "again in a moment.\n");
    log::info("command.ended", {{"command", words.empty() ? "" : words.front()}, {"code", code}});
    return code;
}

// What the command changed shows on every page before the one who asked is told so.
bool Services::await_events()
{
    const auto position =
        database_->read([](db::Snapshot& snapshot) { return db::last_event_position(snapshot); });
    return dispatcher_.wait_for(position, events_patience);
}

} // namespace masthead::app
