#pragma once

// Both halves of judging a comment: before the transaction, and inside it.
#include "features/moderation/judge_in_transaction.hpp"
#include "features/moderation/judge_text.hpp"
