#include "core/web/page_cache.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <list>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace masthead::web {

namespace {

constexpr std::size_t entry_overhead_bytes = 512; // map nodes, list nodes, strings
constexpr std::int64_t no_position = std::numeric_limits<std::int64_t>::min();

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept
    {
        return std::hash<std::string_view>{}(text);
    }
};

template <class Value>
using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

struct Entry {
    std::string_view key; // of the map's node
    PageVersionPtr version;
    std::vector<std::string> tags;
    std::int64_t position = 0;
    std::optional<Time> valid_until;
    Time redraw_at;
    std::size_t bytes = 0;
    bool stale = false;
    bool brotli_asked = false;
    bool denser_asked = false;
    std::uint32_t hits = 0;
    bool is_error = false;
    std::list<Entry*>::iterator place;
};

/// What tells whether a page is new enough for a reader.
struct Age {
    std::int64_t position = 0;
    bool stale = false;
    Time redraw_at;
};

Age age_of(const Entry& entry)
{
    return {entry.position, entry.stale, entry.redraw_at};
}

struct Drawing {
    Time began;
    std::uint64_t sequence = 0; // of the last drop before it began
    std::vector<PageCache::Waiter> waiters;
};

/// The drops of one tag that a drawing under way may still have to hear of.
struct Dropped {
    std::int64_t position = no_position;
    std::uint64_t sequence = 0;

    void note(std::int64_t at, std::uint64_t in)
    {
        position = std::max(position, at);
        sequence = in;
    }

    /// True where the drawing began before the drop and did not read what it announced.
    bool overtook(const Drawing& drawing, std::int64_t drawn_at) const
    {
        return sequence > drawing.sequence && position > drawn_at;
    }
};

struct Tag {
    Dropped lazily, urgently;
    std::unordered_set<Entry*> entries;
};

enum class Overtaken { no, lazily, urgently };

} // namespace

struct PageCache::State {
    State(const Clock& given_clock, Options given) : clock(given_clock), options(given) {}

    // Public to this file only; all are called under the lock.
    bool is_usable(const Entry& entry) const;
    bool is_worth_more_effort(Entry& entry) const;
    void touch(Entry& entry);
    void erase(Entry& entry);
    void erase_tag_if_idle(const std::string& name);
    void evict();
    void evict_from(std::list<Entry*>& order, const std::size_t& bytes, std::size_t bytes_max);
    void trim_tags();
    void forget(const Tag& tag);
    void drop_entry(Entry& entry, Drop how);
    Overtaken overtaken(const Drawing& drawing, const DrawnPage& page) const;
    void store(const std::string& key, const Drawing& drawing, const DrawnPage& page, bool stale);
    void replace(Entry& entry, PageVersionPtr version);
    std::vector<Waiter> take_waiters(const std::string& key);
    bool is_too_old(const Age& age, const Since& since) const;
    bool answers_later(const Entry* entry, Waiter& waiter, Begun& begun) const;
    void give_waiters(const std::string& key, const Age& age, Finished& finished);
    std::list<Entry*>& order_of(const Entry& entry) { return entry.is_error ? errors : pages; }
    std::size_t& bytes_of(const Entry& entry) { return entry.is_error ? error_bytes : page_bytes; }

    const Clock& clock;
    const Options options;
    mutable std::mutex mutex;
    ByText<Entry> entries;
    ByText<Tag> tags;
    ByText<Drawing> drawings;
    std::list<Entry*> pages;  // most recently used first
    std::list<Entry*> errors; // 404 and 410: apart, so that made-up URLs evict no real page
    std::size_t page_bytes = 0;
    std::size_t error_bytes = 0;
    std::uint64_t sequence = 0;
    std::int64_t noted = 0;                       // all drops up to here have been made
    Dropped forgotten_lazily, forgotten_urgently; // of tags that had to be forgotten
    mutable Counts counts;
};

bool PageCache::State::is_usable(const Entry& entry) const
{
    if (!entry.stale && !entry.valid_until)
        return true; // the common case reads no clock
    const Time now = clock.now();
    if (entry.valid_until && now >= *entry.valid_until)
        return false;
    // Served for at most one interval after the drawing began, also if the clock is set back.
    return !entry.stale ||
           (now < entry.redraw_at && now >= entry.redraw_at - 2 * options.redraw_interval);
}

/// True once: for a page that many have asked for and that no event has reached for a while. The
/// clock is read only every so many hits.
bool PageCache::State::is_worth_more_effort(Entry& entry) const
{
    if (entry.denser_asked || ++entry.hits % page_denser_hits != 0)
        return false;
    if (entry.stale || entry.is_error || !entry.version->compressible ||
        clock.now() < entry.redraw_at + page_denser_after)
        return false;
    entry.denser_asked = true;
    return true;
}

