#include "surfaces/mailing/mailer.hpp"

#include "core/base/log.hpp"
#include "core/mail/mail_folder.hpp"
#include "features/mail/mail_delivery.hpp"
#include "features/notifications/letters.hpp"
#include "surfaces/mailing/bounce_address.hpp"

#include <boost/json.hpp>

namespace masthead::mailing {

namespace {

// A fault of our own: of a template, of the disk. It may be mended while the mail waits.
smtp::Delivery own_fault(std::string fault)
{
    smtp::Delivery delivery;
    delivery.outcome = smtp::Outcome::deferred;
    delivery.fault = std::move(fault);
    return delivery;
}

std::string link_in(std::string_view data, const std::string& site_url)
{
    boost::system::error_code error;
    const auto parsed = boost::json::parse(data, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const auto* path = object ? object->if_contains("path") : nullptr;
    return path && path->is_string() ? site_url + std::string{path->as_string()} : std::string{};
}

smtp::Delivery refused_address()
{
    smtp::Delivery delivery;
    delivery.outcome = smtp::Outcome::address_refused;
    delivery.fault = "the address cannot be written to";
    return delivery;
}

void tell(const mail::OutgoingMail& mail, const smtp::Delivery& delivery)
{
    using smtp::Outcome;
    const auto level = delivery.outcome == Outcome::sent         ? log::Level::info
                       : delivery.outcome == Outcome::not_set_up ? log::Level::error
                                                                 : log::Level::warn;
    log::write(level, "mail." + std::string{smtp::name_of(delivery.outcome)},
               {{"mail", mail.id.value()},
                {"kind", mail.kind},
                {"attempt", mail.attempts},
                {"phase", smtp::name_of(delivery.phase)},
                {"code", delivery.code},
                {"enhanced", delivery.enhanced},
                {"fault", delivery.fault}});
}

} // namespace

Mailer::Mailer(db::Database& database, const Clock& clock, MailerOptions options)
    : database_(database), clock_(clock), options_(std::move(options)), theme_(options_.theme)
{
    if (options_.smtp)
        client_ = std::make_unique<smtp::SmtpClient>(*options_.smtp);
    if (options_.dkim)
        signer_ = std::make_unique<smtp::DkimSigner>(*options_.dkim);
}

Mailer::~Mailer() = default;

void Mailer::send(const db::Job& job)
{
    const auto id = mail::mail_of_payload(job.payload);
    if (!id) {
        log::error("mail.payload", {{"job", job.id.value()}});
        return;
    }
    if (clock_.now() < unreachable_until_)
        return defer_until_reachable(*id);
    const auto mail =
        *database_.write([&](db::Tx& tx) -> Result<std::optional<mail::OutgoingMail>> {
            return mail::begin_sending(tx, *id, clock_.now());
        });
    if (!mail)
        return;
    const auto delivery = deliver(*mail);
    if (!delivery)
        return;
    if (delivery->outcome == smtp::Outcome::unreachable)
        unreachable_until_ = clock_.now() + unreachable_pause;
    tell(*mail, *delivery);
    keep(*mail, *delivery);
}

void Mailer::defer_until_reachable(MailId id)
{
    (void)*database_.write([&](db::Tx& tx) -> Result<int> {
        if (const auto mail = mail::find_mail(tx, id))
            mail::defer_mail(tx, *mail, mail->reply_code, clock_.now());
        return 0;
    });
}

// Absent where the mail has nothing left to say: it has ended.
std::optional<smtp::Delivery> Mailer::deliver(const mail::OutgoingMail& mail)
{
    const auto recipient = smtp::parse_address(mail.recipient);
    if (!recipient)
        return refused_address();
    try {
        const auto data = data_of(mail);
        if (!data) {
            (void)*database_.write([&](db::Tx& tx) -> Result<int> {
                mail::drop_mail(tx, mail, clock_.now());
                return 0;
            });
            return std::nullopt;
        }
        const auto message = compose(mail, *recipient, *data);
        if (!message)
            return own_fault(message.error().message_key + ": " + message.error().detail);
        return hand_over(mail, *recipient, *message);
    } catch (const db::Error&) {
        throw;
    } catch (const std::exception& error) {
        return own_fault(error.what());
    }
}

// What a mail about notifications says is read now: it may have waited, and what was taken back
// meanwhile is not said any more.
std::optional<std::string> Mailer::data_of(const mail::OutgoingMail& mail)
{
    if (mail.kind != notifications::mail_kind)
        return mail.data;
    const auto letter = database_.read([&](db::Snapshot& snapshot) {
        return notifications::read_letter(snapshot, mail.data, options_.bounce_secret);
    });
    return letter ? std::optional{boost::json::serialize(*letter)} : std::nullopt;
}

Result<std::string> Mailer::compose(const mail::OutgoingMail& mail, const smtp::Address& recipient,
                                    const std::string& data)
{
    const auto newsroom =
        database_.read([](db::Snapshot& snapshot) { return settings::load_newsroom(snapshot); });
    auto drawn = draw_mail(theme_, newsroom, {mail.kind, data, options_.site_url, mail.created_at});
    if (!drawn)
        return drawn.error();
    smtp::Message message;
    message.from = {options_.from,
                    options_.from_name.empty() ? newsroom.title : options_.from_name};
    message.to = {recipient, ""};
    message.subject = std::move(drawn->subject);
    message.text = std::move(drawn->text);
    message.html = std::move(drawn->html);
    message.language = std::move(drawn->language);
    message.id = "mail-" + to_string(mail.id);
    message.date = clock_.now();
    message.unsubscribe = std::move(drawn->unsubscribe);
    auto bytes = smtp::build_message(message);
    if (!bytes || !signer_)
        return bytes;
    return signer_->sign(*bytes, clock_.now());
}

smtp::Delivery Mailer::hand_over(const mail::OutgoingMail& mail, const smtp::Address& recipient,
                                 std::string_view message)
{
    if (client_) {
        const auto sender = options_.bounces
                                ? bounce_address(*options_.bounces, options_.bounce_secret, mail.id)
                                : options_.from;
        return client_->send(sender, recipient, message, [&] { return begin_handing_over(mail); });
    }
    smtp::write_mail(options_.folder, to_string(mail.id), message);
    if (options_.on_filed)
        options_.on_filed(options_.folder / (to_string(mail.id) + ".eml"),
                          link_in(mail.data, options_.site_url));
    smtp::Delivery delivery;
    delivery.outcome = smtp::Outcome::sent;
    delivery.phase = smtp::Phase::content;
    return delivery;
}

bool Mailer::begin_handing_over(const mail::OutgoingMail& mail)
{
    return *database_.write([&](db::Tx& tx) -> Result<bool> {
        return mail::begin_handing_over(tx, mail, clock_.now());
    });
}

void Mailer::keep(const mail::OutgoingMail& mail, const smtp::Delivery& delivery)
{
    using smtp::Outcome;
    (void)*database_.write([&](db::Tx& tx) -> Result<int> {
        const auto now = clock_.now();
        // The line broke behind the content: the server may have it.
        const bool is_doubtful =
            delivery.outcome == Outcome::unreachable && delivery.phase == smtp::Phase::content;
        if (is_doubtful && mail::after_doubt(mail.kind) == mail::AfterDoubt::let_be)
            mail::leave_uncertain(tx, mail.id, delivery.code, now);
        else if (delivery.outcome == Outcome::sent)
            mail::mark_sent(tx, mail.id, delivery.code, now);
        else if (delivery.outcome == Outcome::mail_refused)
            mail::refuse_mail(tx, mail, mail::RefusedWhat::mail, delivery.code, now);
        else if (delivery.outcome == Outcome::address_refused)
            mail::refuse_mail(tx, mail, mail::RefusedWhat::address, delivery.code, now);
        else
            mail::defer_mail(tx, mail, delivery.code, now);
        return 0;
    });
}

} // namespace masthead::mailing
