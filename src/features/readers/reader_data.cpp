#include "features/readers/reader_data.hpp"

#include "features/readers/sign_up.hpp"

namespace masthead::readers {

namespace {

boost::json::value time_json(Time time)
{
    return to_ms(time) == 0 ? boost::json::value(nullptr)
                            : boost::json::value(format_rfc3339(time));
}

boost::json::object profile_json(const ReaderData& data)
{
    const auto& reader = data.reader;
    boost::json::array merged;
    for (const auto id : data.merged)
        merged.push_back(boost::json::value(to_string(id)));
    return {{"id", to_string(reader.id)},
            {"url", reader_url(reader.id)},
            {"display_name", reader.display_name},
            {"bio", reader.bio},
            {"language", reader.language},
            {"has_picture", static_cast<bool>(reader.picture)},
            {"is_staff", reader.is_staff},
            {"is_author", static_cast<bool>(reader.author)},
            {"public",
             {{"history", reader.public_parts.history},
              {"respect", reader.public_parts.respect},
              {"words", reader.public_parts.words},
              {"picture", reader.public_parts.picture},
              {"followers", reader.public_parts.followers}}},
            {"created_at", time_json(reader.created_at)},
            {"signed_up_at", time_json(reader.signed_up_at)},
            {"rules_version", reader.rules_version},
            {"rules_accepted_at", time_json(reader.rules_accepted_at)},
            {"minimum_age_confirmed", reader.minimum_age_confirmed},
            {"age_confirmed_at", time_json(reader.age_confirmed_at)},
            {"deletion_due_at", time_json(reader.deletion_due_at)},
            {"comment_count", reader.comment_count},
            {"approved_count", reader.approved_count},
            {"respect_received", reader.respect_received},
            {"supporter_since", time_json(reader.supporter_since)},
            {"shows_supporter", reader.shows_supporter},
            {"earlier_ids", std::move(merged)}};
}

boost::json::array sessions_json(const std::vector<accounts::Session>& sessions)
{
    boost::json::array list;
    for (const auto& session : sessions)
        list.push_back({{"device", session.device},
                        {"created_at", time_json(session.created_at)},
                        {"seen_at", time_json(session.seen_at)},
                        {"expires_at", time_json(session.expires_at)}});
    return list;
}

boost::json::object account_json(const accounts::AccountData& account)
{
    boost::json::array passkeys;
    for (const auto& passkey : account.passkeys)
        passkeys.push_back({{"name", passkey.name},
                            {"created_at", time_json(passkey.created_at)},
                            {"used_at", time_json(passkey.used_at)}});
    boost::json::array identities;
    for (const auto& linked : account.identities)
        identities.push_back({{"issuer", linked.identity.issuer},
                              {"subject", linked.identity.subject},
                              {"created_at", time_json(linked.created_at)}});
    return {{"mail", account.mail},
            {"has_password", account.has_password},
            {"sessions", sessions_json(account.sessions)},
            {"passkeys", std::move(passkeys)},
            {"identities", std::move(identities)}};
}

} // namespace

std::optional<ReaderData> export_reader_data(db::Snapshot& snapshot, ReaderId reader, Time now)
{
    auto present = find_reader(snapshot, reader);
    if (!present || !present->is_active())
        return std::nullopt;
    ReaderData data;
    data.reader = std::move(*present);
    data.account = accounts::find_account_data(snapshot, accounts::owner_of(reader), now);
    data.merged = merged_into(snapshot, reader);
    return data;
}

boost::json::object reader_data_json(const ReaderData& data)
{
    return {{"profile", profile_json(data)}, {"account", account_json(data.account)}};
}

} // namespace masthead::readers