void PageCache::State::touch(Entry& entry)
{
    auto& order = order_of(entry);
    if (entry.place != order.begin())
        order.splice(order.begin(), order, entry.place);
}

void PageCache::State::erase_tag_if_idle(const std::string& name)
{
    const auto found = tags.find(name);
    if (found == tags.end() || !found->second.entries.empty())
        return;
    // Its drops matter only to drawings that are under way.
    const Tag& tag = found->second;
    const bool tells = tag.lazily.sequence != 0 || tag.urgently.sequence != 0;
    if (tells && !drawings.empty()) {
        if (tags.size() <= options.tags_max)
            return;
        forget(tag);
    }
    tags.erase(found);
}

// What a forgotten tag knew of drops is kept in one pessimistic sum.
void PageCache::State::forget(const Tag& tag)
{
    forgotten_lazily.note(tag.lazily.position,
                          std::max(forgotten_lazily.sequence, tag.lazily.sequence));
    forgotten_urgently.note(tag.urgently.position,
                            std::max(forgotten_urgently.sequence, tag.urgently.sequence));
}

void PageCache::State::erase(Entry& entry)
{
    const auto names = std::move(entry.tags);
    for (const std::string& name : names) {
        const auto found = tags.find(name);
        if (found != tags.end())
            found->second.entries.erase(&entry);
        erase_tag_if_idle(name);
    }
    bytes_of(entry) -= entry.bytes;
    order_of(entry).erase(entry.place);
    entries.erase(entries.find(entry.key));
}

void PageCache::State::evict_from(std::list<Entry*>& order, const std::size_t& bytes,
                                  std::size_t bytes_max)
{
    while (bytes > bytes_max && !order.empty()) {
        erase(*order.back());
        ++counts.evictions;
    }
}

void PageCache::State::evict()
{
    evict_from(errors, error_bytes, options.error_bytes_max);
    evict_from(pages, page_bytes, options.bytes_max - std::min(options.bytes_max, error_bytes));
    trim_tags();
}

// Tags without pages go first, then the pages that were used longest ago.
void PageCache::State::trim_tags()
{
    if (tags.size() <= options.tags_max)
        return;
    std::erase_if(tags, [this](const auto& named) {
        if (!named.second.entries.empty())
            return false;
        forget(named.second);
        return true;
    });
    while (tags.size() > options.tags_max && !entries.empty()) {
        erase(errors.empty() ? *pages.back() : *errors.back());
        ++counts.evictions;
    }
}

void PageCache::State::drop_entry(Entry& entry, Drop how)
{
    if (how == Drop::urgently)
        erase(entry);
    else
        entry.stale = true;
}

Overtaken PageCache::State::overtaken(const Drawing& drawing, const DrawnPage& page) const
{
    if (forgotten_urgently.overtook(drawing, page.position))
        return Overtaken::urgently;
    Overtaken worst =
        forgotten_lazily.overtook(drawing, page.position) ? Overtaken::lazily : Overtaken::no;
    for (const std::string& name : page.tags) {
        const auto found = tags.find(name);
        if (found == tags.end())
            continue;
        if (found->second.urgently.overtook(drawing, page.position))
            return Overtaken::urgently;
        if (found->second.lazily.overtook(drawing, page.position))
            worst = Overtaken::lazily;
    }
    return worst;
}

/// A page that no drop has reached is as new as the drops that have been made, whatever position it
/// was drawn at.
bool PageCache::State::is_too_old(const Age& age, const Since& since) const
{
    return age.position < since.position && (age.stale || noted < since.position);
}

/// Whether a waiter with `since` is to come again instead of being answered or drawn for. `entry`
/// is the usable page or null.
bool PageCache::State::answers_later(const Entry* entry, Waiter& waiter, Begun& begun) const
{
    if (waiter.since.position == 0 ||
        (entry != nullptr && !is_too_old(age_of(*entry), waiter.since)))
        return false;
    const bool is_noted = noted >= waiter.since.position;
    if (is_noted && entry == nullptr)
        return false; // it is drawn now: that reads the position
    if (is_noted)
        begun.again_at = entry->redraw_at;
    begun.what = Begin::later;
    begun.waiter = std::move(waiter);
    return true;
}

/// Ends a drawing: its waiters get the page, but for those whom it is too old for.
void PageCache::State::give_waiters(const std::string& key, const Age& age, Finished& finished)
{
    finished.waiters = take_waiters(key);
    finished.redraw_at = age.redraw_at;
    const auto early =
        std::stable_partition(finished.waiters.begin(), finished.waiters.end(),
                              [&](const Waiter& waiter) { return !is_too_old(age, waiter.since); });
    std::move(early, finished.waiters.end(), std::back_inserter(finished.early));
    finished.waiters.erase(early, finished.waiters.end());
}

