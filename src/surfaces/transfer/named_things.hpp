#pragma once

#include "surfaces/transfer/import_context.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::transfer {

/// An author, section or topic as the export wants it.
struct WantedName {
    std::string foreign_id;
    std::string slug;
    std::string name;
    std::string description; ///< a section's or topic's
    std::string mail;        ///< an author's, never shown
    int place = 0;           ///< a section's
};

/// What kind of thing a WantedName is; each is kept by its own verbs.
enum class NameKind { author, section, topic };

/// Carries the names of one kind of one site; answers what each became, by foreign id. A thing of
/// ours with the same slug and name is taken as the same and never changed; with another name, ours
/// gets a numbered slug. Two authors of one name stay two.
std::unordered_map<std::string, Named> carry_names(ImportContext& context, std::string_view site,
                                                   NameKind kind,
                                                   const std::vector<WantedName>& wanted);

} // namespace masthead::transfer
