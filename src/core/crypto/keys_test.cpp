#include "core/crypto/keys.hpp"
#include "core/crypto/seal.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace masthead::crypto {

namespace {

namespace fs = std::filesystem;

struct Folder {
    fs::path path;

    Folder()
    {
        auto name = (fs::temp_directory_path() / "masthead-keys-XXXXXX").string();
        path = mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path); }
    fs::path file() const { return path / "masthead.keys"; }
};

std::string text_of(const fs::path& file)
{
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

void write_text(const fs::path& file, const std::string& text)
{
    std::ofstream{file} << text;
    chmod(file.c_str(), 0600);
}

std::string message_for(const fs::path& file)
{
    try {
        load_or_create_keys(file);
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST_CASE("keys are made once, for their owner's eyes alone")
{
    const Folder folder;
    const auto made = load_or_create_keys(folder.file());
    struct stat status {};
    REQUIRE(stat(folder.file().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    const auto before = text_of(folder.file());
    const auto read = load_or_create_keys(folder.file());
    CHECK(text_of(folder.file()) == before);
    CHECK(read.csrf.bytes() == made.csrf.bytes());
    CHECK(unseal(read.network, seal(made.network, "192.0.2.7")) == "192.0.2.7");
    const std::set<Key::Bytes> different{made.network.current().bytes(),
                                         made.network_index.bytes(),
                                         made.csrf.bytes(),
                                         made.links.bytes(),
                                         made.codes.bytes(),
                                         made.form.bytes(),
                                         made.totp.current().bytes(),
                                         made.push.bytes(),
                                         made.push_seal.current().bytes()};
    CHECK(different.size() == 9);
    // Nothing is left beside the file.
    CHECK(std::distance(fs::directory_iterator{folder.path}, {}) == 1);
}

TEST_CASE("keys that others may read are refused, with the cure named")
{
    const Folder folder;
    load_or_create_keys(folder.file());
    for (const unsigned mode : {0640U, 0604U, 0620U, 0601U, 0666U}) {
        REQUIRE(chmod(folder.file().c_str(), mode) == 0);
        CAPTURE(mode);
        CHECK(message_for(folder.file()).find("chmod 600") != std::string::npos);
    }
    REQUIRE(chmod(folder.file().c_str(), 0400) == 0);
    CHECK_NOTHROW(load_or_create_keys(folder.file()));
}

TEST_CASE("a link in the place of the keys is not followed")
{
    const Folder folder;
    load_or_create_keys(folder.path / "elsewhere");
    fs::create_symlink(folder.path / "elsewhere", folder.file());
    CHECK_THROWS_AS(load_or_create_keys(folder.file()), std::system_error);
}

TEST_CASE("a damaged file of keys is never replaced, and its secrets are not shown")
{
    const Folder folder;
    const std::string good = "csrf 1 " + std::string(64, 'a') + "\n";
    for (const std::string& bad : std::vector<std::string>{
             "csrf 0 " + std::string(64, 'b'), "csrf 256 " + std::string(64, 'b'),
             "csrf 1 " + std::string(63, 'b'), "csrf 1 " + std::string(66, 'b'),
             "csrf 1 " + std::string(63, 'b') + "g", std::string{"csrf 1"}, std::string{"words"},
             "csrf x " + std::string(64, 'b')}) {
        write_text(folder.file(), good + bad + "\n");
        CAPTURE(bad);
        const auto message = message_for(folder.file());
        CHECK(message.find("line 2") != std::string::npos);
        CHECK(message.find("bbbb") == std::string::npos);
        CHECK(text_of(folder.file()) == good + bad + "\n");
    }
    write_text(folder.file(), std::string(64 * 1024 + 1, '#'));
    CHECK(message_for(folder.file()).find("no file of keys") != std::string::npos);
}

TEST_CASE("an older file gains the purposes that it lacks and keeps the rest")
{
    const Folder folder;
    write_text(folder.file(), "# words\n\ncsrf 1 " + std::string(64, 'a') + "\nlater 3 " +
                                  std::string(64, 'c') + "\n");
    const auto keys = load_or_create_keys(folder.file());
    CHECK(keys.csrf.bytes()[0] == 0xaa);
    // What a later version added survives a look by this one.
    CHECK(text_of(folder.file()).find("later 3 " + std::string(64, 'c')) != std::string::npos);
    const auto again = load_or_create_keys(folder.file());
    CHECK(again.form.bytes() == keys.form.bytes());
}

TEST_CASE("a crash while writing leaves the keys as they were")
{
    const Folder folder;
    const auto made = load_or_create_keys(folder.file());
    write_text(folder.path / "masthead.keys.new", "half a li");
    CHECK(load_or_create_keys(folder.file()).csrf.bytes() == made.csrf.bytes());
    CHECK(rotate_network_key(folder.file()).csrf.bytes() == made.csrf.bytes());
    CHECK_FALSE(fs::exists(folder.path / "masthead.keys.new"));
}

TEST_CASE("the network key rotates: older texts open until their key is forgotten")
{
    const Folder folder;
    auto keys = load_or_create_keys(folder.file());
    const auto first = seal(keys.network, "192.0.2.7");
    for (std::size_t i = 1; i < keys_per_purpose_max; ++i)
        keys = rotate_network_key(folder.file());
    CHECK(keys.network.all().size() == keys_per_purpose_max);
    CHECK(unseal(keys.network, first) == "192.0.2.7");
    keys = rotate_network_key(folder.file());
    CHECK(keys.network.all().size() == keys_per_purpose_max);
    CHECK_FALSE(unseal(keys.network, first));
    CHECK(load_or_create_keys(folder.file()).network.current().id() == keys_per_purpose_max + 1);
}

TEST_CASE("key ids come round without ever being zero")
{
    const Folder folder;
    write_text(folder.file(), "network 255 " + std::string(64, 'a') + "\n");
    CHECK(rotate_network_key(folder.file()).network.current().id() == 1);
}

} // namespace masthead::crypto
