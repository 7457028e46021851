#include "core/oidc/exchange.hpp"

#include "core/base/text.hpp"
#include "core/oidc/json_read.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace masthead::oidc {

namespace json = boost::json;

namespace {

constexpr int status_ok = 200;
constexpr std::size_t secret_bytes_max = 4 * 1024;
constexpr std::size_t error_code_bytes_max = 40;

Failure unreachable(std::string why)
{
    return refuse(Refusal::conflict, "oidc.unreachable", std::move(why));
}

std::string encoded(std::string_view text)
{
    return percent_encode(text, Slash::encode);
}

std::string read_secret(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string text(secret_bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    const std::string secret{trim(text)};
    if (secret.empty() || text.size() > secret_bytes_max)
        throw std::runtime_error("no client secret can be read from " + file.string());
    return secret;
}

std::string base64(const std::string& text)
{
    std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                       reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

/// Adds what proves that it is us who ask (RFC 6749, section 2.3.1).
void prove_client(HttpRequest& request, const ProviderSettings& settings, ClientProof proof)
{
    if (settings.client_secret_file.empty()) {
        request.form += "&client_id=" + encoded(settings.client_id);
        return;
    }
    const auto secret = read_secret(settings.client_secret_file);
    if (proof == ClientProof::post)
        request.form +=
            "&client_id=" + encoded(settings.client_id) + "&client_secret=" + encoded(secret);
    else
        request.authorization =
            "Basic " + base64(encoded(settings.client_id) + ':' + encoded(secret));
}

/// The token stands in a header later, so it may hold nothing that ends one.
bool is_sendable(std::string_view token)
{
    return token.size() <= token_bytes_max &&
           std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
}

Failure failure_of(const HttpAnswer& answer)
{
    const auto object = parse_object(answer.body);
    const auto code = object ? text_at(*object, "error") : std::string_view{};
    if (code == "invalid_grant")
        return refuse(Refusal::not_allowed, "oidc.code", "invalid_grant");
    return unreachable("the token endpoint answered " + std::to_string(answer.status) + ' ' +
                       safe_error_code(code));
}

} // namespace

std::string safe_error_code(std::string_view code)
{
    const bool plain = !code.empty() && code.size() <= error_code_bytes_max &&
                       std::all_of(code.begin(), code.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    return plain ? std::string{code} : "unknown";
}

Result<std::string> fetch_document(const HttpClient& http, const HttpRequest& request,
                                   const char* what)
{
    auto answer = http(request);
    if (!answer)
        return unreachable(std::string{what} + ": " + answer.error().detail);
    if (answer->status != status_ok)
        return unreachable(std::string{what} + " answered " + std::to_string(answer->status));
    return std::move(answer->body);
}

Result<Tokens> redeem_code(const HttpClient& http, const ProviderSettings& settings,
                           const Metadata& metadata, const Flow& flow, const std::string& code)
{
    HttpRequest request;
    request.url = metadata.token_endpoint;
    request.form = "grant_type=authorization_code&code=" + encoded(code) +
                   "&redirect_uri=" + encoded(flow.redirect_uri) +
                   "&code_verifier=" + encoded(flow.verifier);
    prove_client(request, settings, metadata.proof);
    const auto answer = http(request);
    if (!answer)
        return unreachable("the token endpoint: " + answer.error().detail);
    if (answer->status != status_ok)
        return failure_of(*answer);
    const auto object = parse_object(answer->body);
    if (!object || text_at(*object, "id_token").empty())
        return unreachable("the token endpoint gave no ID token");
    const auto access_token = text_at(*object, "access_token");
    const bool usable =
        is_sendable(access_token) && equals_ignoring_case(text_at(*object, "token_type"), "Bearer");
    return Tokens{std::string{text_at(*object, "id_token")},
                  std::string{usable ? access_token : std::string_view{}}};
}

Result<json::object> fetch_userinfo(const HttpClient& http, const Metadata& metadata,
                                    const std::string& access_token)
{
    const HttpRequest request{metadata.userinfo_endpoint, {}, "Bearer " + access_token};
    const auto text = fetch_document(http, request, "the userinfo endpoint");
    if (!text)
        return text.error();
    auto object = parse_object(*text);
    if (!object)
        return unreachable("the userinfo endpoint gave no JSON object");
    return std::move(*object);
}

} // namespace masthead::oidc
