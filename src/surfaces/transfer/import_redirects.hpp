#pragma once

#include "surfaces/transfer/import_context.hpp"

#include <string>
#include <utility>
#include <vector>

namespace masthead::transfer {

/// An old address and where it lives now.
using OldLink = std::pair<std::string, std::string>;

/// Saves one; false where it needs none (the address is the same) or cannot have one.
bool save_old_link(db::Tx& tx, const OldLink& link, Time now);

/// Redirects that belong to no story: written in transactions of their own, a few hundred at a
/// time.
class RedirectBatch {
public:
    explicit RedirectBatch(ImportContext& context) : context_(context) {}
    void add(std::string from, std::string to);
    /// Writes what waits and counts it.
    void flush();

private:
    ImportContext& context_;
    std::vector<OldLink> waiting_;
};

} // namespace masthead::transfer
