// Any bytes as a WordPress export: the reader must answer, and the same whatever the size of the
// pieces it is fed.
#include "surfaces/transfer/comment_html.hpp"
#include "surfaces/transfer/fingerprint.hpp"
#include "surfaces/transfer/foreign_text.hpp"
#include "surfaces/transfer/navigation_block.hpp"
#include "surfaces/transfer/site_address.hpp"
#include "surfaces/transfer/wxr_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace masthead::transfer;

class Collector final : public WxrHandler {
public:
    void site(const WxrSite& site) override
    {
        hash_.add("site").add(site.title).add(site_key(site));
    }
    void author(WxrAuthor author) override { hash_.add("author").add(author.login); }
    void term(WxrTerm term) override { hash_.add("term").add(term.slug).add(term.name); }
    void comment(WxrComment comment) override
    {
        hash_.add("comment").add(comment.content).add(comment.parent).add(comment.line);
    }
    void item(WxrItem item) override
    {
        hash_.add("item").add(item.title).add(item.content).add(item.line);
        for (const auto& meta : item.meta)
            hash_.add(meta.key).add(meta.value);
        (void)item_date(item);
        (void)uploads_path(item.attachment_url);
        (void)link_key(item.link);
        (void)read_navigation(item.content);
    }
    std::string result() const { return hash_.hex(); }

private:
    Fingerprint hash_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    Collector whole;
    const auto first = read_wxr_text(text, "fuzz", whole);
    Collector pieces;
    const auto second = read_wxr_text(text, "fuzz", pieces, 7);
    // Where a file is refused, how much was read before may depend on the pieces.
    if (first.has_value() != second.has_value() || (first && whole.result() != pieces.result()))
        std::abort();
    (void)comment_html(text);
    return 0;
}
