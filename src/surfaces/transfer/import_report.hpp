#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::transfer {

/// What became of one thing of the export.
enum class Fate {
    created,
    updated,
    unchanged,
    kept,    ///< the export has a newer form, but ours was changed here and stays
    skipped, ///< not carried; a problem says why
};

/// What an import counts.
enum class Counted {
    authors,
    sections,
    topics,
    media,
    stories,
    pages,
    comments,
    readers,
    redirects,
    menu_links
};

/// Something that could not be carried, or not as it was.
struct ImportProblem {
    std::string file;
    std::int64_t line = 0;  ///< 0 where no line can be named
    std::string foreign_id; ///< post or comment id in the old site, may be empty
    std::string what;       ///< "story", "comment", "picture" …
    std::string reason;
};

/// The account of an import. Threads: one.
class ImportReport {
public:
    static constexpr std::size_t problems_max = 10'000;

    void count(Counted kind, Fate fate, std::int64_t number = 1);
    /// Counts of another nature, by name: "pingbacks set aside".
    void note(const std::string& name, std::int64_t number = 1);
    /// Keeps the first problems_max, counts all.
    void problem(ImportProblem problem);
    /// Something an earlier import brought and this export no longer has.
    void vanished(std::string what);

    std::int64_t counted(Counted kind, Fate fate) const;
    std::int64_t noted(const std::string& name) const;
    const std::vector<ImportProblem>& problems() const { return problems_; }
    std::int64_t problem_total() const { return problem_total_; }
    const std::vector<std::string>& vanished() const { return vanished_; }

    void set_dry_run() { dry_run_ = true; }

    std::string to_text() const;
    std::string to_json() const;

private:
    std::map<std::pair<Counted, Fate>, std::int64_t> counts_;
    std::map<std::string, std::int64_t> notes_;
    std::vector<ImportProblem> problems_;
    std::int64_t problem_total_ = 0;
    std::vector<std::string> vanished_;
    bool dry_run_ = false;
};

} // namespace masthead::transfer
