#include "features/stories/save_story.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"

namespace masthead::stories {

namespace {

constexpr db::Query upsert_author{"authors.upsert", R"sql(
    INSERT INTO authors (id, slug, name, bio, picture_id, mail, created_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (slug) DO UPDATE SET name = excluded.name,
                                     bio = excluded.bio,
                                     picture_id = excluded.picture_id,
                                     mail = excluded.mail
    RETURNING id
)sql"};

constexpr db::Query upsert_section{"sections.upsert", R"sql(
    INSERT INTO sections (id, slug, name, description, place)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (slug) DO UPDATE SET name = excluded.name,
                                     description = excluded.description,
                                     place = excluded.place
    RETURNING id
)sql"};

constexpr db::Query upsert_topic{"topics.upsert", R"sql(
    INSERT INTO topics (id, slug, name, description)
    VALUES (?, ?, ?, ?)
    ON CONFLICT (slug) DO UPDATE SET name = excluded.name,
                                     description = excluded.description
    RETURNING id
)sql"};

template <class IdType>
IdType id_in(const db::Row& row)
{
    return row.id<IdType>(0);
}

bool lacks_name(std::string_view slug, std::string_view name)
{
    return trim(slug).empty() || trim(name).empty();
}

} // namespace

Result<AuthorId> save_author(db::Tx& tx, const Author& author, Time now)
{
    if (lacks_name(author.slug, author.name))
        return refuse(Refusal::invalid, "author.name_missing", author.slug);
    const auto id = *tx.find(upsert_author,
                             {tx.new_id<AuthorId>(), author.slug, author.name, author.bio,
                              author.picture, author.mail, now},
                             id_in<AuthorId>);
    db::append_event(tx, {event_taxonomy, id.value()}, now);
    return id;
}

Result<SectionId> save_section(db::Tx& tx, const Section& section, Time now)
{
    if (lacks_name(section.slug, section.name))
        return refuse(Refusal::invalid, "section.name_missing", section.slug);
    const auto id = *tx.find(
        upsert_section,
        {tx.new_id<SectionId>(), section.slug, section.name, section.description, section.place},
        id_in<SectionId>);
    db::append_event(tx, {event_taxonomy, id.value()}, now);
    return id;
}

Result<TopicId> save_topic(db::Tx& tx, const Topic& topic, Time now)
{
    if (lacks_name(topic.slug, topic.name))
        return refuse(Refusal::invalid, "topic.name_missing", topic.slug);
    const auto id =
        *tx.find(upsert_topic, {tx.new_id<TopicId>(), topic.slug, topic.name, topic.description},
                 id_in<TopicId>);
    db::append_event(tx, {event_taxonomy, id.value()}, now);
    return id;
}

} // namespace masthead::stories
