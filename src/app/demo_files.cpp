#include "app/demo_files.hpp"

#include "app/demo_comments.hpp"
#include "app/front_matter.hpp"
#include "core/base/text.hpp"
#include "core/images/probe.hpp"
#include "core/text/markdown.hpp"

#include <boost/json.hpp>

namespace masthead::app {

namespace {

namespace json = boost::json;

constexpr std::string_view folder = "demo/";
constexpr Milliseconds hour = std::chrono::hours{1};
constexpr Milliseconds age_of_pages = std::chrono::hours{24 * 90};

/// Reads the files one after another; the first fault is remembered and ends the reading.
class DemoReader {
public:
    explicit DemoReader(std::span<const EmbeddedFile> files) : files_(files) {}

    Result<DemoContent> read();

private:
    void read_newsroom();
    void read_menus();
    void read_texts(std::string_view kind, std::vector<DemoStory>& out);
    DemoStory read_story(std::string_view slug, const EmbeddedFile& file);
    void read_comments(DemoStory& story);
    void check_names(const DemoStory& story);
    std::optional<DemoPicture> find_picture(std::string_view name);
    Milliseconds hours(const FrontMatter& front, std::string_view key, Milliseconds otherwise);
    std::string_view find(const std::string& path) const;
    void fail(std::string_view path, std::string_view what);

