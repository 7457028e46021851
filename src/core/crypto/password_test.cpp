#include "core/crypto/breached_list.hpp"
#include "core/crypto/password_hasher.hpp"
#include "core/crypto/password_rules.hpp"
#include "core/crypto/ready.hpp"

#include <doctest/doctest.h>

#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace masthead::crypto {

namespace {

namespace fs = std::filesystem;

std::string sha1_of(const std::string& text)
{
    std::string digest(20, '\0');
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
               EVP_sha1(), nullptr);
    return digest;
}

std::string hex_of(const std::string& bytes)
{
    std::string out;
    for (const char byte : bytes) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02X", static_cast<unsigned char>(byte));
        out += digits;
    }
    return out;
}

struct ListFile {
    fs::path path = fs::temp_directory_path() / ("masthead-breached-" + std::to_string(getpid()));

    explicit ListFile(const std::string& bytes)
    {
        std::ofstream out{path, std::ios::binary};
        out << bytes;
    }
    ~ListFile() { fs::remove(path); }
};

std::vector<std::string> sorted_hashes(int count)
{
    std::vector<std::string> hashes;
    for (int i = 0; i < count; ++i)
        hashes.push_back(sha1_of("breached password " + std::to_string(i)));
    std::sort(hashes.begin(), hashes.end());
    return hashes;
}

std::string text_list(int count, const std::string& line_end)
{
    std::string text;
    int seen = 1;
    for (const auto& hash : sorted_hashes(count)) {
        text += hex_of(hash) + ':' + std::to_string(seen) + line_end;
        seen = seen * 7 % 999'983; // counts of every length
    }
    return text;
}

void check_list(const std::string& bytes, int count)
{
    const ListFile file{bytes};
    const BreachedList list{file.path};
    for (int i = 0; i < count; ++i) {
        CAPTURE(i);
        CHECK(list.contains("breached password " + std::to_string(i)));
    }
    for (int i = 0; i < 200; ++i)
        CHECK_FALSE(list.contains("nobody's password " + std::to_string(i)));
}

} // namespace

TEST_CASE("a password verifies against its own hash alone")
{
    PasswordHasher hasher{1, PasswordCost::least()};
    const auto hash = hasher.hash("the ferry leaves at nine");
    CHECK(hash.rfind("$argon2id$", 0) == 0);
    CHECK(hasher.hash("the ferry leaves at nine") != hash);
    CHECK(hasher.verify("the ferry leaves at nine", hash));
    CHECK_FALSE(hasher.verify("the ferry leaves at ten", hash));
    CHECK_FALSE(hasher.verify("the ferry leaves at nine", ""));
    CHECK_FALSE(hasher.verify("the ferry leaves at nine", "$argon2id$broken"));
    CHECK_FALSE(hasher.verify_nothing("the ferry leaves at nine"));
    CHECK_FALSE(hasher.verify_nothing("nobody has this account"));
}

TEST_CASE("the default cost is 64 MiB and two passes, and older hashes are known as such")
{
    PasswordHasher hasher;
    const auto hash = hasher.hash("the ferry leaves at nine");
    CHECK(hash.find("$m=65536,t=2,p=1$") != std::string::npos);
    CHECK_FALSE(hasher.is_outdated(hash));
    PasswordHasher cheap{1, PasswordCost::least()};
    CHECK(hasher.is_outdated(cheap.hash("the ferry leaves at nine")));
    CHECK(hasher.verify("the ferry leaves at nine", hash));
}

TEST_CASE("a password past the limit is never worked on")
{
    PasswordHasher hasher{1, PasswordCost::least()};
    const std::string longest(password_bytes_max, 'x');
    const auto hash = hasher.hash(longest);
    CHECK(hasher.verify(longest, hash));
    CHECK_FALSE(hasher.verify(longest + 'x', hash));
}

