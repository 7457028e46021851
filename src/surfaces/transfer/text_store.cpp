#include "surfaces/transfer/text_store.hpp"

#include "core/base/check.hpp"

#include <cerrno>
#include <limits>
#include <system_error>
#include <unistd.h>

namespace masthead::transfer {

namespace {

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

TextRef TextStore::add(std::string_view text)
{
    MH_CHECK(text.size() <= std::numeric_limits<std::uint32_t>::max());
    const TextRef ref{spilled_ + tail_.size(), static_cast<std::uint32_t>(text.size())};
    tail_ += text;
    if (tail_.size() > memory_max)
        spill();
    return ref;
}

std::string TextStore::get(TextRef ref) const
{
    if (ref.offset >= spilled_)
        return tail_.substr(static_cast<std::size_t>(ref.offset - spilled_), ref.size);
    std::string out(ref.size, '\0');
    for (std::size_t done = 0; done < out.size();) {
        const auto count = pread(fileno(file_.get()), out.data() + done, out.size() - done,
                                 static_cast<off_t>(ref.offset + done));
        if (count <= 0)
            fail("temporary file of the import");
        done += static_cast<std::size_t>(count);
    }
    return out;
}

void TextStore::clear()
{
    tail_.clear();
    spilled_ = 0;
    file_.reset();
}

void TextStore::spill()
{
    if (!file_)
        file_.reset(std::tmpfile());
    if (!file_)
        fail("temporary file of the import");
    for (std::size_t done = 0; done < tail_.size();) {
        const auto count = pwrite(fileno(file_.get()), tail_.data() + done, tail_.size() - done,
                                  static_cast<off_t>(spilled_ + done));
        if (count <= 0)
            fail("temporary file of the import");
        done += static_cast<std::size_t>(count);
    }
    spilled_ += tail_.size();
    tail_.clear();
}

} // namespace masthead::transfer
