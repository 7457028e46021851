#include "features/accounts/sign_in.hpp"

#include "core/base/text.hpp"
#include "core/crypto/token.hpp"
#include "features/accounts/allowance.hpp"
#include "features/accounts/identities.hpp"
#include "features/accounts/mail_sql.hpp"
#include "features/accounts/proof.hpp"
#include "features/accounts/sign_in_sql.hpp"
#include "features/accounts/sign_ins_under_way.hpp"
#include "features/mail/queue_mail.hpp"

#include <boost/json.hpp>

namespace masthead::accounts {

namespace {

constexpr std::size_t return_path_bytes_max = 2'000;
constexpr std::size_t suggested_name_bytes_max = 200;
constexpr Milliseconds hour = std::chrono::hours{1};

// The three stand for all addresses alike, so that being refused tells nothing about one.
std::optional<Milliseconds> use_mail_allowances(db::Tx& tx, const std::string& mail_key,
                                                const std::string& network_key, Time now)
{
    const Allowance per_pair{"sign_in.pair", sign_in_mails_per_network_and_mail, hour};
    const Allowance per_mail{"sign_in.mail", sign_in_mails_per_mail, hour};
    const Allowance per_network{"sign_in.network", sign_in_mails_per_network, hour};
    if (const auto wait = use_allowance(tx, per_pair, mail_key + '\n' + network_key, now))
        return wait;
    if (const auto wait = use_allowance(tx, per_mail, mail_key, now))
        return wait;
    return use_allowance(tx, per_network, network_key, now);
}

struct Secrets {
    std::string flow_key;
    ProofLink link;
    ProofCode code;
};

void queue_sign_in_mail(db::Tx& tx, const MailAddress& address, const Secrets& secrets, Time now)
{
    const auto owner = sql::find_owner(tx, OwnerKind::reader, address.key);
    // To the address that was proven, not to the one that was typed: two spellings with one key may
    // be two mailboxes. Looked up for unknown addresses too.
    const auto proven = sql::find_mail(tx, owner.value_or(Owner{}));
    const boost::json::object data{
        {"path", "/reader/sign-in/link/?token=" + secrets.link.token},
        {"code", secrets.code.shown},
        {"known", owner.has_value()},
        {"minutes", std::chrono::duration_cast<std::chrono::minutes>(sign_in_flow_valid).count()}};
    mail::NewMail letter;
    letter.to = proven.value_or(address.shown);
    letter.kind = "sign_in";
    letter.data = boost::json::serialize(data);
    letter.reader = ReaderId{owner.value_or(Owner{}).id};
    mail::queue_mail(tx, letter, now);
}

ProvenMail as_proven(const sql::Flow& flow)
{
    ProvenMail proven;
    proven.mail = flow.mail;
    proven.return_to = flow.return_to;
    proven.identity = flow.identity;
    proven.suggested_name = flow.suggested_name;
    proven.begun = flow.begun;
    return proven;
}

// Whom a proof of this address would sign in; nobody where it is to become a sign-up.
std::optional<Owner> owner_now(db::Snapshot& snapshot, const sql::Flow& flow)
{
    const auto address = parse_mail(flow.mail);
    return address ? sql::find_owner(snapshot, flow.kind, address->key) : std::nullopt;
}

// A flow that was begun for an account ends with a change of its credentials, also where the
// address is no longer that account's; so does one begun for an address that has become its own.
bool is_ended(db::Snapshot& snapshot, const sql::Flow& flow)
{
    const auto owner = owner_now(snapshot, flow);
    if (flow.owner != 0 && (!owner || owner->id != flow.owner))
        return true;
    return owner && !is_still_under_way(snapshot, *owner, flow.begun);
}

bool is_waiting(db::Snapshot& snapshot, const std::optional<sql::Flow>& flow, Time now)
{
    return flow && flow->state == sql::FlowState::waiting && flow->expires_at > now &&
           !is_ended(snapshot, *flow);
}

// The address is proven: whoever has an account signs in and the flow is over; for a newcomer it
// goes on under a new key until the sign-up form is sent.
ProvenMail prove(db::Tx& tx, const sql::Flow& flow, Time now)
{
    auto proven = as_proven(flow);
    proven.owner = owner_now(tx, flow);
    if (proven.owner) {
        // Another's identity stays another's; the address alone signs in then.
        if (flow.identity && !link_identity(tx, *proven.owner, flow.identity, now))
            proven.identity = {};
        sql::delete_flow(tx, flow.id);
        return proven;
    }
    proven.flow_key = crypto::random_token();
    auto waiting = flow;
    waiting.key_hash = crypto::token_hash(proven.flow_key);
    waiting.expires_at = now + proven_mail_valid;
    sql::set_proven(tx, waiting);
    return proven;
}

} // namespace

Result<BegunSignIn> begin_sign_in(db::Tx& tx, const BeginSignIn& command, Time now)
{
    const auto address = parse_mail(command.mail);
    if (!address)
        return address.error();
    if (const auto wait = use_mail_allowances(tx, address->key, command.network_key, now))
        return refuse(Refusal::too_many, "sign_in.too_many", seconds_text(*wait));
    Secrets secrets;
    secrets.flow_key = crypto::random_token();
    secrets.link = make_proof_link();
    secrets.code = make_proof_code(secrets.flow_key);
    sql::Flow flow;
    flow.id = tx.new_id<SessionId>().value();
    flow.key_hash = crypto::token_hash(secrets.flow_key);
    flow.link_hash = secrets.link.hash;
    flow.code_hash = secrets.code.hash;
    flow.mail = address->shown;
    flow.owner = sql::find_owner(tx, flow.kind, address->key).value_or(Owner{}).id;
    flow.begun = begin_position(tx);
    flow.return_to = safe_return_path(command.return_to);
    flow.identity = command.identity;
    flow.suggested_name = cut_utf8(command.suggested_name, suggested_name_bytes_max);
    flow.created_at = now;
    flow.expires_at = now + sign_in_flow_valid;
    sql::insert_flow(tx, flow);
    queue_sign_in_mail(tx, *address, secrets, now);
    return BegunSignIn{secrets.flow_key, flow.expires_at};
}

bool is_link_open(db::Snapshot& snapshot, std::string_view token, Time now)
{
    return is_waiting(snapshot, sql::find_flow_by_link(snapshot, crypto::token_hash(token)), now);
}

Result<ProvenMail> redeem_link(db::Tx& tx, std::string_view token, Time now,
                               std::string_view flow_key)
{
    auto flow = sql::find_flow_by_link(tx, crypto::token_hash(token));
    if (!is_waiting(tx, flow, now))
        return refuse(Refusal::gone, "sign_in.link_expired");
    if (!crypto::equal_in_constant_time(flow->key_hash, crypto::token_hash(flow_key))) {
        flow->identity = {};
        flow->suggested_name.clear();
    }
    return prove(tx, *flow, now);
}

Result<RedeemedCode> redeem_code(db::Tx& tx, std::string_view flow_key, std::string_view code,
                                 Time now)
{
    const auto flow = sql::find_flow_by_key(tx, crypto::token_hash(flow_key));
    RedeemedCode redeemed;
    if (!is_waiting(tx, flow, now) || flow->tries >= sign_in_tries_max)
        return redeemed;
    if (is_proof_code(flow_key, code, flow->code_hash)) {
        redeemed.answer = CodeAnswer::right;
        redeemed.proven = prove(tx, *flow, now);
        return redeemed;
    }
    sql::set_tries(tx, flow->id, flow->tries + 1);
    redeemed.tries_left = sign_in_tries_max - flow->tries - 1;
    redeemed.answer = redeemed.tries_left > 0 ? CodeAnswer::wrong : CodeAnswer::expired;
    return redeemed;
}

std::optional<ProvenMail> find_proven_mail(db::Snapshot& snapshot, std::string_view flow_key,
                                           Time now)
{
    const auto flow = sql::find_flow_by_key(snapshot, crypto::token_hash(flow_key));
    if (!flow || flow->state != sql::FlowState::proven || flow->expires_at <= now)
        return std::nullopt;
    auto proven = as_proven(*flow);
    proven.flow_key = flow_key;
    return proven;
}

Result<ProvenMail> take_proven_mail(db::Tx& tx, std::string_view flow_key, Time now)
{
    const auto flow = sql::find_flow_by_key(tx, crypto::token_hash(flow_key));
    if (!flow || flow->state != sql::FlowState::proven || flow->expires_at <= now)
        return refuse(Refusal::gone, "sign_in.link_expired");
    sql::delete_flow(tx, flow->id);
    return as_proven(*flow);
}

Result<ProvenMail> prove_by_identity(db::Tx& tx, const NewIdentity& identity, Time now)
{
    const auto address = parse_mail(identity.mail);
    if (!address)
        return address.error();
    if (sql::find_owner(tx, OwnerKind::reader, address->key))
        return refuse(Refusal::conflict, "identity.mail_known");
    sql::Flow flow;
    flow.id = tx.new_id<SessionId>().value();
    const auto key = crypto::random_token();
    flow.key_hash = crypto::token_hash(key);
    flow.link_hash = crypto::token_hash(crypto::random_token()); // of a link that nobody has
    flow.mail = address->shown;
    flow.state = sql::FlowState::proven;
    flow.begun = begin_position(tx);
    flow.return_to = safe_return_path(identity.return_to);
    flow.identity = identity.identity;
    flow.suggested_name = cut_utf8(identity.name, suggested_name_bytes_max);
    flow.created_at = now;
    flow.expires_at = now + proven_mail_valid;
    sql::insert_flow(tx, flow);
    auto proven = as_proven(flow);
    proven.flow_key = key;
    return proven;
}

std::string safe_return_path(std::string_view path)
{
    const bool is_ours = path.size() <= return_path_bytes_max && path.starts_with('/') &&
                         !path.starts_with("//") && path.find('\\') == std::string_view::npos;
    if (!is_ours)
        return "/";
    for (const unsigned char byte : path) {
        if (byte <= ' ' || byte == 0x7f)
            return "/";
    }
    return std::string{path};
}

} // namespace masthead::accounts
