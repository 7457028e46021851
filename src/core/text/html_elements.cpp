#include "core/text/html_elements.hpp"

#include <algorithm>
#include <array>

namespace masthead::text {

namespace {

using namespace element;

constexpr std::uint32_t story_comment = in_story | in_comment;
constexpr std::uint32_t everywhere = in_story | in_comment | in_inline;
constexpr std::uint32_t table = in_story | table_part | needs_parent | keep_empty;

// Sorted by name.
constexpr std::array elements{
    Element{"a", formatting | everywhere},
    Element{"abbr", in_story},
    Element{"address", block},
    Element{"applet", drop},
    Element{"article", block},
    Element{"aside", block | in_story},
    Element{"audio", in_story},
    Element{"b", formatting | in_story},
    Element{"bdi", in_story},
    Element{"bdo", in_story},
    Element{"blockquote", block | story_comment},
    Element{"br", is_void | everywhere},
    Element{"button", drop},
    Element{"canvas", drop},
    Element{"caption", table},
    Element{"center", block},
    Element{"cite", in_story},
    Element{"code", formatting | everywhere},
    Element{"col", is_void | table},
    Element{"colgroup", table},
    Element{"datalist", drop},
    Element{"dd", block | needs_parent | in_story | keep_empty},
    Element{"del", story_comment},
    Element{"details", block | in_story},
    Element{"dfn", in_story},
    Element{"dialog", block},
    Element{"dir", block},
    Element{"div", block | in_story},
    Element{"dl", block | in_story},
    Element{"dt", block | needs_parent | in_story | keep_empty},
    Element{"em", formatting | everywhere},
    Element{"embed", is_void | drop},
    Element{"fieldset", block},
    Element{"figcaption", block | in_story},
    Element{"figure", block | in_story},
    Element{"footer", block},
    Element{"form", drop},
    Element{"h1", block | heading},
    Element{"h2", block | heading | in_story},
    Element{"h3", block | heading | in_story},
    Element{"h4", block | heading | in_story},
    Element{"h5", block | heading | in_story},
    Element{"h6", block | heading | in_story},
    Element{"header", block},
    Element{"hgroup", block},
    Element{"hr", is_void | block | in_story},
    Element{"i", formatting | in_story},
    Element{"iframe", drop},
    Element{"img", is_void | in_story},
    Element{"input", is_void | drop},
    Element{"ins", in_story},
    Element{"kbd", in_story},
    Element{"li", block | needs_parent | story_comment | keep_empty},
    Element{"main", block},
    Element{"mark", in_story},
    Element{"math", drop},
    Element{"menu", block},
    Element{"nav", block},
    Element{"noembed", drop},
    Element{"noframes", drop},
    Element{"noscript", drop},
    Element{"object", drop},
    Element{"ol", block | story_comment},
    Element{"p", block | story_comment},
    Element{"picture", in_story},
    Element{"plaintext", drop},
    Element{"pre", block | story_comment},
    Element{"q", in_story},
    Element{"rp", in_story},
    Element{"rt", in_story},
    Element{"ruby", in_story},
    Element{"s", formatting | in_story},
    Element{"samp", in_story},
    Element{"script", drop},
    Element{"section", block | in_story},
    Element{"select", drop},
    Element{"small", formatting | in_story},
    Element{"source", is_void | in_story},
    Element{"span", in_story},
    Element{"strong", formatting | everywhere},
    Element{"style", drop},
    Element{"sub", everywhere & ~in_comment},
    Element{"summary", block | in_story},
    Element{"sup", everywhere & ~in_comment},
    Element{"svg", drop},
    Element{"table", block | in_story | table_part},
    Element{"tbody", table},
    Element{"td", table},
    Element{"template", drop},
    Element{"textarea", drop},
    Element{"tfoot", table},
    Element{"th", table},
    Element{"thead", table},
    Element{"time", in_story},
    Element{"title", drop},
    Element{"tr", table},
    Element{"track", is_void | in_story},
    Element{"u", formatting | in_story},
    Element{"ul", block | story_comment},
    Element{"var", in_story},
    Element{"video", in_story},
    Element{"wbr", is_void | in_story},
    Element{"xmp", drop},
};

static_assert(std::is_sorted(elements.begin(), elements.end(),
                             [](const Element& a, const Element& b) { return a.name < b.name; }));

} // namespace

const Element* find_element(std::string_view name)
{
    const auto* found =
        std::lower_bound(elements.begin(), elements.end(), name,
                         [](const Element& each, std::string_view n) { return each.name < n; });
    return found != elements.end() && found->name == name ? found : nullptr;
}

} // namespace masthead::text
