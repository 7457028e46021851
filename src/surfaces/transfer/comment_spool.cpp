#include "surfaces/transfer/comment_spool.hpp"

#include "core/base/limits.hpp"
#include "surfaces/transfer/foreign_text.hpp"

#include <array>
#include <cstring>
#include <unordered_map>

namespace masthead::transfer {

namespace {

constexpr std::array members{&WxrComment::id,       &WxrComment::author,   &WxrComment::mail,
                             &WxrComment::date,     &WxrComment::date_gmt, &WxrComment::content,
                             &WxrComment::approved, &WxrComment::type,     &WxrComment::parent,
                             &WxrComment::user_id};

void append_number(std::string& out, std::int64_t number)
{
    std::array<char, sizeof number> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    out.append(bytes.data(), bytes.size());
}

std::int64_t take_number(std::string_view& in)
{
    std::int64_t number = 0;
    std::memcpy(&number, in.data(), sizeof number);
    in.remove_prefix(sizeof number);
    return number;
}

constexpr std::int32_t nowhere = -1;

// Walks from each comment up to what is already placed, then places the way back down.
class Sorter {
public:
    struct Node {
        std::int32_t parent = nowhere; // place in the file
        bool carried = true;
        bool placed = false;
        bool on_way = false;
        int depth = 0;
        std::int32_t stand_in = nowhere; // where replies of a comment that is not carried go
        ParentTrouble trouble = ParentTrouble::none;
    };

    explicit Sorter(std::vector<Node> nodes) : nodes_(std::move(nodes)) {}

    std::vector<std::int32_t> sort()
    {
        for (std::int32_t i = 0; i < static_cast<std::int32_t>(nodes_.size()); ++i) {
            climb(i);
            while (!way_.empty()) {
                place(way_.back());
                way_.pop_back();
            }
        }
        return std::move(order_);
    }

    const Node& node(std::int32_t place) const { return at(place); }

private:
    const Node& at(std::int32_t i) const { return nodes_[static_cast<std::size_t>(i)]; }
    Node& at(std::int32_t i) { return nodes_[static_cast<std::size_t>(i)]; }

    void climb(std::int32_t i)
    {
        while (i != nowhere && !at(i).placed) {
            if (at(i).on_way) { // a loop: its topmost comment on this way becomes a thread
                at(way_.back()).parent = nowhere;
                at(way_.back()).trouble = ParentTrouble::loop;
                return;
            }
            at(i).on_way = true;
            way_.push_back(i);
            i = at(i).parent;
        }
    }

    void place(std::int32_t i)
    {
        auto& node = at(i);
        node.placed = true;
        node.on_way = false;
        if (node.parent != nowhere && !at(node.parent).carried) {
            node.trouble = ParentTrouble::parent_left_out;
            node.parent = at(node.parent).stand_in;
        }
        if (!node.carried) {
            node.stand_in = node.parent;
            return;
        }
        if (node.parent != nowhere && at(node.parent).depth + 1 >= limits::comment_depth_max) {
            node.trouble = ParentTrouble::too_deep;
            node.parent = at(node.parent).parent;
        }
        node.depth = node.parent == nowhere ? 0 : at(node.parent).depth + 1;
        order_.push_back(i);
    }

    std::vector<Node> nodes_;
    std::vector<std::int32_t> way_;
    std::vector<std::int32_t> order_;
};

} // namespace

void CommentSpool::add(const WxrComment& comment, Carried carried)
{
    std::string bytes;
    append_number(bytes, comment.line);
    for (const auto member : members) {
        append_number(bytes, static_cast<std::int64_t>((comment.*member).size()));
        bytes += comment.*member;
    }
    entries_.push_back({foreign_number(comment.id), foreign_number(comment.parent), carried,
                        carried == Carried::yes ? texts_.add(bytes) : TextRef{}});
}

void CommentSpool::clear()
{
    entries_.clear();
    texts_.clear();
}

std::vector<SpooledComment> CommentSpool::order() const
{
    std::unordered_map<std::int64_t, std::int32_t> by_id;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].id != 0)
            by_id.try_emplace(entries_[i].id, static_cast<std::int32_t>(i));
    }
    std::vector<Sorter::Node> nodes(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        nodes[i].carried = entries_[i].carried == Carried::yes;
        if (entries_[i].parent == 0)
            continue;
        const auto parent = by_id.find(entries_[i].parent);
        if (parent == by_id.end())
            nodes[i].trouble = ParentTrouble::missing;
        else
            nodes[i].parent = parent->second;
    }
    Sorter sorter{std::move(nodes)};
    std::vector<SpooledComment> ordered;
    for (const auto place : sorter.sort()) {
        const auto& entry = entries_[static_cast<std::size_t>(place)];
        const auto& node = sorter.node(place);
        const auto first = entry.id == 0 ? place : by_id.at(entry.id);
        if (first != place && same_text(entries_[static_cast<std::size_t>(first)], entry))
            continue;
        SpooledComment comment{first == place ? entry.id : 0, 0, node.trouble, entry.text};
        if (node.trouble == ParentTrouble::missing)
            comment.parent = entry.parent;
        else if (node.parent != nowhere)
            comment.parent = entries_[static_cast<std::size_t>(node.parent)].id;
        ordered.push_back(comment);
    }
    return ordered;
}

// All but the line, which is where they differ at least.
bool CommentSpool::same_text(const Entry& a, const Entry& b) const
{
    return texts_.get(a.text).substr(sizeof(std::int64_t)) ==
           texts_.get(b.text).substr(sizeof(std::int64_t));
}

WxrComment CommentSpool::read(const SpooledComment& spooled) const
{
    const auto bytes = texts_.get(spooled.text);
    std::string_view rest = bytes;
    WxrComment comment;
    comment.line = take_number(rest);
    for (const auto member : members) {
        const auto size = static_cast<std::size_t>(take_number(rest));
        comment.*member = rest.substr(0, size);
        rest.remove_prefix(size);
    }
    return comment;
}

} // namespace masthead::transfer
