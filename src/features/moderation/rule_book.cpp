#include "features/moderation/rule_book.hpp"

#include "core/base/log.hpp"
#include "core/base/text.hpp"
#include "features/moderation/disposable_domains.hpp"
#include "features/moderation/save_rules.hpp"
#include "features/settings/forum_choices.hpp"
#include "features/settings/newsroom.hpp"

#include <algorithm>
#include <exception>

namespace masthead::moderation {

RuleBook::RuleBook(const std::vector<Rule>& rules, int held_first_comments,
                   std::shared_ptr<RecentFingerprints> recent)
    : available_(true), held_first_comments_(held_first_comments), words_(rules),
      recent_(std::move(recent))
{
    for (const auto& rule : rules)
        if (rule.kind == RuleKind::mail_domain)
            domains_.insert(to_lower_ascii(trim(rule.pattern)));
}

std::string_view RuleBook::find_disposable_domain(std::string_view domain) const
{
    const auto lower = to_lower_ascii(domain);
    const auto known = known_disposable_domains();
    for (std::string_view part = lower; !part.empty();) {
        if (const auto own = domains_.find(std::string{part}); own != domains_.end())
            return *own;
        if (const auto found = std::ranges::lower_bound(known, part);
            found != known.end() && *found == part)
            return *found;
        const auto dot = part.find('.');
        part = dot == std::string_view::npos ? std::string_view{} : part.substr(dot + 1);
    }
    return {};
}

RuleBooks::RuleBooks() : recent_(std::make_shared<RecentFingerprints>()), current_(unavailable_) {}

std::shared_ptr<const RuleBook> RuleBooks::current() const
{
    const std::lock_guard lock{mutex_};
    return current_;
}

bool RuleBooks::reload(db::Database& database) noexcept
{
    // One at a time, so that a slow load never puts an older book over a newer one.
    const std::lock_guard loading{loading_};
    try {
        auto book = database.read([&](db::Snapshot& snapshot) {
            if (!is_recent_loaded_)
                recent_->load(snapshot);
            is_recent_loaded_ = true;
            const auto choices = settings::load_forum_choices(snapshot);
            return std::make_shared<const RuleBook>(load_rules(snapshot),
                                                    choices.held_first_comments, recent_);
        });
        const std::lock_guard lock{mutex_};
        current_ = std::move(book);
        return true;
    } catch (const std::exception& error) {
        log::error("moderation.rules_unreadable", {{"what", error.what()}});
        const std::lock_guard lock{mutex_};
        current_ = unavailable_;
        return false;
    }
}

bool RuleBooks::is_outdated_by(std::string_view event_name)
{
    return event_name == event_rules_changed || event_name == settings::event_changed;
}

} // namespace masthead::moderation
