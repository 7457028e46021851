#pragma once

#include "surfaces/desk/desk.hpp"
#include "surfaces/desk/desk_templates.hpp"

/// What every handler of this room is given, and one function an address: desk.cpp is the table.
namespace masthead::desk {

/// The services and what is drawn with.
struct DeskContext {
    explicit DeskContext(DeskServices given) : services(given) {}

    DeskServices services;
    DeskTemplates templates;

    db::Database& database() const { return services.database; }
    Time now() const { return services.clock.now(); }
    const std::string& site_url() const { return services.pages.config().site_url; }
};

using web::Request;
using web::Response;

/// sign_in_pages.cpp
Response sign_in_page(DeskContext& context, const Request& request);
Response sign_in(DeskContext& context, const Request& request);
Response sign_out(DeskContext& context, const Request& request);

/// invitation_pages.cpp
Response invitation_page(DeskContext& context, const Request& request);
Response accept_invitation(DeskContext& context, const Request& request);

/// passkey_handlers.cpp: JSON in and out.
Response passkey_sign_in_options(DeskContext& context, const Request& request);
Response passkey_sign_in(DeskContext& context, const Request& request);
Response passkey_add_options(DeskContext& context, const Request& request);
Response passkey_add(DeskContext& context, const Request& request);

/// account_page.cpp
Response account_page(DeskContext& context, const Request& request);
Response change_account(DeskContext& context, const Request& request);
Response account_page_again(DeskContext& context, const Request& request, const Failure& failure);

/// reader_link.cpp: which reader one is.
Response change_own_reader(DeskContext& context, const Request& request);

/// front_page.cpp
Response front_page(DeskContext& context, const Request& request);

/// queue_page.cpp
Response queue_page(DeskContext& context, const Request& request);

/// comment_page.cpp
Response comment_page(DeskContext& context, const Request& request);
Response decide_comment(DeskContext& context, const Request& request);

/// reader_page.cpp
Response reader_page(DeskContext& context, const Request& request);
Response change_reader(DeskContext& context, const Request& request);

/// bans_page.cpp
Response bans_page(DeskContext& context, const Request& request);
Response change_bans(DeskContext& context, const Request& request);

/// notice_pages.cpp
Response notices_page(DeskContext& context, const Request& request);
Response notice_page(DeskContext& context, const Request& request);
Response decide_notice(DeskContext& context, const Request& request);

/// review_pages.cpp
Response reviews_page(DeskContext& context, const Request& request);
Response answer_review(DeskContext& context, const Request& request);

/// rules_page.cpp
Response rules_page(DeskContext& context, const Request& request);
Response change_rules(DeskContext& context, const Request& request);

/// wording_page.cpp
Response wording_page(DeskContext& context, const Request& request);
Response save_wording(DeskContext& context, const Request& request);

/// staff_page.cpp
Response staff_page(DeskContext& context, const Request& request);
Response change_staff(DeskContext& context, const Request& request);

} // namespace masthead::desk
