#include "surfaces/transfer/import_report.hpp"

#include "core/base/text.hpp"
#include "surfaces/transfer/number_text.hpp"

#include <boost/json.hpp>

#include <array>
#include <utility>

namespace masthead::transfer {

namespace {

constexpr std::array<std::pair<Counted, std::string_view>, 10> kinds{{
    {Counted::stories, "stories"},
    {Counted::pages, "pages"},
    {Counted::comments, "comments"},
    {Counted::readers, "readers"},
    {Counted::authors, "authors"},
    {Counted::sections, "sections"},
    {Counted::topics, "topics"},
    {Counted::media, "media"},
    {Counted::redirects, "redirects"},
    {Counted::menu_links, "menu_links"},
}};

constexpr std::array<std::pair<Fate, std::string_view>, 5> fates{{
    {Fate::created, "created"},
    {Fate::updated, "updated"},
    {Fate::unchanged, "unchanged"},
    {Fate::kept, "kept"},
    {Fate::skipped, "skipped"},
}};

std::string_view words_of(Fate fate)
{
    switch (fate) {
    case Fate::created: return "new";
    case Fate::updated: return "updated";
    case Fate::unchanged: return "unchanged";
    case Fate::kept: return "kept as changed here";
    case Fate::skipped: break;
    }
    return "not carried";
}

std::string place_of(const ImportProblem& problem)
{
    std::string place = problem.file;
    if (problem.line > 0)
        place += (place.empty() ? "line " : ":") + std::to_string(problem.line);
    if (!problem.foreign_id.empty())
        place +=
            (place.empty() ? "id " : " (id ") + problem.foreign_id + (place.empty() ? "" : ")");
    return place;
}

// A line of its own for each, whatever an export put into a name: no control bytes on terminals.
std::string one_line(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += byte < 0x20 || byte == 0x7f ? ' ' : c;
    }
    return out;
}

} // namespace

void ImportReport::count(Counted kind, Fate fate, std::int64_t number)
{
    counts_[{kind, fate}] += number;
}

void ImportReport::note(const std::string& name, std::int64_t number)
{
    notes_[name] += number;
}

void ImportReport::problem(ImportProblem problem)
{
    ++problem_total_;
    if (problems_.size() < problems_max)
        problems_.push_back(std::move(problem));
}

void ImportReport::vanished(std::string what)
{
    if (vanished_.size() < problems_max)
        vanished_.push_back(std::move(what));
}

std::int64_t ImportReport::counted(Counted kind, Fate fate) const
{
    const auto found = counts_.find({kind, fate});
    return found == counts_.end() ? 0 : found->second;
}

std::int64_t ImportReport::noted(const std::string& name) const
{
    const auto found = notes_.find(name);
    return found == notes_.end() ? 0 : found->second;
}

std::string ImportReport::to_text() const
{
    std::string out = dry_run_ ? "Nothing was written: this was a dry run.\n" : "";
    for (const auto& [kind, kind_name] : kinds) {
        std::string line;
        for (const auto& [fate, fate_name] : fates) {
            if (const auto number = counted(kind, fate); number > 0)
                line += (line.empty() ? "" : ", ") + grouped(number) + " " +
                        std::string{words_of(fate)};
        }
        if (!line.empty()) {
            std::string name{kind_name == "menu_links" ? "menu links" : kind_name};
            name.resize(12, ' ');
            out += name + line + "\n";
        }
    }
    for (const auto& [name, number] : notes_)
        out += one_line(name) + ": " + grouped(number) + "\n";
    if (!vanished_.empty())
        out += "\nNo longer in this export, kept here:\n";
    for (const auto& what : vanished_)
        out += "  " + one_line(what) + "\n";
    if (problem_total_ > 0)
        out += "\nNot carried, or not as it was (" + grouped(problem_total_) + "):\n";
    for (const auto& problem : problems_)
        out +=
            "  " + one_line(place_of(problem) + ": " + problem.what + ": " + problem.reason) + "\n";
    if (problem_total_ > static_cast<std::int64_t>(problems_.size()))
        out += "  … and " + grouped(problem_total_ - static_cast<std::int64_t>(problems_.size())) +
               " more\n";
    return out;
}

std::string ImportReport::to_json() const
{
    boost::json::object counts;
    for (const auto& [kind, kind_name] : kinds) {
        boost::json::object row;
        for (const auto& [fate, fate_name] : fates)
            row[fate_name] = counted(kind, fate);
        counts[kind_name] = std::move(row);
    }
    boost::json::object notes;
    for (const auto& [name, number] : notes_)
        notes[name] = number;
    boost::json::array problems;
    for (const auto& problem : problems_)
        problems.push_back({{"file", to_valid_utf8(problem.file)},
                            {"line", problem.line},
                            {"id", to_valid_utf8(problem.foreign_id)},
                            {"what", to_valid_utf8(problem.what)},
                            {"reason", to_valid_utf8(problem.reason)}});
    boost::json::array vanished;
    for (const auto& what : vanished_)
        vanished.emplace_back(to_valid_utf8(what));
    return boost::json::serialize(boost::json::object{{"dry_run", dry_run_},
                                                      {"counts", std::move(counts)},
                                                      {"notes", std::move(notes)},
                                                      {"vanished", std::move(vanished)},
                                                      {"problem_total", problem_total_},
                                                      {"problems", std::move(problems)}});
}

} // namespace masthead::transfer
