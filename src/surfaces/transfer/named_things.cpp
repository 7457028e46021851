#include "surfaces/transfer/named_things.hpp"

#include "core/base/check.hpp"
#include "core/base/text.hpp"
#include "features/stories/find_stories.hpp"
#include "features/stories/save_story.hpp"
#include "surfaces/transfer/fingerprint.hpp"

#include <algorithm>

namespace masthead::transfer {

namespace {

constexpr std::size_t names_a_unit = 50;
constexpr int numbers_max = 1'000;

// "slug:row:wanted": the slug finds the row again, the hashes say who has changed it since.
struct Memory {
    std::string slug;
    std::string row;
    std::string wanted;
    std::string packed() const { return slug + ":" + row + ":" + wanted; }
};

Memory unpack(std::string_view text)
{
    const auto parts = split(text, ':');
    if (parts.size() != 3)
        return {};
    return {std::string{parts[0]}, std::string{parts[1]}, std::string{parts[2]}};
}

// What the three kinds have in common, as far as an import sets it.
struct Present {
    std::int64_t id = 0;
    std::string name;
    std::string hash;
};

std::string hash_of(std::string_view name, std::string_view description, std::string_view mail)
{
    return Fingerprint{}.add(name).add(description).add(mail).hex();
}

template <class Found>
std::optional<Present> present_of(const std::optional<Found>& found, std::string_view description,
                                  std::string_view mail)
{
    if (!found)
        return std::nullopt;
    return Present{found->id.value(), found->name, hash_of(found->name, description, mail)};
}

std::optional<Present> find_present(db::Snapshot& snapshot, NameKind kind, std::string_view slug)
{
    if (kind == NameKind::author) {
        const auto author = stories::find_author(snapshot, slug);
        return author ? present_of(author, "", author->mail) : std::nullopt;
    }
    if (kind == NameKind::section) {
        const auto section = stories::find_section(snapshot, slug);
        return section ? present_of(section, section->description, "") : std::nullopt;
    }
    const auto topic = stories::find_topic(snapshot, slug);
    return topic ? present_of(topic, topic->description, "") : std::nullopt;
}

template <class IdType>
std::int64_t id_of(const Result<IdType>& saved)
{
    MH_CHECK(saved.has_value()); // names and slugs are never empty here
    return saved->value();
}

std::int64_t save_name(db::Tx& tx, NameKind kind, const WantedName& wanted, const std::string& slug,
                       Time now)
{
    if (kind == NameKind::author) {
        const auto present = stories::find_author(tx, slug);
        auto author = present.value_or(stories::Author{});
        author.slug = slug;
        author.name = wanted.name;
        author.mail = wanted.mail;
        return id_of(stories::save_author(tx, author, now));
    }
    if (kind == NameKind::section) {
        const auto present = stories::find_section(tx, slug);
        const auto place = present ? present->place : wanted.place;
        return id_of(
            stories::save_section(tx, {{}, slug, wanted.name, wanted.description, place}, now));
    }
    return id_of(stories::save_topic(tx, {{}, slug, wanted.name, wanted.description}, now));
}

std::string_view foreign_kind_of(NameKind kind)
{
    switch (kind) {
    case NameKind::author: return foreign_kind::author;
    case NameKind::section: return foreign_kind::section;
    case NameKind::topic: break;
    }
    return foreign_kind::topic;
}

Counted counted_of(NameKind kind)
{
    switch (kind) {
    case NameKind::author: return Counted::authors;
    case NameKind::section: return Counted::sections;
    case NameKind::topic: break;
    }
    return Counted::topics;
}

struct Decision {
    Fate fate = Fate::created;
    std::string slug;
    std::int64_t id = 0;
    bool is_ours = false; ///< it was here before any import: never to be changed by one
    std::optional<ForeignRow> row;
};

class NameCarrier {
public:
    NameCarrier(ImportContext& context, std::string_view site, NameKind kind)
        : context_(context), site_(site), kind_(kind)
    {
    }

    ForeignKey key(const WantedName& wanted) const
    {
        return {site_, foreign_kind_of(kind_), wanted.foreign_id};
    }

    // What earlier runs made of these names: such a row is taken, whoever else has its name.
    void learn(const std::vector<WantedName>& all)
    {
        const auto look_up = [&](db::Snapshot& snapshot) {
            for (const auto& wanted : all) {
                if (const auto row = find_foreign(snapshot, key(wanted)))
                    taken_.insert(unpack(row->fingerprint).slug);
            }
        };
        context_.database.read(look_up, db::ReadSpan::lengthy);
    }

