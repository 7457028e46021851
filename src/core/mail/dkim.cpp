#include "core/mail/dkim.hpp"

#include "core/mail/address.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

// opendkim's header uses these without including them.
#include <stdbool.h>
#include <sys/types.h>

#include <dkim.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace masthead::smtp {

namespace {

constexpr int rsa_bits_min = 2'048; // what RFC 8301 asks signers for
constexpr std::size_t signature_bytes_max = 4'096;
constexpr std::size_t signature_name_width = 16; // of "DKIM-Signature: "

struct CloseLibrary {
    void operator()(DKIM_LIB* library) const { dkim_close(library); }
};
struct FreeSigning {
    void operator()(DKIM* signing) const { dkim_free(signing); }
};
struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

unsigned char* bytes_of(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

// The library's messages may name files and keys: only the step is told.
void demand(DKIM_STAT status, const char* step)
{
    if (status != DKIM_STAT_OK)
        throw std::runtime_error(std::string{"DKIM: "} + step +
                                 " failed: " + dkim_getresultstr(status));
}

dkim_alg_t algorithm_of(const std::string& pem)
{
    const std::unique_ptr<BIO, FreeBio> bio{
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    const std::unique_ptr<EVP_PKEY, FreeKey> key{
        bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr) : nullptr};
    if (!key)
        throw std::runtime_error("DKIM: the key file holds no private key in PEM form");
    if (EVP_PKEY_base_id(key.get()) == EVP_PKEY_ED25519)
        return DKIM_SIGN_ED25519SHA256;
    if (EVP_PKEY_base_id(key.get()) == EVP_PKEY_RSA && EVP_PKEY_bits(key.get()) >= rsa_bits_min)
        return DKIM_SIGN_RSASHA256;
    throw std::runtime_error("DKIM: the key must be RSA of 2048 bits or more, or Ed25519");
}

// A selector has labels as a domain has them.
void check_names(const DkimKey& key)
{
    if (!parse_address("x@" + key.domain) || !parse_address("x@" + key.selector + ".example"))
        throw std::runtime_error("DKIM: the domain or the selector is none");
}

void add_headers(DKIM& signing, std::string_view head)
{
    for (std::size_t at = 0; at < head.size();) {
        auto end = head.find("\r\n", at);
        // A line that begins with a space goes on with the field before it.
        while (end + 2 < head.size() && (head[end + 2] == ' ' || head[end + 2] == '\t'))
            end = head.find("\r\n", end + 2);
        std::string field{head.substr(at, end - at)};
        demand(dkim_header(&signing, bytes_of(field), field.size()), "reading a field");
        at = end + 2;
    }
}

} // namespace

struct DkimSigner::Data {
    DkimKey key;
    dkim_alg_t algorithm = DKIM_SIGN_RSASHA256;
    std::unique_ptr<DKIM_LIB, CloseLibrary> library;
};

DkimSigner::DkimSigner(DkimKey key) : data_(std::make_unique<Data>())
{
    check_names(key);
    data_->algorithm = algorithm_of(key.pem);
    data_->key = std::move(key);
    data_->library.reset(dkim_init(nullptr, nullptr));
    if (!data_->library)
        throw std::bad_alloc();
    std::array<const char*, 12> covered{
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
        "Content-Language", "Auto-Submitted", "List-Unsubscribe",
        // A one-click address counts only where both fields are signed (RFC 8058, section 4).
        "List-Unsubscribe-Post", nullptr};
    std::array<const char*, 4> sealed{"From", "To", "Subject", nullptr};
    auto* library = data_->library.get();
    demand(dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_SIGNHDRS, covered.data(),
                        sizeof(const char**)),
           "naming the fields");
    demand(dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_OVERSIGNHDRS, sealed.data(),
                        sizeof(const char**)),
           "naming the fields");
}

DkimSigner::~DkimSigner() = default;

std::string DkimSigner::sign(std::string_view message, Time now)
{
    auto& [key, algorithm, library] = *data_;
    auto seconds = static_cast<std::uint64_t>(to_ms(now) / 1'000);
    demand(
        dkim_options(library.get(), DKIM_OP_SETOPT, DKIM_OPTS_FIXEDTIME, &seconds, sizeof seconds),
        "setting the time");
    DKIM_STAT status = DKIM_STAT_OK;
    std::string id{"mail"};
    const std::unique_ptr<DKIM, FreeSigning> signing{dkim_sign(
        library.get(), bytes_of(id), nullptr, bytes_of(key.pem), bytes_of(key.selector),
        bytes_of(key.domain), DKIM_CANON_RELAXED, DKIM_CANON_RELAXED, algorithm, -1, &status)};
    if (!signing)
        demand(status == DKIM_STAT_OK ? DKIM_STAT_INTERNAL : status, "beginning");
    const auto end_of_head = message.find("\r\n\r\n");
    if (end_of_head == std::string_view::npos)
        throw std::invalid_argument("DKIM: the message has no body");
    add_headers(*signing, message.substr(0, end_of_head + 2));
    demand(dkim_eoh(signing.get()), "ending the head");
    std::string body{message.substr(end_of_head + 4)};
    demand(dkim_body(signing.get(), bytes_of(body), body.size()), "reading the body");
    demand(dkim_eom(signing.get(), nullptr), "signing");
    std::vector<unsigned char> field(signature_bytes_max);
    demand(dkim_getsighdr(signing.get(), field.data(), field.size(), signature_name_width),
           "writing the signature");
    std::string out{"DKIM-Signature: "};
    // The library folds with line feeds alone.
    for (const char c : std::string_view{reinterpret_cast<const char*>(field.data())}) {
        if (c == '\n' && !out.ends_with('\r'))
            out += '\r';
        out += c;
    }
    return out + "\r\n" + std::string{message};
}

} // namespace masthead::smtp
