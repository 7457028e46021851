#include "app/identity.hpp"

#include "core/web/cookie.hpp"
#include "features/staff/staff_member.hpp"

namespace masthead::app {

namespace {

std::unique_ptr<crypto::BreachedList> open_breached(const Config& config)
{
    return config.breached_passwords_file.empty()
               ? nullptr
               : std::make_unique<crypto::BreachedList>(config.breached_passwords_file);
}

// The operator chose the providers, so one inside the own network is meant; plain http is taken
// from this machine alone, which the settings have checked.
std::vector<std::shared_ptr<oidc::Provider>> make_providers(const Config& config)
{
    const oidc::HttpRules rules{oidc::HttpRules::Private::allowed,
                                oidc::HttpRules::PlainLoopback::allowed};
    std::vector<std::shared_ptr<oidc::Provider>> providers;
    for (const auto& provider : config.oidc) {
        oidc::ProviderSettings settings;
        settings.key = provider.key;
        settings.name = provider.name;
        settings.issuer = provider.issuer;
        settings.client_id = provider.client_id;
        settings.client_secret_file = provider.client_secret_file;
        providers.push_back(std::make_shared<oidc::Provider>(std::move(settings), rules));
    }
    return providers;
}

std::uint32_t permissions_of(db::Snapshot& snapshot, accounts::Owner owner)
{
    return owner.kind == accounts::OwnerKind::staff
               ? staff::find_permissions(snapshot, StaffId{owner.id})
               : 0;
}

} // namespace

Identity::Identity(const DataDirectory& directory, const Config& config, db::Database& database,
                   const Clock& clock)
    : clock_(clock), keys_(crypto::load_or_create_keys(directory.keys_file())),
      breached_(open_breached(config)), providers_(make_providers(config)),
      sessions_(database, permissions_of)
{
}

web::Visitor Identity::find_visitor(const web::Request& request)
{
    web::Visitor visitor;
    const auto now = clock_.now();
    const auto reader = sessions_.find(web::own_cookie(request, web::reader_cookie),
                                       accounts::OwnerKind::reader, now);
    if (reader) {
        visitor.reader = reader->session.owner.id;
        visitor.reader_session = reader->session.id.value();
    }
    const auto staff = sessions_.find(web::own_cookie(request, web::staff_cookie),
                                      accounts::OwnerKind::staff, now);
    if (staff) {
        visitor.staff = staff->session.owner.id;
        visitor.staff_session = staff->session.id.value();
        visitor.permissions = staff->permissions;
    }
    return visitor;
}

} // namespace masthead::app
