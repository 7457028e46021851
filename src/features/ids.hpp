#pragma once

#include "core/base/id.hpp"

/// All id types of the features in one place, so that two rooms can name each other's things
/// without including each other.
namespace masthead {

using StoryId = Id<struct StoryTag>;
using AuthorId = Id<struct AuthorTag>;
using SectionId = Id<struct SectionTag>;
using TopicId = Id<struct TopicTag>;
using MediaId = Id<struct MediaTag>;
using ReaderId = Id<struct ReaderTag>;
using CommentId = Id<struct CommentTag>;
using MailId = Id<struct MailTag>;
using SessionId = Id<struct SessionTag>;
using PasskeyId = Id<struct PasskeyTag>;
using StaffId = Id<struct StaffTag>;
using ReportId = Id<struct ReportTag>;
using DecisionId = Id<struct DecisionTag>;
using BanId = Id<struct BanTag>;
using NoticeId = Id<struct NoticeTag>;
using RuleId = Id<struct RuleTag>;
using ReviewId = Id<struct ReviewTag>;
using FollowId = Id<struct FollowTag>;

} // namespace masthead