    const std::span<const EmbeddedFile> files_;
    DemoContent content_;
    std::string problem_;
};

template <class Thing>
bool has_slug(const std::vector<Thing>& things, std::string_view slug)
{
    return std::any_of(things.begin(), things.end(),
                       [&](const Thing& thing) { return thing.slug == slug; });
}

std::string member(const json::value& object, std::string_view name)
{
    const auto* value = object.is_object() ? object.as_object().if_contains(name) : nullptr;
    return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

const json::array& list(const json::value& object, std::string_view name)
{
    static const json::array none;
    const auto* value = object.is_object() ? object.as_object().if_contains(name) : nullptr;
    return value && value->is_array() ? value->as_array() : none;
}

Result<DemoContent> DemoReader::read()
{
    read_newsroom();
    read_texts("stories", content_.stories);
    read_texts("pages", content_.pages);
    read_menus();
    if (!problem_.empty())
        return refuse(Refusal::invalid, "demo.invalid", problem_);
    std::stable_sort(content_.stories.begin(), content_.stories.end(),
                     [](const DemoStory& a, const DemoStory& b) {
                         return std::pair{!a.featured, a.age} < std::pair{!b.featured, b.age};
                     });
    return std::move(content_);
}

void DemoReader::read_newsroom()
{
    const std::string path = std::string{folder} + "newsroom.json";
    json::error_code error;
    const auto all = json::parse(find(path), error);
    if (error)
        return fail(path, error.message());
    auto& newsroom = content_.newsroom;
    newsroom.title = member(all, "title");
    newsroom.description = member(all, "description");
    newsroom.language = member(all, "language");
    newsroom.timezone = member(all, "timezone");
    newsroom.accent_color = member(all, "accent_color");
    int place = 0;
    for (const auto& entry : list(all, "sections"))
        content_.sections.push_back({{},
                                     member(entry, "slug"),
                                     member(entry, "name"),
                                     member(entry, "description"),
                                     ++place});
    for (const auto& entry : list(all, "topics"))
        content_.topics.push_back(
            {{}, member(entry, "slug"), member(entry, "name"), member(entry, "description")});
    for (const auto& entry : list(all, "authors")) {
        stories::Author author{
            {}, member(entry, "slug"), member(entry, "name"), member(entry, "bio"), {}, {}};
        auto picture = find_picture("author-" + author.slug);
        if (picture)
            picture->alt = "Portrait of " + author.name;
        content_.authors.push_back({std::move(author), std::move(picture)});
    }
}

void DemoReader::read_menus()
{
    for (const auto& section : content_.sections)
        content_.newsroom.menu.push_back({section.name, "/section/" + section.slug + "/"});
    for (const auto& page : content_.pages)
        content_.newsroom.footer_menu.push_back({page.headline, stories::story_url(page.slug)});
}

void DemoReader::read_texts(std::string_view kind, std::vector<DemoStory>& out)
{
    const auto prefix = std::string{folder} + std::string{kind} + "/";
    constexpr std::string_view ending = ".md";
    for (const auto& file : files_) {
        if (!file.path.starts_with(prefix) || !file.path.ends_with(ending))
            continue;
        auto slug = file.path.substr(prefix.size());
        slug.remove_suffix(ending.size());
        out.push_back(read_story(slug, file));
    }
}

DemoStory DemoReader::read_story(std::string_view slug, const EmbeddedFile& file)
{
    DemoStory story;
    const auto front = parse_front_matter(file.bytes);
    if (!front) {
        fail(file.path, front.error().detail);
        return story;
    }
    story.slug = slug;
    story.headline = front->value("title");
    story.standfirst = front->value("standfirst");
    story.section = front->value("section");
    story.topics = front->list("topics");
    story.authors = front->list("authors");
    story.age = hours(*front, "hours_ago", age_of_pages);
    story.age_of_update = hours(*front, "updated_hours_ago", story.age);
    story.featured = front->value("featured") == "yes";
    story.developing = front->value("developing") == "yes";
    story.body = stories::prepare_body(
        {front->body, stories::SourceFormat::markdown, text::markdown_story(front->body)},
        content_.newsroom.language);
    story.picture = find_picture(slug);
    if (story.picture) {
        story.picture->alt = front->value("picture_alt");
        story.picture->caption_html = escape_html(front->value("picture_caption"));
        story.picture->credit = front->value("picture_credit");
    }
    check_names(story);
    read_comments(story);
    return story;
}

void DemoReader::read_comments(DemoStory& story)
{
    const auto path = std::string{folder} + "comments/" + story.slug + ".json";
    const auto text = find(path);
    if (!text.data())
        return;
    auto comments = parse_demo_comments(text);
    if (!comments)
        return fail(path, comments.error().detail);
    story.comments = std::move(*comments);
    for (const auto& comment : story.comments) {
        const bool known = std::any_of(
            content_.authors.begin(), content_.authors.end(),
            [&](const DemoAuthor& known_one) { return known_one.author.name == comment.author; });
        if (comment.staff && !known)
            fail(path, "no author is called " + comment.author);
    }
}

void DemoReader::check_names(const DemoStory& story)
{
    if (story.headline.empty())
        fail(story.slug, "there is no title");
    if (!story.section.empty() && !has_slug(content_.sections, story.section))
        fail(story.slug, "there is no section " + story.section);
    for (const auto& topic : story.topics) {
        if (!has_slug(content_.topics, topic))
            fail(story.slug, "there is no topic " + topic);
    }
    for (const auto& author : story.authors) {
        const bool known =
            std::any_of(content_.authors.begin(), content_.authors.end(),
                        [&](const DemoAuthor& one) { return one.author.slug == author; });
        if (!known)
            fail(story.slug, "there is no author " + author);
    }
}

std::optional<DemoPicture> DemoReader::find_picture(std::string_view name)
{
    const auto file = std::string{name} + ".webp";
    const auto path = std::string{folder} + "pictures/" + file;
    const auto bytes = find(path);
    if (!bytes.data())
        return std::nullopt;
    const auto picture = images::probe(bytes);
    if (!picture) {
        fail(path, "is no picture");
        return std::nullopt;
    }
    return DemoPicture{std::string{folder} + file,
                       bytes,
                       std::string{images::mime_of(picture->format)},
                       picture->width,
                       picture->height,
                       {},
                       {},
                       {}};
}

Milliseconds DemoReader::hours(const FrontMatter& front, std::string_view key,
                               Milliseconds otherwise)
{
    const auto text = front.value(key);
    if (text.empty())
        return otherwise;
    double number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0 || number > 1e6) {
        fail(front.value("title"), std::string{key} + " is no number of hours");
        return otherwise;
    }
    return Milliseconds{static_cast<std::int64_t>(number * static_cast<double>(hour.count()))};
}

std::string_view DemoReader::find(const std::string& path) const
{
    const auto found = std::find_if(files_.begin(), files_.end(),
                                    [&](const EmbeddedFile& file) { return file.path == path; });
    return found == files_.end() ? std::string_view{} : found->bytes;
}

void DemoReader::fail(std::string_view path, std::string_view what)
{
    if (problem_.empty())
        problem_ = std::string{path} + ": " + std::string{what};
}

} // namespace

Result<DemoContent> read_demo(std::span<const EmbeddedFile> files)
{
    return DemoReader{files}.read();
}

} // namespace masthead::app
