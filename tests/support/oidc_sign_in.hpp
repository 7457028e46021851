#pragma once

#include "core/oidc/oidc.hpp"
#include "fake_provider.hpp"

#include <memory>
#include <string>

namespace masthead::oidc {

/// For tests: our side of a sign-in with a `FakeProvider`.
struct SignIn {
    test::FakeProvider fake;
    ProviderSettings settings{"id",           "Example ID", fake.issuer,
                              fake.client_id, {},           {"openid", "email"}};
    HttpRules rules;
    std::unique_ptr<Provider> provider;

    void make() { provider = std::make_unique<Provider>(settings, rules, fake.client()); }

    /// A whole sign-in with a fresh code.
    Result<Identity> run()
    {
        if (!provider)
            make();
        const auto started = provider->begin(fake.redirect_uri, fake.now);
        if (!started)
            return started.error();
        const auto code = fake.visit(started->url);
        return provider->finish(started->flow, {started->flow.state, code, {}, {}}, fake.now);
    }

    /// Empty where it went well, else the message and the detail of the refusal.
    std::string outcome() { return words_of(run()); }

    static std::string words_of(const Result<Identity>& result)
    {
        if (result)
            return {};
        const auto& failure = result.error();
        return failure.detail.empty() ? failure.message_key
                                      : failure.message_key + ": " + failure.detail;
    }
};

} // namespace masthead::oidc
