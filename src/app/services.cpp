#include "app/services.hpp"

#include "app/jobs.hpp"
#include "app/routes.hpp"
#include "core/base/log.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/settings/newsroom.hpp"

#include <unistd.h>

namespace masthead::app {

namespace {

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

web::AppOptions app_options(const Config& config, site::Site& site)
{
    web::AppOptions options;
    options.trusted_proxies = trusted_proxies(config);
    options.workers_max = static_cast<std::size_t>(config.workers);
    options.strict_transport = config.site_url.starts_with("https://");
    options.error_page = [&site](int status, const web::Request& request) {
        return site.error_page(status, request);
    };
    return options;
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
      cache_(clock_, cache_options(options.config)),
      site_(*database_, clock_, site_config(options)),
      app_(web::Router{all_routes(site_, *database_, options)}, cache_, clock_,
           app_options(options.config, site_)),
      access_log_(open_access_log(options.config)),
      server_(server_options(options.config, access_log_.get()), app_), dispatcher_(*database_),
      jobs_(*database_, clock_, job_handlers(*database_, clock_))
{
    dispatcher_.subscribe(
        [this](const std::vector<db::Event>& events) { drop_stale_pages(events); });
}

Services::~Services()
{
    stop();
}

void Services::start()
{
    dispatcher_.start();
    arm_jobs(*database_, clock_);
    jobs_.start();
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

void Services::drop_stale_pages(const std::vector<db::Event>& events)
{
    for (const auto& event : events) {
        const auto stale = site::staleness_of(event);
        const auto how = stale.urgent ? web::Drop::urgently : web::Drop::lazily;
        for (const auto& tag : stale.tags)
            cache_.drop(tag, event.position, how);
    }
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
