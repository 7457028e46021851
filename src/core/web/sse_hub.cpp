#include "core/web/sse_hub.hpp"

#include "core/base/check.hpp"
#include "core/base/log.hpp"
#include "core/web/sse_frame.hpp"
#include "core/web/sse_shard.hpp"

#include <map>
#include <mutex>

namespace masthead::web {

struct SseHub::State {
    State(SseLimits given, Submit submits) : limits(given), submit(std::move(submits)) {}

    Verdict enter(const net::Address& network, std::int64_t session);
    void leave(const net::Address& network, std::int64_t session);
    void listen(const std::vector<Channel>& channels);
    void unlisten(const std::vector<Channel>& channels);
    std::shared_ptr<SseShard> shard_of(const std::shared_ptr<net::Loop>& loop);
    void tell(const SseShard::Broadcast& broadcast) const;

    const SseLimits limits;
    const Submit submit;
    mutable std::mutex mutex;
    std::size_t streams = 0;
    std::unordered_map<net::Address, std::size_t> by_network; // at most streams_max entries
    std::unordered_map<std::int64_t, std::size_t> by_session;
    std::unordered_map<Channel, std::size_t> listeners;
    std::map<const net::Loop*, std::shared_ptr<SseShard>> shards; // one an I/O thread
};

namespace {

template <class Key>
std::size_t count_of(const std::unordered_map<Key, std::size_t>& counts, const Key& key)
{
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

template <class Key>
void count_down(std::unordered_map<Key, std::size_t>& counts, const Key& key)
{
    const auto found = counts.find(key);
    MH_CHECK(found != counts.end());
    if (--found->second == 0)
        counts.erase(found);
}

/// One open stream. Lives on its connection's thread, but for the reading of its replay.
class Subscriber final : public net::StreamSource,
                         public SseListener,
                         public std::enable_shared_from_this<Subscriber> {
public:
    Subscriber(std::shared_ptr<SseHub::State> hub, SseWish wish)
        : hub_(std::move(hub)), wish_(std::move(wish))
    {
    }
    ~Subscriber() override { hub_->leave(wish_.network, wish_.session); }

    void opened(net::StreamPeer& peer, const std::shared_ptr<net::Loop>& loop) override
    {
        peer_ = &peer;
        shard_ = hub_->shard_of(loop);
        shard_->join(*this, wish_.channels);
        hub_->listen(wish_.channels);
        peer.send(sse_greeting());
        if (!hub_->submit(replay_job(loop)))
            peer.finish();
    }

    void idle() override
    {
        // Before the replay is out nobody knows what this stream has been told.
        const auto position = replaying_ ? 0 : std::max(replayed_, shard_->position());
        peer_->send(sse_heartbeat(position));
    }

    void draining() override
    {
        peer_->send(sse_farewell());
        peer_->finish();
    }

    void closed() override
    {
        peer_ = nullptr;
        shard_->leave(*this);
        hub_->unlisten(wish_.channels);
        held_ = {};
    }

    void take(const ChannelFrame& frame) override
    {
        if (!replaying_)
            return pass(frame);
        if (held_.size() >= net::stream_frames_pending_max)
            return end();
        held_.push_back(frame);
    }

    void end() override { peer_->finish(); }

private:
    std::function<void()> replay_job(const std::shared_ptr<net::Loop>& loop)
    {
        return [self = shared_from_this(), loop] {
            try {
                auto told = std::make_shared<SseReplay>(self->wish_.replay());
                loop->post([self, told] { self->replayed(*told); });
            } catch (const std::exception& failure) {
                log::error("live.replay_failed", {{"what", failure.what()}});
                loop->post([self] { self->give_up(); });
            }
        };
    }

    void replayed(const SseReplay& replay)
    {
        if (peer_ == nullptr)
            return;
        wish_.replay = nullptr; // and what it holds on to
        replaying_ = false;
        replayed_ = replay.position;
        if (!replay.text.empty())
            peer_->send(std::make_shared<const std::string>(replay.text));
        const auto held = std::exchange(held_, {});
        for (const auto& frame : held)
            pass(frame);
    }

    void give_up()
    {
        if (peer_ != nullptr)
            peer_->finish();
    }

    void pass(const ChannelFrame& frame)
    {
        if (frame.position == 0 || frame.position > replayed_)
            peer_->send(frame.bytes);
    }

    const std::shared_ptr<SseHub::State> hub_;
    SseWish wish_;
    net::StreamPeer* peer_ = nullptr;
    std::shared_ptr<SseShard> shard_;
    std::vector<ChannelFrame> held_; // until the replay is out
    std::int64_t replayed_ = 0;
    bool replaying_ = true;
};

} // namespace

SseHub::Verdict SseHub::State::enter(const net::Address& network, std::int64_t session)
{
    const std::lock_guard lock{mutex};
    if (streams >= limits.streams_max)
        return Verdict::too_many;
    if (count_of(by_network, network) >= limits.per_network_max)
        return Verdict::too_many_from_network;
    if (session != 0 && count_of(by_session, session) >= limits.per_session_max)
        return Verdict::too_many_of_session;
    ++streams;
    ++by_network[network];
    if (session != 0)
        ++by_session[session];
    return Verdict::admitted;
}

void SseHub::State::leave(const net::Address& network, std::int64_t session)
{
    const std::lock_guard lock{mutex};
    --streams;
    count_down(by_network, network);
    if (session != 0)
        count_down(by_session, session);
}

void SseHub::State::listen(const std::vector<Channel>& channels)
{
    const std::lock_guard lock{mutex};
    for (const Channel& channel : channels)
        ++listeners[channel];
}

void SseHub::State::unlisten(const std::vector<Channel>& channels)
{
    const std::lock_guard lock{mutex};
    for (const Channel& channel : channels)
        count_down(listeners, channel);
}

std::shared_ptr<SseShard> SseHub::State::shard_of(const std::shared_ptr<net::Loop>& loop)
{
    const std::lock_guard lock{mutex};
    auto& shard = shards[loop.get()];
    if (!shard)
        shard = std::make_shared<SseShard>(loop);
    return shard;
}

void SseHub::State::tell(const SseShard::Broadcast& broadcast) const
{
    const std::lock_guard lock{mutex};
    for (const auto& [loop, shard] : shards)
        shard->add(broadcast);
}

SseHub::SseHub(SseLimits limits, Submit submit)
    : state_(std::make_shared<State>(limits, std::move(submit)))
{
}

SseHub::~SseHub() = default;

SseHub::Opened SseHub::open(SseWish wish)
{
    wish.network = net::network_of(wish.network);
    const auto verdict = state_->enter(wish.network, wish.session);
    if (verdict != Verdict::admitted)
        return {verdict, nullptr};
    return {verdict, std::make_shared<Subscriber>(state_, std::move(wish))};
}

bool SseHub::has_listeners(const Channel& channel) const
{
    const std::lock_guard lock{state_->mutex};
    return state_->listeners.contains(channel);
}

std::vector<Channel> SseHub::channels(char kind) const
{
    const std::lock_guard lock{state_->mutex};
    std::vector<Channel> found;
    for (const auto& [channel, count] : state_->listeners) {
        if (channel.kind == kind)
            found.push_back(channel);
    }
    return found;
}

void SseHub::publish(const ChannelFrame& frame)
{
    state_->tell({SseShard::Broadcast::What::frame, frame});
}

void SseHub::note_position(std::int64_t position)
{
    state_->tell({SseShard::Broadcast::What::position, {{}, nullptr, position}});
}

void SseHub::end(const Channel& channel)
{
    state_->tell({SseShard::Broadcast::What::end, {channel, nullptr, 0}});
}

std::size_t SseHub::streams() const
{
    const std::lock_guard lock{state_->mutex};
    return state_->streams;
}

} // namespace masthead::web
