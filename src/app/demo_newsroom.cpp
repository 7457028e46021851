#include "app/demo_newsroom.hpp"

#include "app/demo_comments.hpp"
#include "features/comments/import_comments.hpp"
#include "features/media/media.hpp"
#include "features/readers/reader.hpp"
#include "features/stories/save_story.hpp"
#include "surfaces/site/date_format.hpp"

#include <fstream>

namespace masthead::app {

namespace fs = std::filesystem;

namespace {

constexpr db::Query select_any_story{"demo.any_story", R"sql(
    SELECT 1
    FROM stories
    LIMIT 1
)sql"};

void write_picture(const fs::path& media, const DemoPicture& picture)
{
    const auto target = media / picture.path;
    const auto unfinished = fs::path{target.string() + ".part"};
    fs::create_directories(target.parent_path());
    std::ofstream out{unfinished, std::ios::binary | std::ios::trunc};
    out.write(picture.bytes.data(), static_cast<std::streamsize>(picture.bytes.size()));
    out.close();
    if (!out)
        throw std::runtime_error("cannot write " + unfinished.string());
    fs::rename(unfinished, target);
}

int write_pictures(const fs::path& media, const DemoContent& content)
{
    int count = 0;
    const auto write = [&](const std::optional<DemoPicture>& picture) {
        if (!picture)
            return;
        write_picture(media, *picture);
        ++count;
    };
    for (const auto& author : content.authors)
        write(author.picture);
    for (const auto& story : content.stories)
        write(story.picture);
    return count;
}

/// Stores the content in one transaction; remembers the ids that slugs and names stand for.
class DemoWriter {
public:
    DemoWriter(db::Tx& tx, Time now, DemoReport& report) : tx_(tx), now_(now), report_(report) {}

    Result<void> write(const DemoContent& content);

private:
    Result<void> write_taxonomy(const DemoContent& content);
    Result<void> write_author(const DemoAuthor& author);
    Result<void> write_story(const DemoStory& story, stories::StoryKind kind);
    Result<void> write_comments(const DemoStory& story, StoryId id, Time published_at);
    Result<MediaId> write_media(const DemoPicture& picture);
    ReaderId reader_for(const DemoComment& comment);
    stories::SaveStory command_for(const DemoStory& story, stories::StoryKind kind) const;