void PageCache::State::store(const std::string& key, const Drawing& drawing, const DrawnPage& page,
                             bool stale)
{
    const auto old = entries.find(key);
    const bool same_version = old != entries.end() && old->second.version == page.version;
    const bool brotli_asked = same_version && old->second.brotli_asked;
    const bool denser_asked = same_version && old->second.denser_asked;
    if (old != entries.end())
        erase(old->second);
    const auto made = entries.try_emplace(key).first;
    Entry& entry = made->second;
    entry.key = made->first;
    entry.version = page.version;
    entry.tags = page.tags;
    std::ranges::sort(entry.tags);
    entry.tags.erase(std::unique(entry.tags.begin(), entry.tags.end()), entry.tags.end());
    entry.position = page.position;
    entry.valid_until = page.valid_until;
    entry.redraw_at = drawing.began + options.redraw_interval;
    entry.stale = stale;
    entry.brotli_asked = brotli_asked;
    entry.denser_asked = denser_asked;
    entry.is_error = page.version->status >= 400;
    entry.bytes = entry_overhead_bytes + key.size() + page.version->bytes();
    for (const std::string& name : entry.tags)
        entry.bytes += 2 * name.size() + entry_overhead_bytes / 8;
    bytes_of(entry) += entry.bytes;
    entry.place = order_of(entry).insert(order_of(entry).begin(), &entry);
    for (const std::string& name : entry.tags)
        tags[name].entries.insert(&entry);
    evict();
}

void PageCache::State::replace(Entry& entry, PageVersionPtr version)
{
    const std::size_t old_bytes = entry.version->bytes();
    const std::size_t new_bytes = version->bytes();
    entry.version = std::move(version);
    entry.bytes += new_bytes - old_bytes;
    bytes_of(entry) += new_bytes - old_bytes;
    evict(); // may erase the entry itself
}

std::vector<PageCache::Waiter> PageCache::State::take_waiters(const std::string& key)
{
    const auto found = drawings.find(key);
    if (found == drawings.end())
        return {};
    auto waiters = std::move(found->second.waiters);
    drawings.erase(found);
    return waiters;
}

PageCache::PageCache(const Clock& clock) : PageCache(clock, Options{}) {}

PageCache::PageCache(const Clock& clock, Options options)
    : state_(std::make_unique<State>(clock, options))
{
}

PageCache::~PageCache() = default;

PageCache::Found PageCache::find(std::string_view key, const Acceptance& acceptance,
                                 std::string_view if_none_match, std::string_view if_modified_since)
{
    Found found;
    State& state = *state_;
    const std::lock_guard lock{state.mutex};
    const auto at = state.entries.find(key);
    if (at == state.entries.end() || !state.is_usable(at->second))
        return found;
    Entry& entry = at->second;
    const PageVersion& version = *entry.version;
    const Time now = if_modified_since.empty() ? Time{} : state.clock.now();
    found.page = choose_form(version, acceptance, if_none_match, if_modified_since, now);
    if (!found.page)
        return found;
    state.touch(entry);
    ++state.counts.hits;
    state.counts.stale_hits += entry.stale ? 1 : 0;
    const bool takes_brotli = acceptance.of(Encoding::brotli) > 0 && version.compressible;
    if (takes_brotli && !entry.brotli_asked && !version.forms[index_of(Encoding::brotli)])
        found.wants_brotli = entry.brotli_asked = true;
    found.wants_denser = state.is_worth_more_effort(entry);
    return found;
}

void PageCache::drop(std::string_view tag, std::int64_t position, Drop how)
{
    State& state = *state_;
    const std::lock_guard lock{state.mutex};
    ++state.sequence;
    auto found = state.tags.find(tag);
    if (!state.drawings.empty()) {
        if (found == state.tags.end())
            found = state.tags.try_emplace(std::string{tag}).first;
        auto& dropped = how == Drop::urgently ? found->second.urgently : found->second.lazily;
        dropped.note(position, state.sequence);
    }
    if (found == state.tags.end())
        return;
    std::vector<Entry*> older;
    for (Entry* entry : found->second.entries) {
        if (entry->position < position)
            older.push_back(entry);
    }
    for (Entry* entry : older)
        state.drop_entry(*entry, how);
    state.trim_tags();
}

void PageCache::note_position(std::int64_t position)
{
    const std::lock_guard lock{state_->mutex};
    state_->noted = std::max(state_->noted, position);
}

