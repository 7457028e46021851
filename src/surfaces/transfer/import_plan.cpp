#include "surfaces/transfer/import_plan.hpp"

#include "surfaces/transfer/plan_builder.hpp"
#include "surfaces/transfer/site_address.hpp"

#include <filesystem>
#include <set>
#include <system_error>

namespace masthead::transfer {

namespace {

constexpr int category_depth_max = 64;

std::string words_of(const Mend& mend)
{
    return mend.kind == Mend::Kind::control_byte
               ? "a control byte that XML does not allow became a space"
               : "\"]]>\" inside a CDATA section, which ended it early, was taken as text";
}

void report_mends(const WxrSummary& summary, const std::string& file, ImportReport& report)
{
    for (const auto& mend : summary.mends)
        report.problem({file, mend.line, "", "file", words_of(mend)});
}

// Where the channel names no address, the first item's tells which links are internal.
void complete_urls(SitePlan& site, const TextStore& texts)
{
    if (!site.urls.empty() || site.posts.empty())
        return;
    const auto link = texts.get(site.posts.front().link);
    const auto parts = split_url(link);
    if (!parts.authority.empty())
        site.urls.push_back(std::string{parts.scheme} + "://" + std::string{parts.authority});
}

void remember_archive(SitePlan& site, const std::string& path, OldAddress address)
{
    for (const auto& url : site.urls) {
        const auto base = url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
        site.addresses.try_emplace(address_hash(link_key(base + path)), address);
    }
}

// Archives of categories, tags and authors under WordPress's own bases.
void complete_archives(SitePlan& site)
{
    for (std::uint32_t i = 0; i < site.terms.size(); ++i) {
        const auto& term = site.terms[i];
        if (term.taxonomy == "category")
            remember_archive(site, category_path(site, term), {OldAddress::Kind::category, i});
        else
            remember_archive(site, "/tag/" + term.slug + "/", {OldAddress::Kind::tag, i});
    }
    for (std::uint32_t i = 0; i < site.authors.size(); ++i)
        remember_archive(site, "/author/" + site.authors[i].login + "/",
                         {OldAddress::Kind::author, i});
}

Result<void> check_files(const std::vector<std::filesystem::path>& files, ImportPlan& plan)
{
    std::set<std::filesystem::path> seen;
    for (const auto& file : files) {
        if (!std::filesystem::is_regular_file(file))
            return refuse(Refusal::not_found, "import.file", file.string() + ": no such file");
        if (!seen.insert(std::filesystem::canonical(file)).second)
            return refuse(Refusal::invalid, "import.file", file.string() + ": named twice");
        plan.files.push_back({file, 0, std::filesystem::file_size(file)});
        plan.bytes_total += plan.files.back().bytes;
    }
    return {};
}

} // namespace

std::uint64_t address_hash(std::string_view key)
{
    return std::hash<std::string_view>{}(key);
}

bool is_post_type(std::string_view type)
{
    return type == "post" || type == "page";
}

const PlannedTerm* find_term(const SitePlan& site, std::string_view taxonomy, std::string_view slug)
{
    const auto found = site.term_by_slug.find(std::string{taxonomy} + "/" + std::string{slug});
    return found == site.term_by_slug.end() ? nullptr : &site.terms[found->second];
}

const PlannedTerm* top_category(const SitePlan& site, std::string_view slug)
{
    const auto* term = find_term(site, "category", slug);
    for (int depth = 0; term && !term->parent.empty() && depth < category_depth_max; ++depth) {
        const auto* parent = find_term(site, "category", term->parent);
        if (!parent)
            break;
        term = parent;
    }
    return term;
}

const PlannedPost& first_of(const SitePlan& site, const PlannedPost& post)
{
    return post.same_as < 0 ? post : site.posts[static_cast<std::size_t>(post.same_as)];
}

std::string category_path(const SitePlan& site, const PlannedTerm& category)
{
    std::string path = "/" + category.slug + "/";
    const auto* term = &category;
    for (int depth = 0; !term->parent.empty() && depth < category_depth_max; ++depth) {
        term = find_term(site, "category", term->parent);
        if (!term)
            break;
        path = "/" + term->slug + path;
    }
    return "/category" + path;
}

Result<ImportPlan> plan_import(const std::vector<std::filesystem::path>& files,
                               ImportReport& report, ImportProgress& progress,
                               const PlanLimits& limits)
{
    ImportPlan plan;
    if (const auto checked = check_files(files, plan); !checked)
        return checked.error();
    std::uint64_t before = 0;
    for (auto& file : plan.files) {
        PlanBuilder builder{plan, report, file.path.string(), limits};
        try {
            const auto summary = read_wxr(file.path, builder, [&](std::uint64_t bytes) {
                progress.step({ImportPhase::checking, before + bytes, plan.bytes_total, 0, 0});
            });
            if (!summary)
                return summary.error();
            report_mends(*summary, file.path.string(), report);
        } catch (const PlanTooLarge& too_large) {
            return refuse(Refusal::too_large, "import.plan",
                          file.path.string() + ": " + too_large.what);
        }
        file.site = builder.site_index();
        before += file.bytes;
    }
    for (const auto& site : plan.sites) {
        complete_urls(*site, plan.texts);
        complete_archives(*site);
    }
    return plan;
}

} // namespace masthead::transfer