    Decision decide(db::Snapshot& snapshot, const WantedName& wanted,
                    const std::set<std::string>& claimed) const
    {
        Decision decision;
        decision.row = find_foreign(snapshot, key(wanted));
        if (decision.row)
            decide_known(snapshot, wanted, decision);
        else
            decide_new(snapshot, wanted, claimed, decision);
        return decision;
    }

    void apply(db::Tx& tx, const WantedName& wanted, Decision& decision) const
    {
        if (decision.fate == Fate::created || decision.fate == Fate::updated)
            decision.id = save_name(tx, kind_, wanted, decision.slug, context_.now);
        if (decision.row && decision.fate != Fate::updated)
            return touch_foreign(tx, key(wanted), context_.run);
        Memory memory{decision.slug, "", wanted_hash(wanted)};
        if (!decision.is_ours)
            memory.row = find_present(tx, kind_, decision.slug)->hash;
        save_foreign(tx, key(wanted), {decision.id, memory.packed(), context_.run});
    }

    void claim(const std::string& slug) { taken_.insert(slug); }
    const std::set<std::string>& taken() const { return taken_; }

private:
    static std::string wanted_hash(const WantedName& wanted)
    {
        return hash_of(wanted.name, wanted.description, wanted.mail);
    }

    void decide_known(db::Snapshot& snapshot, const WantedName& wanted, Decision& decision) const
    {
        const auto memory = unpack(decision.row->fingerprint);
        const auto present = find_present(snapshot, kind_, memory.slug);
        decision.slug = memory.slug;
        decision.id = decision.row->id;
        decision.fate = Fate::unchanged;
        if (memory.wanted == wanted_hash(wanted))
            return;
        const bool as_we_left_it =
            present && present->id == decision.id && present->hash == memory.row;
        decision.fate = as_we_left_it ? Fate::updated : Fate::kept;
    }

    void decide_new(db::Snapshot& snapshot, const WantedName& wanted,
                    const std::set<std::string>& claimed, Decision& decision) const
    {
        decision.slug = wanted.slug;
        for (int number = 2; number < numbers_max; ++number) {
            const auto present = find_present(snapshot, kind_, decision.slug);
            const bool is_claimed = claimed.contains(decision.slug);
            if (!present && !is_claimed)
                return;
            // Topics of one name are one topic; two authors of one name are two people.
            const bool may_join = kind_ != NameKind::author || !is_claimed;
            if (present && may_join && equals_ignoring_case(present->name, wanted.name)) {
                decision.fate = Fate::unchanged;
                decision.id = present->id;
                decision.is_ours = true;
                return;
            }
            decision.slug = wanted.slug + "-" + std::to_string(number);
        }
    }

    ImportContext& context_;
    std::string_view site_;
    NameKind kind_;
    std::set<std::string> taken_; // slugs that names of this site stand for
};

} // namespace

std::unordered_map<std::string, Named> carry_names(ImportContext& context, std::string_view site,
                                                   NameKind kind,
                                                   const std::vector<WantedName>& wanted)
{
    NameCarrier carrier{context, site, kind};
    carrier.learn(wanted);
    std::unordered_map<std::string, Named> carried;
    for (std::size_t first = 0; first < wanted.size(); first += names_a_unit) {
        const auto last = std::min(first + names_a_unit, wanted.size());
        std::vector<Decision> decisions;
        const auto decide_all = [&](db::Snapshot& snapshot, db::Tx* tx) {
            decisions.clear(); // the body may run again
            auto claimed = carrier.taken();
            for (auto i = first; i < last; ++i) {
                decisions.push_back(carrier.decide(snapshot, wanted[i], claimed));
                if (tx)
                    carrier.apply(*tx, wanted[i], decisions.back());
                claimed.insert(decisions.back().slug);
            }
        };
        if (context.writes())
            context.write([&](db::Tx& tx) { decide_all(tx, &tx); });
        else
            context.database.read([&](db::Snapshot& snapshot) { decide_all(snapshot, nullptr); });
        for (auto i = first; i < last; ++i) {
            const auto& decision = decisions[i - first];
            context.report.count(counted_of(kind), decision.fate);
            carrier.claim(decision.slug);
            carried[wanted[i].foreign_id] = {decision.id, decision.slug};
        }
    }
    return carried;
}

} // namespace masthead::transfer