PageCache::Begun PageCache::begin(const std::string& key, Waiter waiter)
{
    Begun begun;
    State& state = *state_;
    const std::lock_guard lock{state.mutex};
    const auto at = state.entries.find(key);
    const bool usable = at != state.entries.end() && state.is_usable(at->second);
    if (state.answers_later(usable ? &at->second : nullptr, waiter, begun))
        return begun;
    if (usable) {
        const Wanted& wanted = waiter.wanted;
        begun.page = choose_form(*at->second.version, wanted.acceptance, wanted.if_none_match,
                                 wanted.if_modified_since, state.clock.now());
        if (begun.page) {
            begun.what = Begin::ready;
            begun.waiter = std::move(waiter);
            ++state.counts.hits;
            return begun;
        }
    }
    ++state.counts.misses;
    if (at != state.entries.end())
        begun.previous = at->second.version;
    const auto [drawing, is_new] = state.drawings.try_emplace(key);
    drawing->second.waiters.push_back(std::move(waiter));
    if (!is_new)
        return begun;
    drawing->second.began = state.clock.now();
    drawing->second.sequence = state.sequence;
    begun.what = usable ? Begin::expand : Begin::draw;
    if (usable)
        begun.version = at->second.version;
    else
        ++state.counts.drawings;
    return begun;
}

PageCache::Finished PageCache::finish(const std::string& key, const DrawnPage& page)
{
    Finished finished;
    State& state = *state_;
    const std::lock_guard lock{state.mutex};
    const auto found = state.drawings.find(key);
    if (found == state.drawings.end())
        return finished; // abandoned meanwhile
    Drawing& drawing = found->second;
    const Overtaken overtaken = state.overtaken(drawing, page);
    if (overtaken == Overtaken::urgently) {
        drawing.sequence = state.sequence;
        drawing.began = state.clock.now();
        ++state.counts.drawings;
        finished.again = true;
        return finished;
    }
    const bool stale = overtaken == Overtaken::lazily;
    const Age age{page.position, stale, drawing.began + state.options.redraw_interval};
    state.store(key, drawing, page, stale);
    state.give_waiters(key, age, finished);
    return finished;
}

std::vector<PageCache::Waiter> PageCache::abandon(const std::string& key)
{
    const std::lock_guard lock{state_->mutex};
    return state_->take_waiters(key);
}

bool PageCache::wants_identity(const std::string& key) const
{
    const std::lock_guard lock{state_->mutex};
    const auto found = state_->drawings.find(key);
    if (found == state_->drawings.end())
        return false;
    return std::ranges::any_of(found->second.waiters, [](const Waiter& waiter) {
        const Acceptance& acceptance = waiter.wanted.acceptance;
        return acceptance.of(Encoding::gzip) == 0 ||
               acceptance.prefers(Encoding::identity, Encoding::gzip);
    });
}

PageCache::Finished PageCache::expanded(const std::string& key, const PageVersionPtr& version,
                                        PageVersionPtr with_more)
{
    Finished finished;
    State& state = *state_;
    const std::lock_guard lock{state.mutex};
    const auto at = state.entries.find(key);
    const auto drawing = state.drawings.find(key);
    if (drawing == state.drawings.end())
        return finished; // abandoned meanwhile
    if (at == state.entries.end() || at->second.version != version) {
        drawing->second.sequence = state.sequence;
        drawing->second.began = state.clock.now();
        ++state.counts.drawings;
        finished.again = true;
        return finished;
    }
    const Age age = age_of(at->second);
    state.replace(at->second, std::move(with_more));
    state.give_waiters(key, age, finished);
    return finished;
}

bool PageCache::add_form(std::string_view key, const PageVersionPtr& version,
                         PageVersionPtr with_more)
{
    const std::lock_guard lock{state_->mutex};
    const auto at = state_->entries.find(key);
    if (at == state_->entries.end() || at->second.version != version)
        return false;
    state_->replace(at->second, std::move(with_more));
    return true;
}

std::optional<DrawnPage> PageCache::kept(std::string_view key)
{
    const std::lock_guard lock{state_->mutex};
    const auto at = state_->entries.find(key);
    if (at == state_->entries.end() || at->second.stale || !state_->is_usable(at->second))
        return std::nullopt;
    Entry& entry = at->second;
    state_->touch(entry);
    return DrawnPage{entry.version, entry.tags, entry.position, entry.valid_until};
}

PageVersionPtr PageCache::version_of(std::string_view key) const
{
    const std::lock_guard lock{state_->mutex};
    const auto at = state_->entries.find(key);
    return at == state_->entries.end() ? nullptr : at->second.version;
}

PageCache::Counts PageCache::counts() const
{
    const std::lock_guard lock{state_->mutex};
    Counts counts = state_->counts;
    counts.pages = state_->entries.size();
    counts.bytes = state_->page_bytes + state_->error_bytes;
    counts.error_bytes = state_->error_bytes;
    counts.tags = state_->tags.size();
    return counts;
}

} // namespace masthead::web
