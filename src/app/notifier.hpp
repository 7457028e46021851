#pragma once

#include "core/base/clock.hpp"
#include "core/db/database.hpp"
#include "features/notifications/take_events.hpp"
#include "surfaces/site/date_format.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace masthead::app {

/// Tells readers what happened and makes the mails and pushes that are due, on one thread of its
/// own: woken by each event, and where a mail is due. It goes on where it was, also after a kill.
class Notifier {
public:
    Notifier(db::Database& database, const Clock& clock, Milliseconds at_once_wait);
    ~Notifier();
    Notifier(const Notifier&) = delete;
    Notifier& operator=(const Notifier&) = delete;

    void start();
    void stop();

    /// Something has happened. Threads: any; never waits.
    void wake();

    /// One turn on the caller's thread: a stretch of events, and mails that are due.
    notifications::Progress turn();

private:
    void run();
    bool queue_pushes(Time now); ///< whether more may be owed
    void rest(notifications::Progress progress, Milliseconds until_mail);
    notifications::MailTimes mail_times();
    Milliseconds until_next_mail();

    db::Database& database_;
    const Clock& clock_;
    const Milliseconds at_once_wait_;
    std::string zone_; // of dates_
    std::unique_ptr<const site::DateFormat> dates_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = true; // what an earlier process left
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace masthead::app
