#pragma once

#include "surfaces/transfer/import_context.hpp"

namespace masthead::transfer {

/// Gives every post and page of all sites of the plan the slug it will have here, so that links
/// between stories can be rewritten before their targets exist: the one it already has from an
/// earlier run, else the one it had, numbered where that is taken or reserved. The same plan and
/// database always give the same slugs, also after a kill half-way.
void assign_slugs(ImportContext& context);

} // namespace masthead::transfer
