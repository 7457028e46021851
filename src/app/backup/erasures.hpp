#pragma once

#include "app/data_directory.hpp"
#include "core/base/clock.hpp"

namespace masthead::app {

/// Readers whom the newsroom in `known` has erased are erased in the one in `restored` too, so that
/// no backup brings back what a person asked to be forgotten. Nothing where there is no newsroom in
/// `known`. Both are held by the caller. Answers how many were erased again.
int repeat_erasures(const DataDirectory& known, const DataDirectory& restored, const Clock& clock);

} // namespace masthead::app
