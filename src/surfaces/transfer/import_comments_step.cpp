#include "surfaces/transfer/import_comments_step.hpp"

#include "core/base/text.hpp"
#include "surfaces/transfer/comment_html.hpp"
#include "surfaces/transfer/fingerprint.hpp"
#include "surfaces/transfer/foreign_text.hpp"

namespace masthead::transfer {

namespace {

using comments::CommentState;

std::string lower(std::string_view text)
{
    return to_lower_ascii(trim(text));
}

bool is_conversation(std::string_view type)
{
    return type.empty() || type == "comment";
}

} // namespace

CommentSpool::Carried CommentPreparer::sort_out(const WxrComment& comment)
{
    const auto type = lower(comment.type);
    const auto approved = lower(comment.approved);
    if (type == "pingback" || type == "trackback") {
        context_.report.note("pingbacks and trackbacks set aside");
        return CommentSpool::Carried::no;
    }
    if (approved == "trash" || approved == "post-trashed") {
        context_.report.count(Counted::comments, Fate::skipped);
        context_.report.note("comments in the bin left out");
        return CommentSpool::Carried::no;
    }
    if (!is_conversation(type)) {
        context_.report.count(Counted::comments, Fate::skipped);
        problem(comment, "of the type \"" + plain_name(type, 60) + "\"");
        return CommentSpool::Carried::no;
    }
    return CommentSpool::Carried::yes;
}

std::optional<PreparedComment> CommentPreparer::prepare(const SpooledComment& place,
                                                        WxrComment comment,
                                                        const std::string& story_key,
                                                        Time story_date)
{
    PreparedComment prepared;
    prepared.line = comment.line;
    prepared.id = place.id;
    prepared.parent = place.parent;
    prepared.trouble = place.trouble;
    set_text(prepared, comment);
    if (prepared.comment.html.empty()) {
        context_.report.count(Counted::comments, Fate::skipped);
        problem(comment, "nothing visible is left of its text");
        return std::nullopt;
    }
    report_trouble(place, comment);
    const auto state = state_of(comment);
    if (!state)
        problem(comment, "held: its state is \"" + plain_name(comment.approved, 60) + "\"");
    prepared.comment.state = state.value_or(CommentState::held);
    const auto posted = foreign_date(comment.date_gmt, comment.date);
    if (!posted)
        problem(comment, "has no date; the story's was taken");
    prepared.comment.posted_at = posted.value_or(story_date);
    prepared.foreign_id = place.id != 0 ? std::to_string(place.id)
                                        : "text:" + Fingerprint{}
                                                        .add(story_key)
                                                        .add(comment.author)
                                                        .add(comment.mail)
                                                        .add(comment.date_gmt)
                                                        .add(comment.content)
                                                        .hex();
    set_reader(prepared, comment);
    return prepared;
}

std::optional<CommentState> CommentPreparer::state_of(const WxrComment& comment)
{
    const auto approved = lower(comment.approved);
    if (approved == "1" || approved == "approve" || approved == "approved")
        return CommentState::visible;
    if (approved == "0" || approved == "hold")
        return CommentState::held;
    if (approved == "spam")
        return CommentState::spam;
    return std::nullopt;
}

void CommentPreparer::set_text(PreparedComment& prepared, const WxrComment& comment)
{
    auto source = to_valid_utf8(trim(comment.content));
    if (source.size() > imported_comment_bytes_max) {
        source = std::string{cut_utf8(source, imported_comment_bytes_max)} + " …";
        problem(comment,
                "cut: longer than " + std::to_string(imported_comment_bytes_max) + " bytes");
    }
    auto html = comment_html(source);
    // Markup can grow in a parser; what has grown beyond measure is shown as the text it was.
    if (html.size() > 2 * imported_comment_bytes_max)
        html = comment_html(escape_html(cut_utf8(source, imported_comment_bytes_max / 4)));
    prepared.comment.source = std::move(source);
    prepared.comment.source_format = comments::CommentFormat::html;
    prepared.comment.html = std::move(html);
}

// Who wrote it: one of the newsroom's authors where the old site says so by its own number, never
// by a mail address, which anybody can type; else one reader a mail address; else one a name.
void CommentPreparer::set_reader(PreparedComment& prepared, const WxrComment& comment) const
{
    prepared.reader.display_name = plain_name(comment.author, readers::display_name_bytes_max);
    prepared.reader.mail = plausible_mail(comment.mail);
    const auto login = site_.login_by_user_id.find(comment.user_id);
    if (login != site_.login_by_user_id.end()) {
        prepared.reader.author = AuthorId{names_.authors.at(login->second).id};
        prepared.reader_key = "author:" + Fingerprint{}.add(login->second).hex();
        const auto& author = site_.authors[site_.author_by_login.at(login->second)];
        if (prepared.reader.mail.empty())
            prepared.reader.mail = plausible_mail(author.mail);
        return;
    }
    const auto mail = to_lower_ascii(prepared.reader.mail);
    prepared.reader_key = mail.empty()
                              ? "name:" + Fingerprint{}.add(prepared.reader.display_name).hex()
                              : "mail:" + Fingerprint{}.add(mail).hex();
}

void CommentPreparer::report_trouble(const SpooledComment& place, const WxrComment& comment)
{
    switch (place.trouble) {
    case ParentTrouble::none:
    case ParentTrouble::missing: return; // an earlier run may have brought the parent
    case ParentTrouble::loop: return problem(comment, "answers itself by a loop; became a thread");
    case ParentTrouble::too_deep: return problem(comment, "deeper than replies go here; moved up");
    case ParentTrouble::parent_left_out:
        return problem(comment, "what it answers was left out; it moved up");
    }
}

void CommentPreparer::problem(const WxrComment& comment, const std::string& reason)
{
    context_.report.problem({file_, comment.line, comment.id, "comment", reason});
}

} // namespace masthead::transfer