    db::Tx& tx_;
    const Time now_;
    DemoReport& report_;
    std::map<std::string, SectionId> sections_;
    std::map<std::string, TopicId> topics_;
    std::map<std::string, AuthorId> authors_;
    std::map<std::string, AuthorId> authors_by_name_;
    std::map<std::string, ReaderId> readers_;
};

Result<void> DemoWriter::write(const DemoContent& content)
{
    if (has_stories(tx_))
        return refuse(Refusal::conflict, "demo.not_empty");
    if (auto saved = settings::save_newsroom(tx_, content.newsroom, now_); !saved)
        return saved.error();
    if (auto saved = write_taxonomy(content); !saved)
        return saved.error();
    for (const auto& story : content.stories) {
        if (auto saved = write_story(story, stories::StoryKind::story); !saved)
            return saved.error();
    }
    for (const auto& page : content.pages) {
        if (auto saved = write_story(page, stories::StoryKind::page); !saved)
            return saved.error();
    }
    stories::announce_import(tx_, now_);
    return {};
}

Result<void> DemoWriter::write_taxonomy(const DemoContent& content)
{
    for (const auto& section : content.sections) {
        const auto id = stories::save_section(tx_, section, now_);
        if (!id)
            return id.error();
        sections_[section.slug] = *id;
    }
    for (const auto& topic : content.topics) {
        const auto id = stories::save_topic(tx_, topic, now_);
        if (!id)
            return id.error();
        topics_[topic.slug] = *id;
    }
    for (const auto& author : content.authors) {
        if (auto saved = write_author(author); !saved)
            return saved.error();
    }
    return {};
}

Result<void> DemoWriter::write_author(const DemoAuthor& demo)
{
    auto author = demo.author;
    if (demo.picture) {
        const auto media = write_media(*demo.picture);
        if (!media)
            return media.error();
        author.picture = *media;
    }
    const auto id = stories::save_author(tx_, author, now_);
    if (!id)
        return id.error();
    authors_[author.slug] = *id;
    authors_by_name_[author.name] = *id;
    return {};
}

Result<MediaId> DemoWriter::write_media(const DemoPicture& picture)
{
    media::Media media;
    media.path = picture.path;
    media.mime = picture.mime;
    media.width = picture.width;
    media.height = picture.height;
    media.size_bytes = static_cast<std::int64_t>(picture.bytes.size());
    media.alt = picture.alt;
    media.caption_html = picture.caption_html;
    media.credit = picture.credit;
    media.created_at = now_;
    return media::save_media(tx_, media);
}

stories::SaveStory DemoWriter::command_for(const DemoStory& story, stories::StoryKind kind) const
{
    stories::SaveStory command;
    command.slug = story.slug;
    command.kind = kind;
    command.state = stories::StoryState::published;
    command.headline = story.headline;
    command.standfirst = story.standfirst;
    command.body = story.body;
    if (!story.section.empty())
        command.section = sections_.at(story.section);
    for (const auto& author : story.authors)
        command.authors.push_back(authors_.at(author));
    for (const auto& topic : story.topics)
        command.topics.push_back(topics_.at(topic));
    command.featured = story.featured;
    command.developing = story.developing;
    command.comments_open = kind == stories::StoryKind::story;
    command.published_at = now_ - story.age;
    command.updated_at = now_ - story.age_of_update;
    command.created_at = command.published_at;
    return command;
}

Result<void> DemoWriter::write_story(const DemoStory& story, stories::StoryKind kind)
{
    auto command = command_for(story, kind);
    if (story.picture) {
        const auto media = write_media(*story.picture);
        if (!media)
            return media.error();
        command.lead = {
            *media, {}, story.picture->alt, story.picture->caption_html, story.picture->credit};
    }
    const auto saved = stories::save_story(tx_, command, now_, stories::Announce::no);
    if (!saved)
        return saved.error();
    ++(kind == stories::StoryKind::page ? report_.pages : report_.stories);
    return write_comments(story, saved->id, command.published_at);
}

Result<void> DemoWriter::write_comments(const DemoStory& story, StoryId id, Time published_at)
{
    const auto times = posting_times(story.comments, published_at, now_);
    std::vector<CommentId> ids;
    for (std::size_t i = 0; i < story.comments.size(); ++i) {
        const auto& demo = story.comments[i];
        comments::ImportedComment comment;
        comment.story = id;
        comment.reader = reader_for(demo);
        comment.parent = demo.parent < 0 ? CommentId{} : ids[static_cast<std::size_t>(demo.parent)];
        comment.featured = demo.featured;
        comment.respect_count = demo.respect;
        comment.posted_at = times[i];
        comment.source = demo.markdown;
        comment.source_format = comments::CommentFormat::markdown;
        comment.html = demo.html;
        const auto added = comments::add_imported_comment(tx_, comment);
        if (!added)
            return added.error();
        ids.push_back(*added);
        ++report_.comments;
    }
    if (!ids.empty())
        comments::settle_conversation(tx_, id);
    return {};
}

// One name is one reader in all conversations.
ReaderId DemoWriter::reader_for(const DemoComment& comment)
{
    auto& reader = readers_[comment.author];
    if (!reader)
        reader = readers::add_unclaimed_reader(
            tx_,
            {comment.author, {}, comment.staff ? authors_by_name_.at(comment.author) : AuthorId{}},
            now_);
    return reader;
}

} // namespace

bool has_stories(db::Snapshot& snapshot)
{
    return snapshot.integer(select_any_story, {}) != 0;
}

Time evening_of_the_storm(Time now, std::string_view timezone)
{
    using namespace std::chrono;
    constexpr auto told_at = hours{19} + minutes{5};
    const site::DateFormat zone{timezone, "en"};
    const auto local = now + zone.offset_at(now);
    const auto today = Time{floor<days>(local).time_since_epoch() + told_at};
    const auto evening = today <= local ? today : today - days{1};
    return evening - zone.offset_at(now);
}

Result<DemoReport> store_demo(db::Database& database, const Clock& clock, const fs::path& media,
                              const DemoContent& content)
{
    // Asked again in the transaction; here it saves an unwanted copy of the pictures.
    if (database.read([](db::Snapshot& snapshot) { return has_stories(snapshot); }))
        return refuse(Refusal::conflict, "demo.not_empty");
    const int pictures = write_pictures(media, content);
    return database.write([&](db::Tx& tx) -> Result<DemoReport> {
        DemoReport report;
        report.pictures = pictures;
        const auto told_at = evening_of_the_storm(clock.now(), content.newsroom.timezone);
        auto written = DemoWriter{tx, told_at, report}.write(content);
        if (!written)
            return written.error();
        return report;
    });
}

} // namespace masthead::app
