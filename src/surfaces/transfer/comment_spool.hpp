#pragma once

#include "surfaces/transfer/text_store.hpp"
#include "surfaces/transfer/wxr_item.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace masthead::transfer {

/// Why a comment does not stand where its old parent was.
enum class ParentTrouble : std::uint8_t { none, missing, loop, too_deep, parent_left_out };

/// Where a comment belongs, told before any of them is read again.
struct SpooledComment {
    std::int64_t id = 0;     ///< 0 where the file gives none
    std::int64_t parent = 0; ///< 0 for a thread; otherwise a comment that comes earlier in order(),
                             ///< or one that is not in this item (trouble is `missing`)
    ParentTrouble trouble = ParentTrouble::none;
    TextRef text;
};

/// The comments of one item, any number of them in constant memory (40 bytes each): their order is
/// known at the item's end, since parents may come later.
class CommentSpool {
public:
    /// Whether a comment is carried at all; those that are not hand their parent on.
    enum class Carried : std::uint8_t { no, yes };

    void add(const WxrComment& comment, Carried carried);
    std::size_t size() const { return entries_.size(); }
    void clear();

    /// All carried comments, parents before their replies, otherwise as in the file. A loop is cut
    /// at its first comment; a reply deeper than limits::comment_depth_max answers its parent's
    /// parent. A number that stands twice belongs to the first; the second goes without, or goes
    /// altogether where it is the same comment. Linear time.
    std::vector<SpooledComment> order() const;

    WxrComment read(const SpooledComment& comment) const;

private:
    struct Entry {
        std::int64_t id = 0;
        std::int64_t parent = 0;
        Carried carried = Carried::yes;
        TextRef text;
    };
    bool same_text(const Entry& a, const Entry& b) const;

    std::vector<Entry> entries_;
    TextStore texts_;
};

} // namespace masthead::transfer
