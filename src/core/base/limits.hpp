#pragma once

#include <chrono>
#include <cstddef>

/// Every named maximum that more than one room needs, with its reason. A limit that belongs to one
/// room alone stands in that room. Each is tested at the limit and one past it.
namespace masthead::limits {

using namespace std::chrono_literals;

// HTTP, per connection and request.
inline constexpr std::size_t request_head_bytes_max = 16 * 1024;
inline constexpr std::size_t request_target_bytes_max = 8 * 1024;
inline constexpr std::size_t request_fields_max = 100;
inline constexpr std::size_t request_body_bytes_max = 1024 * 1024;
inline constexpr std::size_t connections_max = 20'000;
inline constexpr std::size_t connections_per_network_max = 512;
inline constexpr std::size_t workers_max = 64;
inline constexpr std::size_t worker_stack_bytes = 256 * 1024;
inline constexpr std::size_t worker_queue_max = 1'024;
// A refused body up to this size is read and thrown away, so that the connection can go on.
inline constexpr std::size_t discarded_body_bytes_max = 64 * 1024;
// Time-outs of bodies and answers grow by what was carried at this rate: slow lines, not slow
// loris.
inline constexpr std::size_t transfer_bytes_per_second_min = 4 * 1024;
inline constexpr auto request_head_timeout = 15s;
inline constexpr auto request_body_timeout = 30s;
inline constexpr auto response_write_timeout = 30s;
inline constexpr auto keep_alive_timeout = 75s;
inline constexpr auto drain_timeout = 10s;
// Live streams: far more readers than nodes have cores, and a whole company behind one address.
inline constexpr std::size_t live_connections_max = 15'000;
inline constexpr std::size_t live_connections_per_network_max = 256;
// A browser opens one for all its tabs; a few more for those that cannot share.
inline constexpr std::size_t live_connections_per_session_max = 8;
// Proxies and phone networks forget connections that are silent for half a minute.
inline constexpr auto stream_idle = 25s;

// The page cache.
inline constexpr std::size_t page_cache_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t page_tags_max = 4'096;
inline constexpr std::size_t tags_per_page_max = 256;
inline constexpr std::size_t error_page_bytes_max =
    1024 * 1024; // so that made-up URLs evict no real page
inline constexpr auto page_redraw_interval = 250ms;

// Reading pages.
inline constexpr int threads_per_page_max = 50;
inline constexpr int comments_per_page_max = 100;
inline constexpr int replies_shown_first = 3;
inline constexpr int comment_depth_shown_max = 6;
inline constexpr int comment_depth_max = 1'000;
inline constexpr int stories_per_page = 15;
inline constexpr int pages_deep_max = 10'000;

// Texts.
inline constexpr std::size_t comment_bytes_max = 16 * 1024;
inline constexpr std::size_t story_html_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t slug_bytes_max = 191;
inline constexpr std::size_t title_bytes_max = 2'000;

// Database.
inline constexpr std::size_t write_queue_max = 4'096;
inline constexpr std::size_t write_batch_max = 64;
inline constexpr auto bulk_batch_budget = 10ms;
inline constexpr auto read_snapshot_max = 2s;
inline constexpr auto event_log_kept = std::chrono::hours{24 * 14};
inline constexpr int job_attempts_max = 10;

// Import.
inline constexpr std::size_t import_batch_rows = 1'000;
inline constexpr std::size_t import_field_bytes_max = 32 * 1024 * 1024;

// Mails on their way at once: four keep a relay busy while each waits for the disk; more than
// sixteen look like an attack to it.
inline constexpr int smtp_connections = 4;
inline constexpr int smtp_connections_max = 16;

} // namespace masthead::limits
