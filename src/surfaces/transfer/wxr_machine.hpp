#pragma once

#include "surfaces/transfer/wxr_fields.hpp"
#include "surfaces/transfer/wxr_reader.hpp"
#include "surfaces/transfer/xml_stream.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace masthead::transfer {

/// Turns the elements of an export into its authors, terms, items and comments.
class WxrMachine final : public XmlEvents {
public:
    explicit WxrMachine(WxrHandler& handler) : handler_(handler) {}

    void attach(XmlStream& stream) { stream_ = &stream; }
    WxrSite& site() { return site_; }
    /// Tells the handler of the site, if it has not been told.
    void announce_site();
    std::int64_t channel_line() const { return channel_line_; } ///< 0 where there was none
    bool is_too_large() const { return too_large_; }

    void start_element(const XmlName& name, const XmlAttributes& attributes) override;
    void end_element() override;
    void text(std::string_view piece) override;

private:
    enum class Place {
        document,
        rss,
        channel,
        author,
        term,
        item,
        comment,
        item_meta,
        comment_meta,
        term_meta
    };
    struct Door;

    bool enter(WxrSpace space, std::string_view local);
    void begin(std::string_view local);
    void leave();
    void keep_meta();
    static Place outside_of(Place place);
    WxrTarget find_target(WxrSpace space, std::string_view local);
    bool open_field(WxrSpace space, std::string_view local, const XmlAttributes& attributes);
    void close_field();
    void check_version();
    void give_up(std::string what);

    WxrHandler& handler_;
    XmlStream* stream_ = nullptr;
    Place place_ = Place::document;
    bool too_large_ = false;
    bool site_announced_ = false;
    int skipped_ = 0; // open elements that mean nothing
    WxrTarget target_;
    std::string text_;
    std::size_t item_bytes_ = 0;
    std::int64_t channel_line_ = 0;
    WxrSite site_;
    WxrAuthor author_;
    WxrTerm term_;
    WxrItem item_;
    WxrTermRef term_ref_;
    WxrMeta meta_;
    WxrComment comment_;
};

} // namespace masthead::transfer
