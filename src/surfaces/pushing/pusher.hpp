#pragma once

#include "core/crypto/key.hpp"
#include "core/db/database.hpp"
#include "core/db/job_queue.hpp"
#include "core/push/push_client.hpp"
#include "features/notifications/queue_pushes.hpp"
#include "surfaces/site/page_view.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace masthead::pushing {

/// How this newsroom pushes.
struct PusherOptions {
    push::Sender sender;
    crypto::KeyRing seal; ///< opens what readers' browsers have said of themselves
    fetch::PostLimits limits = {};
};

/// Tries of one message: after 30 s, 2, 8 and 32 minutes, or when the service says.
inline constexpr int push_attempts_max = 5;
Milliseconds push_pause_after(int attempt);

/// After a service gave no answer, or said that it ails and for how long, nothing is sent to it for
/// so long, or for as long as it said: thousands of messages would otherwise knock at its door one
/// by one.
inline constexpr Milliseconds service_pause = std::chrono::seconds{30};
inline constexpr std::size_t paused_services_max = 200;

/// Draws and sends messages to browsers: the handler of job "push.send". Threads: one at a time.
class Pusher {
public:
    Pusher(db::Database& database, const Clock& clock, site::Pages& pages, PusherOptions options);

    /// Sends what the job names, unless it may no longer be said, and keeps what became of it. Does
    /// not throw for anything that a push service does; throws db::Error.
    void send(const db::Job& job);

private:
    struct Ready {
        push::Subscription subscription;
        push::Message message;
    };
    std::optional<Ready> prepare(const notifications::PushToSend& push);
    void keep(const db::Job& job, const notifications::PushToSend& push,
              const push::Delivery& delivery);
    void try_again(const db::Job& job, notifications::PushToSend push, Time run_at);
    std::optional<Time> paused_until(const std::string& endpoint);
    void note_pause(const std::string& endpoint, const push::Delivery& delivery);

    db::Database& database_;
    const Clock& clock_;
    site::Pages& pages_;
    PusherOptions options_;
    push::PushClient client_;
    std::map<std::string, Time> paused_; ///< by the origin of the service
};

} // namespace masthead::pushing
