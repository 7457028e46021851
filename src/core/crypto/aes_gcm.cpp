#include "core/crypto/aes_gcm.hpp"

#include "core/base/check.hpp"
#include "core/crypto/openssl_parts.hpp"
#include "core/crypto/ready.hpp"

#include <stdexcept>

namespace masthead::crypto {

std::string encrypt_aes128_gcm(std::string_view key, std::string_view nonce, std::string_view plain)
{
    MH_CHECK(key.size() == aes128_key_bytes && nonce.size() == gcm_nonce_bytes);
    const auto context = made(CipherContext{EVP_CIPHER_CTX_new()});
    std::string out(plain.size() + gcm_tag_bytes, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    int count = 0;
    int rest = 0;
    if (EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, as_bytes(key),
                           as_bytes(nonce)) != 1 ||
        EVP_EncryptUpdate(context.get(), bytes, &count, as_bytes(plain),
                          static_cast<int>(plain.size())) != 1 ||
        EVP_EncryptFinal_ex(context.get(), bytes + count, &rest) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(gcm_tag_bytes),
                            bytes + plain.size()) != 1)
        throw std::runtime_error("OpenSSL cannot encrypt with AES-128-GCM");
    return out;
}

} // namespace masthead::crypto
