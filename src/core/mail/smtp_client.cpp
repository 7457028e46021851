#include "core/mail/smtp_client.hpp"

#include "core/base/text.hpp"

#include <curl/curl.h>

#include <array>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>

namespace masthead::smtp {

namespace {

constexpr std::size_t url_bytes_max = 1'024;
constexpr std::size_t reply_line_bytes_max = 1'024;
// Servers close idle connections after a few minutes; ours go before that.
constexpr long idle_connection_seconds = 30;

struct CloseCurl {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct CloseUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
    void operator()(char* text) const { curl_free(text); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Url = std::unique_ptr<CURLU, CloseUrl>;

// One mail on its way. Nothing may throw through libcurl's C frames.
struct Transfer {
    std::string_view left;
    const SmtpClient::BeforeContent* before_content = nullptr;
    bool content_begun = false;
    bool is_stopped = false; // by before_content
    std::exception_ptr thrown;
    Phase phase = Phase::connecting;
    bool is_over = false; // libcurl says QUIT after a refusal: what comes then is not the answer
    std::array<char, reply_line_bytes_max> line{}; // the last line heard
    std::size_t line_size = 0;
};

bool may_begin(Transfer& transfer)
{
    try {
        return !transfer.before_content || !*transfer.before_content ||
               (*transfer.before_content)();
    } catch (...) {
        transfer.thrown = std::current_exception();
        return false;
    }
}

std::size_t give_content(char* buffer, std::size_t size, std::size_t count, void* context)
{
    auto& transfer = *static_cast<Transfer*>(context);
    if (!transfer.content_begun && !may_begin(transfer)) {
        transfer.is_stopped = true;
        return CURL_READFUNC_ABORT;
    }
    transfer.content_begun = true;
    transfer.phase = Phase::content;
    const auto piece = transfer.left.substr(0, size * count);
    std::memcpy(buffer, piece.data(), piece.size());
    transfer.left.remove_prefix(piece.size());
    return piece.size();
}

// Answers of a sign-in are base64: no colon, no space. So none of them can look like these.
void note_command(Transfer& transfer, std::string_view command)
{
    constexpr std::array<std::pair<std::string_view, Phase>, 7> commands{{
        {"EHLO ", Phase::greeting},
        {"HELO ", Phase::greeting},
        {"STARTTLS\r", Phase::starting_tls},
        {"AUTH ", Phase::signing_in},
        {"MAIL FROM:", Phase::sender},
        {"RCPT TO:", Phase::recipient},
        {"DATA\r", Phase::data},
    }};
    for (const auto& [word, phase] : commands) {
        if (command.starts_with(word))
            transfer.phase = phase;
    }
    transfer.is_over = command.starts_with("QUIT\r");
}

void note_reply(Transfer& transfer, std::string_view line)
{
    transfer.line_size = std::min(line.size(), transfer.line.size());
    std::memcpy(transfer.line.data(), line.data(), transfer.line_size);
}

int watch(CURL*, curl_infotype type, char* data, std::size_t size, void* context)
{
    auto* transfer = static_cast<Transfer*>(context); // none while a kept connection is closed
    if (transfer && type == CURLINFO_HEADER_OUT)
        note_command(*transfer, {data, size});
    if (transfer && type == CURLINFO_HEADER_IN && !transfer->is_over)
        note_reply(*transfer, {data, size});
    return 0;
}

std::size_t drop_answer(char*, std::size_t size, std::size_t count, void*)
{
    return size * count;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value)
{
    if (curl_easy_setopt(handle, option, value) != CURLE_OK)
        throw std::runtime_error("SMTP: libcurl does not know an option");
}

std::string part_of(CURLU* url, CURLUPart part)
{
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK)
        return {};
    const std::unique_ptr<char, FreeText> owner{text};
    return text;
}

Url parse_url(const std::string& text)
{
    Url url{curl_url()};
    if (!url)
        throw std::bad_alloc();
    if (text.size() > url_bytes_max || has_controls(text) ||
        curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
        return nullptr;
    return url;
}

bool is_this_machine(std::string_view host)
{
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "::1";
}

void set_security(CURL* handle, const SmtpSettings& settings)
{
    constexpr std::array<long, 3> levels{CURLUSESSL_ALL, CURLUSESSL_TRY, CURLUSESSL_NONE};
    set(handle, CURLOPT_USE_SSL, levels[static_cast<std::size_t>(settings.starttls)]);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.ca_file.empty()) {
        set(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
        set(handle, CURLOPT_CAPATH, nullptr);
    }
    if (!settings.user.empty()) {
        set(handle, CURLOPT_USERNAME, settings.user.c_str());
        set(handle, CURLOPT_PASSWORD, settings.password.c_str());
    }
}

void set_address(CURL* handle, const SmtpSettings& settings)
{
    const auto url = parse_url(settings.url);
    // The path of an SMTP address is the name in EHLO.
    curl_url_set(url.get(), CURLUPART_PATH, ("/" + settings.helo_name).c_str(), 0);
    set(handle, CURLOPT_URL, part_of(url.get(), CURLUPART_URL).c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_NOSIGNAL, 1L);
}

void set_times(CURL* handle, const SmtpSettings& settings)
{
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
    set(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT,
        static_cast<long>(std::chrono::ceil<std::chrono::seconds>(settings.reply_timeout).count()));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.total_timeout.count()));
    set(handle, CURLOPT_MAXAGE_CONN, idle_connection_seconds);
}

Outcome outcome_of_fault(CURLcode code)
{
    switch (code) {
    case CURLE_USE_SSL_FAILED:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_LOGIN_DENIED: return Outcome::not_set_up;
    default: return Outcome::unreachable;
    }
}

Delivery delivery_of(const Transfer& transfer, CURLcode code)
{
    const auto reply = parse_reply({transfer.line.data(), transfer.line_size});
    Delivery delivery;
    delivery.phase = transfer.phase;
    delivery.code = reply.code;
    delivery.enhanced = reply.enhanced;
    if (code == CURLE_OK) {
        delivery.outcome = Outcome::sent;
        return delivery;
    }
    if (transfer.is_stopped) {
        delivery.outcome = Outcome::deferred;
        delivery.fault = "stopped before its content";
        return delivery;
    }
    delivery.fault = curl_easy_strerror(code);
    delivery.outcome = reply.code >= 400 ? classify(transfer.phase, reply) : outcome_of_fault(code);
    return delivery;
}

} // namespace

Result<void> check_settings(const SmtpSettings& settings)
{
    const auto url = parse_url(settings.url);
    const auto scheme = url ? to_lower_ascii(part_of(url.get(), CURLUPART_SCHEME)) : "";
    if (scheme != "smtp" && scheme != "smtps")
        return refuse(Refusal::invalid, "smtp.url", R"("smtp://HOST:PORT" or "smtps://HOST:PORT")");
    const auto path = part_of(url.get(), CURLUPART_PATH);
    if (!part_of(url.get(), CURLUPART_USER).empty() || (!path.empty() && path != "/") ||
        !part_of(url.get(), CURLUPART_QUERY).empty())
        return refuse(Refusal::invalid, "smtp.url", "without user, path or query");
    // With "optional" whoever sits on the line could take STARTTLS away and read the password.
    const bool may_be_clear = scheme == "smtp" && settings.starttls != StartTls::required;
    if (!settings.user.empty() && may_be_clear &&
        !is_this_machine(part_of(url.get(), CURLUPART_HOST)))
        return refuse(Refusal::invalid, "smtp.clear_password",
                      "a password is only sent over TLS: smtp_starttls must be \"required\"");
    return {};
}

struct SmtpClient::Data {
    SmtpSettings settings;
    std::unique_ptr<CURL, CloseCurl> handle;
    int mails_on_connection = 0;

    Delivery send_once(const Address& sender, const Address& recipient, Transfer transfer,
                       bool& is_worth_another);
};

SmtpClient::SmtpClient(SmtpSettings settings) : data_(std::make_unique<Data>())
{
    if (const auto checked = check_settings(settings); !checked)
        throw std::invalid_argument("SMTP: " + checked.error().detail);
    data_->settings = std::move(settings);
    data_->handle.reset(curl_easy_init());
    if (!data_->handle)
        throw std::bad_alloc();
    auto* handle = data_->handle.get();
    set_address(handle, data_->settings);
    set_security(handle, data_->settings);
    set_times(handle, data_->settings);
    set(handle, CURLOPT_UPLOAD, 1L);
    set(handle, CURLOPT_READFUNCTION, give_content);
    set(handle, CURLOPT_WRITEFUNCTION, drop_answer);
    set(handle, CURLOPT_VERBOSE, 1L); // what `watch` hears: nothing is printed
    set(handle, CURLOPT_DEBUGFUNCTION, watch);
}

SmtpClient::~SmtpClient() = default;

Delivery SmtpClient::Data::send_once(const Address& sender, const Address& recipient,
                                     Transfer transfer, bool& is_worth_another)
{
    const bool is_last = ++mails_on_connection >= mails_a_connection_max;
    set(handle.get(), CURLOPT_FORBID_REUSE, is_last ? 1L : 0L);
    const std::unique_ptr<curl_slist, FreeList> recipients{
        curl_slist_append(nullptr, ('<' + recipient.text() + '>').c_str())};
    if (!recipients)
        throw std::bad_alloc();
    set(handle.get(), CURLOPT_MAIL_FROM, ('<' + sender.text() + '>').c_str());
    set(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
    set(handle.get(), CURLOPT_READDATA, &transfer);
    set(handle.get(), CURLOPT_DEBUGDATA, &transfer);
    const auto code = curl_easy_perform(handle.get());
    long connects = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_NUM_CONNECTS, &connects);
    set(handle.get(), CURLOPT_MAIL_RCPT, nullptr);
    set(handle.get(), CURLOPT_READDATA, nullptr);
    set(handle.get(), CURLOPT_DEBUGDATA, nullptr);
    if (connects > 0 && !is_last)
        mails_on_connection = 1;
    if (is_last)
        mails_on_connection = 0;
    if (transfer.thrown)
        std::rethrow_exception(transfer.thrown);
    const auto delivery = delivery_of(transfer, code);
    is_worth_another =
        delivery.outcome == Outcome::unreachable && connects == 0 && !transfer.content_begun;
    return delivery;
}

Delivery SmtpClient::send(const Address& sender, const Address& recipient, std::string_view message,
                          const BeforeContent& before_content)
{
    Transfer transfer;
    transfer.left = message;
    transfer.before_content = &before_content;
    bool is_worth_another = false;
    const auto first = data_->send_once(sender, recipient, transfer, is_worth_another);
    return is_worth_another ? data_->send_once(sender, recipient, transfer, is_worth_another)
                            : first;
}

} // namespace masthead::smtp