TEST_CASE("where the line is full, the next caller is told so and the others are served")
{
    PasswordHasher hasher{1, PasswordCost{3, 8 * 1024 * 1024}};
    // More callers than may wait: each is either served or told, and nothing is lost.
    constexpr int callers = 3 * static_cast<int>(password_queue_max);
    std::atomic<int> served{0};
    std::atomic<int> told{0};
    std::atomic<bool> go{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i) {
        threads.emplace_back([&] {
            go.wait(false);
            try {
                hasher.hash("the ferry leaves at nine");
                ++served;
            } catch (const Busy&) {
                ++told;
            }
        });
    }
    go = true;
    go.notify_all();
    for (auto& thread : threads)
        thread.join();
    CHECK(served + told == callers);
    CHECK(served >= static_cast<int>(password_queue_max));
    CHECK(told > 0);
    CHECK_NOTHROW(hasher.hash("the ferry leaves at nine"));
}

TEST_CASE("rules for new passwords")
{
    struct Row {
        const char* name;
        std::string password;
        std::string message; ///< empty: accepted
    };
    const std::vector<Row> rows{{"ten characters", "abcdefghij", ""},
                                {"nine characters", "abcdefghi", "password.too_short"},
                                {"nine characters of two bytes",
                                 "\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc",
                                 "password.too_short"},
                                {"256 bytes", "ab" + std::string(254, 'c'), ""},
                                {"257 bytes", "ab" + std::string(255, 'c'), "password.too_long"},
                                {"not UTF-8", "abcdefghij\xff", "password.not_text"},
                                {"with NUL", std::string("abcdefghij\0k", 12), "password.not_text"},
                                {"one character", std::string(40, 'a'), "password.too_simple"},
                                {"two characters", "abababababab", "password.too_simple"},
                                {"empty", "", "password.too_short"}};
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto checked = check_password(row.password, nullptr);
        CHECK((checked ? "" : checked.error().message_key) == row.message);
    }
}

TEST_CASE("a password of the breached list is refused")
{
    const ListFile file{hex_of(sha1_of("correct horse battery")) + ":52\r\n"};
    const BreachedList list{file.path};
    const auto refused = check_password("correct horse battery", &list);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message_key == "password.breached");
    CHECK(check_password("correct horse batteries", &list).has_value());
}

TEST_CASE("every line of a breached list is found, whatever its length")
{
    for (const int count : {1, 2, 3, 500}) {
        CAPTURE(count);
        check_list(text_list(count, "\r\n"), count);
        check_list(text_list(count, "\n"), count);
        auto without_last_end = text_list(count, "\n");
        without_last_end.pop_back();
        check_list(without_last_end, count);
    }
}

TEST_CASE("bare hashes are a breached list too")
{
    for (const int count : {1, 2, 500}) {
        std::string bytes;
        for (const auto& hash : sorted_hashes(count))
            bytes += hash;
        check_list(bytes, count);
    }
}

TEST_CASE("a file that is no breached list is refused at once")
{
    for (const std::string& bytes :
         std::vector<std::string>{"", "hello", "DEADBEEF:1\n", "not twenty bytes long"}) {
        const ListFile file{bytes};
        CAPTURE(bytes);
        CHECK_THROWS_AS(BreachedList{file.path}, std::runtime_error);
    }
    CHECK_THROWS_AS(BreachedList{"/nowhere/at/all"}, std::system_error);
    CHECK_THROWS_AS(BreachedList{fs::temp_directory_path()}, std::exception);
}

TEST_CASE("a breached list that is damaged in the middle says so")
{
    auto text = text_list(3, "\n");
    const auto second = text.find('\n') + 1;
    text.replace(second, text.rfind('\n', text.size() - 2) - second, std::string(200, '#'));
    const ListFile file{text};
    const BreachedList list{file.path};
    CHECK_THROWS_AS(list.contains("nobody's password"), std::runtime_error);
}

} // namespace masthead::crypto
