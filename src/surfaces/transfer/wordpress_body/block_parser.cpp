#include "surfaces/transfer/wordpress_body/block_parser.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <optional>

namespace masthead::wordpress_body {

namespace {

// <!-- wp:name {json} -->, <!-- wp:name /-->, <!-- /wp:name -->
struct Delimiter {
    std::string name;
    std::string_view attributes;
    bool closing = false;
    bool self_closing = false;
};

bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '/';
}

// Reads what stands between "<!--" and "-->".
std::optional<Delimiter> read_delimiter(std::string_view comment)
{
    auto text = trim(comment);
    Delimiter delimiter;
    if (text.starts_with('/')) {
        delimiter.closing = true;
        text.remove_prefix(1);
    }
    if (!text.starts_with("wp:"))
        return std::nullopt;
    text.remove_prefix(3);
    const auto end = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), is_name_byte) - text.begin());
    auto name = text.substr(0, end);
    auto rest = trim(text.substr(end));
    // "wp:spacer/" without a space before the slash closes itself too.
    if (name.ends_with('/')) {
        delimiter.self_closing = true;
        name.remove_suffix(1);
    } else if (rest.ends_with('/')) {
        delimiter.self_closing = true;
        rest.remove_suffix(1);
    }
    if (name.empty())
        return std::nullopt;
    if (name.starts_with("core/"))
        name.remove_prefix(5);
    delimiter.name = name;
    delimiter.attributes = trim(rest);
    return delimiter;
}

class Parser {
public:
    explicit Parser(std::string_view body) : body_(body) {}

    ParsedBlocks run()
    {
        auto at = body_.find("<!--");
        while (at != body_.npos) {
            const auto next = body_.find("<!--", at + 4);
            const auto reach = std::min(next, body_.size());
            const auto end = end_of(at, reach);
            const auto inside = body_.substr(at + 4, std::min(end, reach) - at - 4);
            if (end == body_.npos)
                skip_unfinished(at, inside);
            else if (const auto delimiter = read_delimiter(inside)) {
                add_html_to(at);
                text_from_ = end + 3;
                take(*delimiter);
            }
            at = next;
        }
        add_html_to(body_.size());
        finish();
        return std::move(out_);
    }

private:
    // Where the comment that begins at `at` ends, if before `reach` (the next comment). An "-->"
    // inside the JSON of a block does not end it.
    std::size_t end_of(std::size_t at, std::size_t reach) const
    {
        const auto region = body_.substr(0, reach);
        const auto first = region.find("-->", at + 4);
        if (first == body_.npos)
            return body_.npos;
        auto end = first;
        for (int tries = 0; tries < 4 && end != body_.npos; ++tries) {
            const auto delimiter = read_delimiter(region.substr(at + 4, end - at - 4));
            if (!delimiter || !delimiter->attributes.starts_with('{') ||
                delimiter->attributes.ends_with('}'))
                return end;
            end = region.find("-->", end + 3);
        }
        return first;
    }

    // A block comment that does not end would hide what follows from an HTML parser: it goes, up to
    // the next tag, and what follows stays.
    void skip_unfinished(std::size_t at, std::string_view inside)
    {
        const auto text = trim(inside);
        if (!text.starts_with("wp:") && !text.starts_with("/wp:"))
            return;
        add_html_to(at);
        text_from_ = at + 4 + std::min(inside.find('<'), inside.size());
        out_.has_blocks = true;
        malformed(std::string{text.substr(0, text.find_first_of(" \n<{"))});
    }

    void add_html_to(std::size_t end)
    {
        if (end > text_from_)
            top().parts.push_back({body_.substr(text_from_, end - text_from_), Block::no_child});
        text_from_ = std::max(text_from_, end);
    }

    Block& top() { return pending_.empty() ? root_ : pending_.back(); }

    void take(const Delimiter& delimiter)
    {
        out_.has_blocks = true;
        if (delimiter.closing)
            close(delimiter.name);
        else if (delimiter.self_closing)
            add_child(Block{delimiter.name, delimiter.attributes, true, {}, {}});
        else if (pending_.size() < block_depth_max)
            pending_.push_back(Block{delimiter.name, delimiter.attributes, false, {}, {}});
        else
            malformed(delimiter.name);
    }

    void close(const std::string& name)
    {
        const auto found = std::find_if(pending_.rbegin(), pending_.rend(),
                                        [&](const Block& open) { return open.name == name; });
        if (found == pending_.rend()) {
            malformed(name);
            return;
        }
        const auto keep = pending_.size() - 1 - static_cast<std::size_t>(found - pending_.rbegin());
        while (pending_.size() > keep + 1) {
            malformed(pending_.back().name);
            end_top();
        }
        end_top();
    }

    void end_top()
    {
        auto block = std::move(pending_.back());
        pending_.pop_back();
        add_child(std::move(block));
    }

    void add_child(Block block)
    {
        auto& parent = top();
        parent.parts.push_back({{}, parent.children.size()});
        parent.children.push_back(std::move(block));
    }

    void finish()
    {
        while (!pending_.empty()) {
            malformed(pending_.back().name);
            end_top();
        }
        for (auto& part : root_.parts) {
            if (part.child != Block::no_child) {
                out_.blocks.push_back(std::move(root_.children[part.child]));
                continue;
            }
            Block freeform;
            freeform.parts.push_back(part);
            out_.blocks.push_back(std::move(freeform));
        }
    }

    void malformed(const std::string& name)
    {
        constexpr std::size_t reported_max = 50;
        if (out_.malformed.size() < reported_max)
            out_.malformed.push_back(name);
    }

    std::string_view body_;
    std::size_t text_from_ = 0; // HTML not yet given to a block begins here
    ParsedBlocks out_;
    Block root_;
    // Open blocks, outermost first; each moves into its parent when it ends.
    std::vector<Block> pending_;
};

} // namespace

ParsedBlocks parse_blocks(std::string_view body)
{
    return Parser{body}.run();
}

} // namespace masthead::wordpress_body
