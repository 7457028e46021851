#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace masthead::test {

/// For tests: greets one connection to a port of 127.0.0.1 with a certificate for that very address
/// that it signed itself, and hangs up.
class SelfSignedServer {
public:
    SelfSignedServer()
    {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (listener_ < 0 || bind(listener_, generic, size) != 0 || listen(listener_, 1) != 0 ||
            getsockname(listener_, generic, &size) != 0)
            throw std::runtime_error("no local port");
        port_ = ntohs(address.sin_port);
        use_new_certificate();
        thread_ = std::thread{[this] { greet(accept(listener_, nullptr, nullptr)); }};
    }
    ~SelfSignedServer()
    {
        shutdown(listener_, SHUT_RDWR); // wakes the thread where nobody came
        thread_.join();
        close(listener_);
    }
    SelfSignedServer(const SelfSignedServer&) = delete;
    SelfSignedServer& operator=(const SelfSignedServer&) = delete;

    std::uint16_t port() const { return port_; }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/"; }

private:
    void use_new_certificate()
    {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"),
                                                                      EVP_PKEY_free};
        const std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};
        auto* x509 = certificate.get();
        X509_set_version(x509, X509_VERSION_1);
        ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
        X509_gmtime_adj(X509_getm_notBefore(x509), -60);
        X509_gmtime_adj(X509_getm_notAfter(x509), 600);
        auto* name = X509_get_subject_name(x509);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
        X509_set_issuer_name(x509, name);
        X509_set_pubkey(x509, key.get());
        if (X509_sign(x509, key.get(), EVP_sha256()) == 0 ||
            SSL_CTX_use_certificate(context_.get(), x509) != 1 ||
            SSL_CTX_use_PrivateKey(context_.get(), key.get()) != 1)
            throw std::runtime_error("no certificate");
    }

    void greet(int peer)
    {
        if (peer < 0)
            return;
        const std::unique_ptr<SSL, decltype(&SSL_free)> session{SSL_new(context_.get()), SSL_free};
        SSL_set_fd(session.get(), peer);
        SSL_accept(session.get());
        close(peer);
    }

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{SSL_CTX_new(TLS_server_method()),
                                                               SSL_CTX_free};
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

} // namespace masthead::test
