#pragma once

#include "core/crypto/base64url.hpp"
#include "core/crypto/token.hpp"
#include "signing_key.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace masthead::test {

/// A browser with an authenticator inside, for tests: answers as `PublicKeyCredential.toJSON()`
/// does. Every part can be changed before it answers, to see it refused.
class PasskeyDevice {
public:
    explicit PasskeyDevice(SigningKey::Type type = SigningKey::Type::p256) : key(type) {}

    SigningKey key;
    std::string credential_id = crypto::sha256(crypto::random_token());
    std::string rp_id = "paper.example";
    std::string origin = "https://paper.example";
    std::string create_type = "webauthn.create";
    std::string get_type = "webauthn.get";
    boost::json::object more_client_data{{"crossOrigin", false}};
    std::uint8_t flags = 0x05; ///< present and verified
    std::uint32_t sign_count = 1;
    std::string user_handle;
    std::string extensions;         ///< CBOR; sets its flag
    std::string statement = "\xa0"; ///< CBOR of attStmt
    std::string format = "none";
    boost::json::array transports{"internal", "hybrid"};

    /// The answer to `create()`.
    boost::json::object create(const std::string& challenge) const
    {
        const auto data = authenticator_data(attested_credential());
        return envelope({{"clientDataJSON", encoded(client_data(create_type, challenge))},
                         {"attestationObject", encoded(attestation_object(data))},
                         {"transports", transports}});
    }

    /// The answer to `get()`; the device counts.
    boost::json::object get(const std::string& challenge)
    {
        ++sign_count;
        const auto data = authenticator_data({});
        const auto client = client_data(get_type, challenge);
        const auto form = key.type() == SigningKey::Type::p256 ? crypto::SignatureForm::es256_der
                          : key.type() == SigningKey::Type::ed25519 ? crypto::SignatureForm::ed25519
                                                                    : crypto::SignatureForm::rs256;
        const auto signature = key.sign(form, data + crypto::sha256(client));
        boost::json::value handle;
        if (!user_handle.empty())
            handle = encoded(user_handle);
        return envelope({{"clientDataJSON", encoded(client)},
                         {"authenticatorData", encoded(data)},
                         {"signature", encoded(signature)},
                         {"userHandle", handle}});
    }

    std::string client_data(const std::string& type, const std::string& challenge) const
    {
        boost::json::object data{{"type", type}, {"challenge", challenge}, {"origin", origin}};
        for (const auto& field : more_client_data)
            data[field.key()] = field.value();
        return boost::json::serialize(data);
    }

    std::string authenticator_data(const std::string& attested) const
    {
        auto data = crypto::sha256(rp_id);
        data += static_cast<char>(flags | (attested.empty() ? 0 : 0x40) |
                                  (extensions.empty() ? 0 : 0x80));
        for (int shift = 24; shift >= 0; shift -= 8)
            data += static_cast<char>(sign_count >> shift & 255);
        return data + attested + extensions;
    }

    std::string attested_credential() const
    {
        std::string out(16, '\0'); // AAGUID
        out += static_cast<char>(credential_id.size() >> 8);
        out += static_cast<char>(credential_id.size() & 255);
        return out + credential_id + cose_key();
    }

    std::string attestation_object(const std::string& data) const
    {
        return "\xa3" + cbor_text("fmt") + cbor_text(format) + cbor_text("attStmt") + statement +
               cbor_text("authData") + cbor_bytes(data);
    }

    /// As CTAP2 orders it: type, algorithm, then the negative labels.
    std::string cose_key() const
    {
        switch (key.type()) {
        case SigningKey::Type::p256:
            return std::string{"\xa5\x01\x02\x03\x26\x20\x01\x21"} + cbor_bytes(key.x()) + "\x22" +
                   cbor_bytes(key.y());
        case SigningKey::Type::ed25519:
            return std::string{"\xa4\x01\x01\x03\x27\x20\x06\x21"} + cbor_bytes(key.x());
        case SigningKey::Type::rsa: break;
        }
        return std::string{"\xa4\x01\x03\x03\x39\x01\x00\x20", 8} + cbor_bytes(key.modulus()) +
               "\x21" + cbor_bytes(key.exponent());
    }

    static std::string cbor_bytes(const std::string& bytes) { return cbor(0x40, bytes); }
    static std::string cbor_text(const std::string& text) { return cbor(0x60, text); }

private:
    static std::string cbor(unsigned major, const std::string& content)
    {
        std::string head;
        const auto size = content.size();
        if (size < 24) {
            head += static_cast<char>(major | size);
        } else if (size < 256) {
            head += static_cast<char>(major | 24);
            head += static_cast<char>(size);
        } else {
            head += static_cast<char>(major | 25);
            head += static_cast<char>(size >> 8);
            head += static_cast<char>(size & 255);
        }
        return head + content;
    }

    static std::string encoded(std::string_view bytes) { return crypto::base64url(bytes); }

    boost::json::object envelope(boost::json::object response) const
    {
        return {{"id", encoded(credential_id)},
                {"rawId", encoded(credential_id)},
                {"type", "public-key"},
                {"authenticatorAttachment", "platform"},
                {"clientExtensionResults", boost::json::object{}},
                {"response", std::move(response)}};
    }
};

} // namespace masthead::test
