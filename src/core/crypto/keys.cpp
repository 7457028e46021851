#include "core/crypto/keys.hpp"

#include "core/base/text.hpp"
#include "core/crypto/ready.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace masthead::crypto {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t file_bytes_max = 64 * 1024;
constexpr std::array<std::string_view, 9> purposes{
    "network", "network_index", "csrf", "links", "codes", "form", "totp", "push", "push_seal"};
constexpr std::string_view heading =
    "# The keys of this newsroom: PURPOSE ID KEY. Without them sealed data cannot be read again;\n"
    "# with them anyone can. Keep a copy apart from the database's backups.\n";

using Table = std::map<std::string, std::vector<Key>, std::less<>>;

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File()
    {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

void check_mode(const File& in, const fs::path& file)
{
    struct stat status {};
    if (::fstat(in.get(), &status) != 0)
        fail("cannot look at " + file.string());
    if (!S_ISREG(status.st_mode) || status.st_size > static_cast<off_t>(file_bytes_max))
        throw std::runtime_error(file.string() + " is no file of keys");
    if ((status.st_mode & 077) != 0)
        throw std::runtime_error(file.string() +
                                 " holds secrets but others may read or change it; "
                                 "run: chmod 600 " +
                                 file.string());
}

std::optional<std::string> read_file(const fs::path& file)
{
    const File in{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (in.get() < 0 && errno == ENOENT)
        return std::nullopt;
    if (in.get() < 0)
        fail("cannot open " + file.string());
    check_mode(in, file);
    std::string text(file_bytes_max + 1, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const auto count = ::read(in.get(), text.data() + length, text.size() - length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            fail("cannot read " + file.string());
        if (count == 0)
            break;
        length += static_cast<std::size_t>(count);
    }
    text.resize(length);
    return text;
}

std::optional<Key> parse_key(std::string_view id_text, std::string_view hex)
{
    int id = 0;
    const auto [end, error] = std::from_chars(id_text.data(), id_text.data() + id_text.size(), id);
    if (error != std::errc{} || end != id_text.data() + id_text.size() || id < 1 || id > 255)
        return std::nullopt;
    Key::Bytes bytes{};
    std::size_t length = 0;
    if (hex.size() != 2 * key_bytes ||
        sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &length,
                       nullptr) != 0 ||
        length != bytes.size())
        return std::nullopt;
    return Key{static_cast<std::uint8_t>(id), bytes};
}

// The message names the line but never shows it: it holds a secret.
Table parse(std::string_view text, const fs::path& file)
{
    Table table;
    int number = 0;
    for (const auto line : split(text, '\n')) {
        ++number;
        if (trim(line).empty() || line.front() == '#')
            continue;
        const auto words = split(trim(line), ' ');
        const auto key = words.size() == 3 ? parse_key(words[1], words[2]) : std::nullopt;
        if (!key)
            throw std::runtime_error(file.string() + ", line " + std::to_string(number) +
                                     ": not PURPOSE ID KEY");
        table[std::string{words[0]}].push_back(*key);
    }
    return table;
}

std::string format(const Table& table)
{
    std::string text{heading};
    for (const auto& [purpose, keys] : table) {
        for (const auto& key : keys) {
            std::array<char, 2 * key_bytes + 1> hex{};
            sodium_bin2hex(hex.data(), hex.size(), key.bytes().data(), key_bytes);
            text += purpose + ' ' + std::to_string(key.id()) + ' ' + hex.data() + '\n';
        }
    }
    return text;
}

void write_all(const File& out, std::string_view text, const fs::path& file)
{
    while (!text.empty()) {
        const auto count = ::write(out.get(), text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            fail("cannot write " + file.string());
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(out.get()) != 0)
        fail("cannot write " + file.string());
}

void sync_folder(const fs::path& file)
{
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    const File in{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (in.get() < 0 || ::fsync(in.get()) != 0)
        fail("cannot write " + folder.string());
}

// Written aside and renamed: a crash leaves the old keys or the new ones, never half of them.
void write_file(const fs::path& file, std::string text)
{
    auto aside = file;
    aside += ".new";
    ::unlink(aside.c_str()); // left by a crash; nobody else writes here while the lock is held
    {
        const File out{
            ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
        if (out.get() < 0)
            fail("cannot write " + aside.string());
        write_all(out, text, aside);
    }
    sodium_memzero(text.data(), text.size());
    if (::rename(aside.c_str(), file.c_str()) != 0)
        fail("cannot write " + file.string());
    sync_folder(file);
}

bool add_missing(Table& table)
{
    bool added = false;
    for (const auto purpose : purposes) {
        if (table.find(purpose) != table.end())
            continue;
        table.emplace(purpose, std::vector<Key>{Key::random()});
        added = true;
    }
    return added;
}

Table load_table(const fs::path& file)
{
    ensure_ready();
    auto text = read_file(file);
    auto table = text ? parse(*text, file) : Table{};
    if (text)
        sodium_memzero(text->data(), text->size());
    if (add_missing(table))
        write_file(file, format(table));
    return table;
}

Keys keys_of(const Table& table)
{
    const auto of = [&](std::string_view purpose) { return KeyRing{table.find(purpose)->second}; };
    return {of("network"),
            of("network_index").current(),
            of("csrf").current(),
            of("links").current(),
            of("codes").current(),
            of("form").current(),
            of("totp"),
            of("push").current(),
            of("push_seal")};
}

} // namespace

Keys load_or_create_keys(const fs::path& file)
{
    return keys_of(load_table(file));
}

Keys rotate_network_key(const fs::path& file)
{
    auto table = load_table(file);
    auto& keys = table.find("network")->second;
    const auto last = keys.back().id();
    keys.push_back(Key::random(static_cast<std::uint8_t>(last % 255 + 1)));
    if (keys.size() > keys_per_purpose_max)
        keys.erase(keys.begin());
    write_file(file, format(table));
    return keys_of(table);
}

Keys random_keys()
{
    ensure_ready();
    Table table;
    add_missing(table);
    return keys_of(table);
}

} // namespace masthead::crypto
