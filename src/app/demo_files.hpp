#pragma once

#include "core/base/embedded.hpp"
#include "core/base/result.hpp"
#include "features/settings/newsroom.hpp"
#include "features/stories/story.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The demonstration newsroom as it stands in demo/: read, checked and made ready to be stored, so
/// that nothing is left to compute in the transaction that stores it. Ages count back from the
/// moment of storing: the demonstration always looks like today's paper.
namespace masthead::app {

struct DemoPicture {
    std::string path; ///< below the media folder: "demo/ferry.webp"
    std::string_view bytes;
    std::string mime;
    int width = 0;  ///< pixels
    int height = 0; ///< pixels
    std::string alt;
    std::string caption_html;
    std::string credit;
};

struct DemoComment {
    std::ptrdiff_t parent = -1; ///< its place in the same list, always an earlier one; -1: a thread
    std::string author;
    bool staff = false;   ///< `author` is the name of one of the newsroom's authors
    Milliseconds after{}; ///< the story's publication
    int respect = 0;
    bool featured = false;
    std::string markdown;
    std::string html;
};

struct DemoStory {
    std::string slug;
    std::string headline;
    std::string standfirst;
    std::string section;              ///< its slug
    std::vector<std::string> topics;  ///< slugs
    std::vector<std::string> authors; ///< slugs
    Milliseconds age{};
    Milliseconds age_of_update{};
    bool featured = false;
    bool developing = false;
    stories::PreparedBody body;
    std::optional<DemoPicture> picture;
    std::vector<DemoComment> comments; ///< parents before their replies
};

/// An author with the portrait that demo/pictures may hold.
struct DemoAuthor {
    stories::Author author;
    std::optional<DemoPicture> picture;
};

/// All of it.
struct DemoContent {
    settings::Newsroom newsroom;
    std::vector<stories::Section> sections;
    std::vector<stories::Topic> topics;
    std::vector<DemoAuthor> authors;
    std::vector<DemoStory> stories; ///< featured first, then newest first
    std::vector<DemoStory> pages;
};

/// Reads demo/newsroom.json, demo/stories, demo/pages, demo/comments and demo/pictures among
/// `files`. Refuses `invalid` with file and fault in `detail`.
Result<DemoContent> read_demo(std::span<const EmbeddedFile> files);

} // namespace masthead::app
