#include "surfaces/forum/composer.hpp"

#include "core/base/text.hpp"
#include "core/crypto/token.hpp"
#include "features/readers/reader.hpp"

namespace masthead::forum {

namespace {

using namespace handlebars;
using site::RenderEnvironment;

constexpr int own_shown_max = 20;

Object own_context(const Speech& speech, const stories::Story& story,
                   const comments::OwnComment& own)
{
    auto context = words_context(story, own.comment);
    const auto url = comments::comment_url(story.slug, own.comment.id);
    context.set("delete_url", url + "delete/");
    if (own.editable_until != Time{})
        context.set("edit_url", url + "edit/");
    if (own.comment.state == comments::CommentState::held) {
        context.set("held", true);
        context.set("reason", speech.held(own.held_reason));
    }
    return context;
}

Array own_comments(ForumContext& context, RenderEnvironment& page, const stories::Story& story,
                   ReaderId reader)
{
    Array list;
    if (!reader)
        return list;
    const Speech speech{page.theme, page.language()};
    for (const auto& own :
         comments::find_own(page.snapshot, story.id, reader, context.now(), own_shown_max)) {
        if (own.comment.state != comments::CommentState::removed)
            list.push_back(own_context(speech, story, own));
    }
    return list;
}

// Why the form cannot be sent at all: the conversation is closed, or the reader may not write.
std::optional<Failure> what_forbids(ForumContext& context, RenderEnvironment& page,
                                    const site::ConversationView& view, ReaderId reader)
{
    if (!view.open())
        return refuse(Refusal::not_allowed, "comment.closed");
    if (!reader)
        return std::nullopt;
    const auto state = comments::find_posting_state(
        page.snapshot, view.story.id, reader, context.rules.current(page.snapshot), context.now());
    if (state.why_not.empty() || state.wait_s > 0)
        return std::nullopt;
    return refuse(Refusal::not_allowed, state.why_not);
}

Object form_context(ForumContext& context, const site::ConversationView& view,
                    const Writing& writing)
{
    auto form = site::composer_context(view);
    form.set("text", writing.text);
    if (writing.parent)
        form.set("parent_id", to_string(writing.parent));
    if (quote_of(writing))
        form.set("quote", writing.quote).set("quote_of", writing.quote_of);
    form.set("key", writing.key.empty() ? crypto::random_token() : writing.key);
    form.set("started", writing.started.empty()
                            ? started_token(context.services.keys, context.now())
                            : writing.started);
    return form;
}

struct Drawing {
    ForumContext& context;
    const web::Request& request;
    const Writing& writing;
    const ComposerSays& says;
};

void set_form(Object& root, const Drawing& drawing, RenderEnvironment& page,
              const site::ConversationView& view)
{
    const Speech speech{page.theme, page.language()};
    const auto& [context, request, writing, says] = drawing;
    if (const auto forbidden = what_forbids(context, page, view, reader_of(request))) {
        root.set("closed", speech.refusal(*forbidden)).set("kept", writing.text);
        return;
    }
    auto form = form_context(context, view, writing);
    if (says.failure)
        form.set("error", speech.refusal(*says.failure));
    if (writing.parent) {
        const auto parent = comments::find_comment(page.snapshot, view.story.id, writing.parent);
        if (parent && parent->state == comments::CommentState::visible) {
            root.set("parent", words_context(view.story, *parent));
            form.set("parent_name", parent->author_name);
        } else {
            form.set("parent_id", nullptr);
            if (!says.failure)
                form.set("error",
                         speech.refusal(refuse(Refusal::not_found, "comment.parent_gone")));
        }
    }
    root.set("composer", std::move(form));
}

std::optional<site::PageView> composer_view(const Drawing& drawing, RenderEnvironment& page)
{
    const auto story = find_place(page.snapshot, drawing.request);
    const auto card = story ? stories::find_card(page.snapshot, story->id) : std::nullopt;
    if (!card)
        return std::nullopt;
    const auto view = site::conversation_view(page, *card);
    const Speech speech{page.theme, page.language()};
    page.title = speech.say("Write a comment");
    Object root{{"story", story_link(*story)}};
    set_form(root, drawing, page, view);
    if (drawing.says.notice)
        root.set("notice", speech.say(*drawing.says.notice));
    if (!drawing.says.preview_html.empty())
        root.set("preview", Object{{"html", Value::safe(drawing.says.preview_html)}});
    root.set("own", own_comments(drawing.context, page, *story, reader_of(drawing.request)));
    site::set_language(root, page, *story);
    site::PageView drawn{{"forum-compose"}, std::move(root), {}};
    if (drawing.says.failure)
        drawn.status = web::status_of(drawing.says.failure->reason);
    return drawn;
}

} // namespace

web::Response draw_composer(ForumContext& context, const web::Request& request,
                            const Writing& writing, const ComposerSays& says)
{
    const Drawing drawing{context, request, writing, says};
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) { return composer_view(drawing, page); });
}

web::Response draw_held(ForumContext& context, const web::Request& request, CommentId comment)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) -> std::optional<site::PageView> {
            const auto story = find_place(page.snapshot, request);
            const auto reader = reader_of(request);
            if (!story || !reader)
                return std::nullopt;
            const auto own = comments::find_own_comment(page.snapshot, story->id, comment, reader,
                                                        context.now());
            if (!own || own->comment.state != comments::CommentState::held)
                return std::nullopt;
            const Speech speech{page.theme, page.language()};
            page.title = speech.say("Your comment waits for a moderator");
            const auto words = own_context(speech, *story, *own);
            Object root{{"story", story_link(*story)}, {"comment", words}};
            root.set("reason", speech.held(own->held_reason));
            for (const auto* name : {"edit_url", "delete_url"}) {
                if (const auto* url = words.find(Symbol{name}))
                    root.set(Symbol{name}, *url);
            }
            return site::PageView{{"forum-held"}, std::move(root), {}};
        });
}

} // namespace masthead::forum
