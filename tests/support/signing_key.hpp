#pragma once

#include "core/crypto/public_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace masthead::test {

/// A private key made for one test: the other side of `crypto::PublicKey`, straight from OpenSSL.
class SigningKey {
public:
    using Type = crypto::PublicKey::Type;

    explicit SigningKey(Type type) : type_(type), key_(make(type), EVP_PKEY_free)
    {
        if (!key_)
            throw std::runtime_error("no key");
    }

    Type type() const { return type_; }

    std::string sign(crypto::SignatureForm form, std::string_view message) const
    {
        const auto signature = sign_bytes(form, message);
        return form == crypto::SignatureForm::es256_joined ? joined(signature) : signature;
    }

    std::string x() const
    {
        return type_ == Type::ed25519 ? raw() : number(OSSL_PKEY_PARAM_EC_PUB_X, 32);
    }
    std::string y() const { return number(OSSL_PKEY_PARAM_EC_PUB_Y, 32); }
    std::string modulus() const { return number(OSSL_PKEY_PARAM_RSA_N, 256); }
    std::string exponent() const { return number(OSSL_PKEY_PARAM_RSA_E, 3); }

private:
    static EVP_PKEY* make(Type type)
    {
        switch (type) {
        case Type::p256: return EVP_EC_gen("P-256");
        case Type::ed25519: return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
        case Type::rsa: break;
        }
        return EVP_RSA_gen(2048);
    }

    static const unsigned char* bytes(std::string_view text)
    {
        return reinterpret_cast<const unsigned char*>(text.data());
    }

    std::string sign_bytes(crypto::SignatureForm form, std::string_view message) const
    {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                              EVP_MD_CTX_free};
        EVP_PKEY_CTX* details = nullptr;
        const auto* digest = type_ == Type::ed25519 ? nullptr : EVP_sha256();
        std::string out(1'024, '\0');
        std::size_t length = out.size();
        bool ok = EVP_DigestSignInit(context.get(), &details, digest, nullptr, key_.get()) == 1;
        if (ok && form == crypto::SignatureForm::ps256)
            ok = EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING) == 1 &&
                 EVP_PKEY_CTX_set_rsa_pss_saltlen(details, RSA_PSS_SALTLEN_DIGEST) == 1;
        if (!ok || EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()),
                                  &length, bytes(message), message.size()) != 1)
            throw std::runtime_error("not signed");
        out.resize(length);
        return out;
    }

    static std::string joined(const std::string& der)
    {
        const auto* start = bytes(der);
        const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature{
            d2i_ECDSA_SIG(nullptr, &start, static_cast<long>(der.size())), ECDSA_SIG_free};
        return padded(ECDSA_SIG_get0_r(signature.get()), 32) +
               padded(ECDSA_SIG_get0_s(signature.get()), 32);
    }

    static std::string padded(const BIGNUM* number, int length)
    {
        std::string out(static_cast<std::size_t>(length), '\0');
        if (BN_bn2binpad(number, reinterpret_cast<unsigned char*>(out.data()), length) != length)
            throw std::runtime_error("number too long");
        return out;
    }

    std::string number(const char* name, int length) const
    {
        BIGNUM* value = nullptr;
        if (EVP_PKEY_get_bn_param(key_.get(), name, &value) != 1)
            throw std::runtime_error("no such part of this key");
        auto out = padded(value, length);
        BN_free(value);
        return out;
    }

    std::string raw() const
    {
        std::string out(32, '\0');
        std::size_t length = out.size();
        EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(out.data()),
                                    &length);
        return out;
    }

    Type type_;
    std::shared_ptr<EVP_PKEY> key_;
};

} // namespace masthead::test
