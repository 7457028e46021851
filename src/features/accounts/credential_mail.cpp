#include "features/accounts/credential_mail.hpp"

#include "features/accounts/mail_sql.hpp"
#include "features/mail/queue_mail.hpp"

#include <boost/json.hpp>

namespace masthead::accounts {

void tell_of_credentials(db::Tx& tx, Owner owner, std::string_view kind, std::string_view what,
                         std::string_view name, Time now)
{
    const auto address = sql::find_mail(tx, owner);
    if (!address)
        return;
    boost::json::object data{
        {"what", what}, {"path", owner.kind == OwnerKind::staff ? "/desk/" : "/reader/account/"}};
    if (!name.empty())
        data["name"] = name;
    mail::NewMail letter;
    letter.to = *address;
    letter.kind = kind;
    letter.data = boost::json::serialize(data);
    if (owner.kind == OwnerKind::reader)
        letter.reader = ReaderId{owner.id};
    mail::queue_mail(tx, letter, now);
}

} // namespace masthead::accounts
