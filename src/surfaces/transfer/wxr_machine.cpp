#include "surfaces/transfer/wxr_machine.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace masthead::transfer {

namespace {

template <class Record>
void renew(Record& record, std::int64_t line)
{
    record = {};
    record.line = line;
}

} // namespace

struct WxrMachine::Door {
    Place from;
    WxrSpace space;
    std::string_view local;
    Place to;
};

void WxrMachine::start_element(const XmlName& name, const XmlAttributes& attributes)
{
    if (skipped_ > 0 || target_.text) { // inside something unknown, or markup inside a field
        ++skipped_;
        return;
    }
    const auto space = wxr_space(name);
    if (!enter(space, name.local) && !open_field(space, name.local, attributes))
        ++skipped_;
}

void WxrMachine::end_element()
{
    if (skipped_ > 0)
        --skipped_;
    else if (target_.text)
        close_field();
    else
        leave();
}

void WxrMachine::text(std::string_view piece)
{
    if (!target_.text)
        return;
    const auto size = text_.size() + piece.size();
    const bool in_item = place_ == Place::item || place_ == Place::item_meta;
    if (size > limits::import_field_bytes_max)
        give_up("a field of more than " + std::to_string(limits::import_field_bytes_max) +
                " bytes");
    else if (in_item && item_bytes_ + size > wxr_item_bytes_max)
        give_up("an item of more than " + std::to_string(wxr_item_bytes_max) + " bytes");
    else
        text_ += piece;
}

bool WxrMachine::enter(WxrSpace space, std::string_view local)
{
    static constexpr std::array<Door, 11> doors{{
        {Place::document, WxrSpace::none, "rss", Place::rss},
        {Place::rss, WxrSpace::none, "channel", Place::channel},
        {Place::channel, WxrSpace::wordpress, "author", Place::author},
        {Place::channel, WxrSpace::wordpress, "category", Place::term},
        {Place::channel, WxrSpace::wordpress, "tag", Place::term},
        {Place::channel, WxrSpace::wordpress, "term", Place::term},
        {Place::channel, WxrSpace::none, "item", Place::item},
        {Place::item, WxrSpace::wordpress, "comment", Place::comment},
        {Place::item, WxrSpace::wordpress, "postmeta", Place::item_meta},
        {Place::comment, WxrSpace::wordpress, "commentmeta", Place::comment_meta},
        {Place::term, WxrSpace::wordpress, "termmeta", Place::term_meta},
    }};
    for (const auto& door : doors) {
        if (door.from == place_ && door.space == space && door.local == local) {
            place_ = door.to;
            begin(local);
            return true;
        }
    }
    if (place_ == Place::document)
        stream_->stop("not a WordPress export: its first element is <" + std::string{local} +
                      "> and not <rss>");
    return false;
}

void WxrMachine::announce_site()
{
    if (!std::exchange(site_announced_, true))
        handler_.site(site_);
}

void WxrMachine::begin(std::string_view local)
{
    const auto line = stream_->line();
    if (place_ == Place::author || place_ == Place::term || place_ == Place::item)
        announce_site();
    switch (place_) {
    case Place::channel: channel_line_ = line; break;
    case Place::author: renew(author_, line); break;
    case Place::term:
        renew(term_, line);
        term_.taxonomy = local == "category" ? "category" : local == "tag" ? "post_tag" : "";
        break;
    case Place::item:
        renew(item_, line);
        item_bytes_ = 0;
        break;
    case Place::comment: renew(comment_, line); break;
    case Place::item_meta: meta_ = {}; break;
    default: break;
    }
}

void WxrMachine::leave()
{
    switch (place_) {
    case Place::author: handler_.author(std::move(author_)); break;
    case Place::term: handler_.term(std::move(term_)); break;
    case Place::comment: handler_.comment(std::move(comment_)); break;
    case Place::item: handler_.item(std::move(item_)); break;
    case Place::item_meta: keep_meta(); break;
    default: break;
    }
    place_ = outside_of(place_);
}

void WxrMachine::keep_meta()
{
    if (is_used_meta_key(meta_.key) && item_.meta.size() < wxr_item_parts_max)
        item_.meta.push_back(std::move(meta_));
    else
        item_bytes_ -= std::min(item_bytes_, meta_.key.size() + meta_.value.size());
}

WxrMachine::Place WxrMachine::outside_of(Place place)
{
    switch (place) {
    case Place::author:
    case Place::term:
    case Place::item: return Place::channel;
    case Place::comment:
    case Place::item_meta: return Place::item;
    case Place::comment_meta: return Place::comment;
    case Place::term_meta: return Place::term;
    case Place::channel: return Place::rss;
    default: return Place::document;
    }
}

WxrTarget WxrMachine::find_target(WxrSpace space, std::string_view local)
{
    switch (place_) {
    case Place::channel: return site_field(site_, space, local);
    case Place::author: return author_field(author_, space, local);
    case Place::term: return term_field(term_, space, local);
    case Place::item: return item_field(item_, space, local);
    case Place::comment: return comment_field(comment_, space, local);
    case Place::item_meta: return meta_field(meta_, space, local);
    default: return {};
    }
}

bool WxrMachine::open_field(WxrSpace space, std::string_view local, const XmlAttributes& attributes)
{
    target_ = find_target(space, local);
    if (!target_.text && place_ == Place::item && space == WxrSpace::none && local == "category" &&
        item_.terms.size() < wxr_item_parts_max) {
        term_ref_ = {std::string{attributes.value("domain")},
                     std::string{attributes.value("nicename")}, ""};
        target_ = {&term_ref_.name, Trim::yes};
    }
    text_.clear();
    return target_.text != nullptr;
}

void WxrMachine::close_field()
{
    const bool is_term = target_.text == &term_ref_.name;
    // Where a field stands twice the first counts, as in WordPress's own importer.
    if (target_.text->empty() || is_term)
        *target_.text = target_.trim == Trim::yes ? std::string{trim(text_)} : std::move(text_);
    item_bytes_ += target_.text->size();
    // In 1.0 every term stands twice, once without saying what it is.
    if (is_term && !term_ref_.domain.empty())
        item_.terms.push_back(std::move(term_ref_));
    if (target_.text == &site_.version)
        check_version();
    target_ = {};
    text_ = {};
}

void WxrMachine::check_version()
{
    static constexpr std::array<std::string_view, 3> known{"1.0", "1.1", "1.2"};
    if (std::ranges::find(known, site_.version) == known.end())
        stream_->stop("wp:wxr_version is \"" + std::string{cut_utf8(site_.version, 40)} +
                      "\"; versions 1.0, 1.1 and 1.2 are known");
}

void WxrMachine::give_up(std::string what)
{
    too_large_ = true;
    stream_->stop(std::move(what));
}

} // namespace masthead::transfer
