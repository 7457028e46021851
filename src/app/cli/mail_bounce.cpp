#include "app/cli/command_set.hpp"
#include "app/cli/messages.hpp"
#include "core/crypto/keys.hpp"
#include "core/mail/bounce.hpp"
#include "surfaces/mailing/accept_bounce.hpp"

#include <fstream>
#include <iostream>

namespace masthead::app {

namespace {

constexpr auto standard_input = "-";

struct BounceWords {
    std::string file = standard_input;
    std::string return_path; ///< these three: what another process has read of the report already
    std::string status;
    bool is_final = false;
};

std::string read_report(const CommandSet& set, const std::string& file)
{
    // One byte more than a report may have: what is longer is no report.
    std::string bytes(smtp::bounce_bytes_max + 1, '\0');
    std::ifstream opened;
    if (file != standard_input)
        opened.open(set.absolute(file), std::ios::binary);
    auto& in = file == standard_input ? std::cin : opened;
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

std::optional<smtp::Bounce> bounce_of(const CommandSet& set, const BounceWords& words)
{
    if (words.return_path.empty())
        return smtp::read_bounce(read_report(set, words.file));
    const auto address = smtp::parse_address(words.return_path);
    if (!address)
        return std::nullopt;
    return smtp::Bounce{*address, words.status, words.is_final};
}

int run_bounce(const smtp::Bounce& bounce, CommandContext& context)
{
    const DataDirectory directory{context.media.parent_path()};
    const auto keys = crypto::load_or_create_keys(directory.keys_file());
    const auto taken = context.database.write([&](db::Tx& tx) {
        return mailing::accept_bounce(tx, bounce, keys.links.view(), context.clock.now());
    });
    if (taken) {
        context.out.text("Marked: no mail goes to this address for 90 days.\n");
        return exit_done;
    }
    // Mail servers say of a delay that they go on trying: nothing is wrong, and nothing to be done.
    if (taken.error().message_key == "bounce.not_final") {
        context.out.text("A delay, no failure: nothing is marked.\n");
        return exit_done;
    }
    context.out.problem(explain(taken.error()));
    return exit_refused;
}

// The report is read here and not by the server: it may come through a pipe, and what the server is
// told of it fits into a few words.
CommandLine command_for(const CommandSet& set, const std::string& data, const BounceWords& words)
{
    const auto bounce = bounce_of(set, words);
    if (!bounce)
        return CommandLineAnswer{exit_refused,
                                 explain(refuse(Refusal::invalid, "bounce.unreadable"))};
    WriteCommand write;
    write.data = set.absolute(data);
    write.words = {"mail",     "bounce",      "--return-path", bounce->return_path.text(),
                   "--status", bounce->status};
    if (bounce->is_final)
        write.words.emplace_back("--final");
    write.run = [bounce = *bounce](CommandContext& context) { return run_bounce(bounce, context); };
    return write;
}

} // namespace

void add_mail_bounce(CommandSet& set, CLI::App& mail)
{
    auto* command = mail.add_subcommand(
        "bounce", "Take a mail server's report that a mail could not be delivered");
    const auto data = add_data_option(*command);
    const auto words = std::make_shared<BounceWords>();
    command->add_option("FILE", words->file, "The report as it arrived; `-` reads standard input")
        ->type_name("")
        ->capture_default_str();
    // An empty group keeps an option out of the help.
    command->add_option("--return-path", words->return_path)->group("");
    command->add_option("--status", words->status)->group("");
    command->add_flag("--final", words->is_final)->group("");
    command->callback([&set, data, words] { set.chosen = command_for(set, *data, *words); });
}

} // namespace masthead::app
