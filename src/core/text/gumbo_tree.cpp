#include "core/text/gumbo_tree.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <csetjmp>
#include <cstdlib>
#include <new>
#include <vector>

namespace masthead::text {

// Blocks come in powers of two and are reused by size, because gumbo doubles its buffers all the
// time. Past the limit the parse is left by longjmp: gumbo does not check for failed allocations,
// and between setjmp and here there are only C frames and functions without destructors.
class GumboMemory {
public:
    explicit GumboMemory(std::size_t bytes_max) : bytes_left_(bytes_max) {}
    GumboMemory(const GumboMemory&) = delete;
    GumboMemory& operator=(const GumboMemory&) = delete;

    ~GumboMemory()
    {
        for (void* chunk : chunks_)
            std::free(chunk);
    }

    void* allocate(std::size_t size)
    {
        const auto bits = class_of(size);
        if (bits >= free_.size())
            std::longjmp(exhausted, 1);
        if (Free* reused = free_[bits]) {
            free_[bits] = reused->next;
            return header_of(reused, bits);
        }
        return header_of(carve(header_bytes + (std::size_t{1} << bits)), bits);
    }

    void release(void* block)
    {
        if (!block)
            return;
        auto* start = static_cast<char*>(block) - header_bytes;
        const auto bits = *reinterpret_cast<std::size_t*>(start);
        auto* freed = reinterpret_cast<Free*>(start);
        freed->next = free_[bits];
        free_[bits] = freed;
    }

    std::jmp_buf exhausted;

private:
    struct Free {
        Free* next;
    };
    static constexpr std::size_t header_bytes = 8;
    // A comment fits into the first chunk; each further one is twice as large.
    static constexpr std::size_t first_chunk_bytes = 16 * 1024;
    static constexpr std::size_t chunk_bytes_max = 1024 * 1024;

    static std::size_t class_of(std::size_t size)
    {
        return size <= 8 ? 3 : static_cast<std::size_t>(std::bit_width(size - 1));
    }

    static void* header_of(void* start, std::size_t bits)
    {
        *static_cast<std::size_t*>(start) = bits;
        return static_cast<char*>(start) + header_bytes;
    }

    void* carve(std::size_t bytes)
    {
        if (bytes > room_) {
            const auto usual =
                std::min(first_chunk_bytes << std::min<std::size_t>(chunks_.size(), 6),
                         std::min(chunk_bytes_max, bytes_left_));
            add_chunk(std::max(bytes, usual));
        }
        void* start = next_;
        next_ += bytes;
        room_ -= bytes;
        return start;
    }

    void add_chunk(std::size_t bytes)
    {
        if (bytes > bytes_left_ || chunk_count_full())
            std::longjmp(exhausted, 1);
        void* chunk = std::malloc(bytes);
        if (!chunk)
            std::longjmp(exhausted, 1);
        bytes_left_ -= bytes;
        chunks_.push_back(chunk); // has room: see chunk_count_full
        next_ = static_cast<char*>(chunk);
        room_ = bytes;
    }

    // push_back must not throw through gumbo's frames: room is made with a call that cannot.
    bool chunk_count_full()
    {
        if (chunks_.size() < chunks_.capacity())
            return false;
        try {
            chunks_.reserve(chunks_.capacity() * 2 + 8);
        } catch (const std::bad_alloc&) {
            return true;
        }
        return false;
    }

    std::size_t bytes_left_;
    std::size_t room_ = 0;
    char* next_ = nullptr;
    std::vector<void*> chunks_;
    std::array<Free*, 34> free_{};
};

namespace {

void* allocate_for_gumbo(void* memory, std::size_t size)
{
    return static_cast<GumboMemory*>(memory)->allocate(size);
}

void release_for_gumbo(void* memory, void* block)
{
    static_cast<GumboMemory*>(memory)->release(block);
}

// Alone in its function, so that no local of a caller can be spoilt by the longjmp.
[[gnu::noinline]] const GumboOutput* parse_or_null(GumboMemory& memory, const GumboOptions& options,
                                                   std::string_view html)
{
    if (setjmp(memory.exhausted) != 0)
        return nullptr;
    return gumbo_parse_with_options(&options, html.data(), html.size());
}

} // namespace

std::optional<GumboTree> GumboTree::parse(std::string_view html, std::size_t memory_max)
{
    auto memory = std::make_unique<GumboMemory>(memory_max);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate_for_gumbo;
    options.deallocator = release_for_gumbo;
    options.userdata = memory.get();
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    const auto* output = parse_or_null(*memory, options, html.data() ? html : "");
    if (!output)
        return std::nullopt;
    return GumboTree{std::move(memory), output->root};
}

GumboTree::GumboTree(std::unique_ptr<GumboMemory> memory, const GumboNode* root)
    : memory_(std::move(memory)), root_(root)
{
}

GumboTree::GumboTree(GumboTree&&) noexcept = default;
GumboTree& GumboTree::operator=(GumboTree&&) noexcept = default;
GumboTree::~GumboTree() = default;

} // namespace masthead::text
