#pragma once

#include "surfaces/transfer/import_plan.hpp"
#include "surfaces/transfer/wxr_reader.hpp"

namespace masthead::transfer {

/// Thrown by a PlanBuilder where a run holds more than a plan may; plan_import turns it into a
/// refusal.
struct PlanTooLarge {
    std::string what;
};

/// Collects the plan from the items of one file.
class PlanBuilder final : public WxrHandler {
public:
    PlanBuilder(ImportPlan& plan, ImportReport& report, std::string file, PlanLimits limits)
        : plan_(plan), report_(report), file_(std::move(file)), limits_(limits)
    {
    }

    /// Which site the file turned out to be of.
    std::size_t site_index() const { return site_index_; }

    void site(const WxrSite& site) override;
    void author(WxrAuthor author) override;
    void term(WxrTerm term) override;
    void comment(WxrComment) override {}
    void item(WxrItem item) override;

private:
    void add_author(PlannedAuthor author);
    void add_term(PlannedTerm term);
    void add_post(const WxrItem& item);
    void identify(PlannedPost& post, const WxrItem& item);
    void add_post_addresses(const WxrItem& item, std::uint32_t index);
    void add_item_names(const WxrItem& item);
    void add_attachment(const WxrItem& item);
    void add_attachment_file(PlannedAttachment& file, const WxrItem& item, const std::string& url);
    void add_menu_entry(const WxrItem& item);
    void add_guest_author(const WxrItem& item);
    void leave_out(const WxrItem& item);
    void remember_address(const std::string& url, OldAddress address);
    void remember_shorter(std::string_view parameter, std::int64_t id, OldAddress address);
    void check_room_for_item() const;
    void check_room_for_name() const;
    void problem(std::int64_t line, const std::string& id, const std::string& what,
                 const std::string& reason);

    ImportPlan& plan_;
    ImportReport& report_;
    std::string file_;
    PlanLimits limits_;
    std::size_t site_index_ = 0;
    SitePlan* site_ = nullptr;
};

} // namespace masthead::transfer
