#pragma once

#include "surfaces/account/parts.hpp"
#include "surfaces/account/profile_rules.hpp"

/// One function a route; the table in account.cpp says which is whose.
namespace masthead::account {

using web::Request;
using web::Response;

/// sign_in_pages.cpp: by mail, by password, and out again.
Response sign_in_page(const AccountServices& services, const Request& request);
Response begin_sign_in(const AccountServices& services, const Request& request);
Response code_page(const AccountServices& services, const Request& request);
Response enter_code(const AccountServices& services, const Request& request);
Response link_page(const AccountServices& services, const Request& request);
Response press_link(const AccountServices& services, const Request& request);
Response sign_in_by_password(const AccountServices& services, const Request& request);
Response sign_out(const AccountServices& services, const Request& request);

/// The sign-in form again, with what went wrong.
Response sign_in_again(const AccountServices& services, const Request& request,
                       const Failure& failure, std::string_view mail, std::string_view to);

/// passkey_handlers.cpp: WebAuthn, JSON in and out.
Response passkey_sign_in_options(const AccountServices& services, const Request& request);
Response passkey_sign_in(const AccountServices& services, const Request& request);
Response passkey_add_options(const AccountServices& services, const Request& request);
Response passkey_add(const AccountServices& services, const Request& request);

/// oidc_handlers.cpp: there and back again.
Response set_out_for_provider(const AccountServices& services, const Request& request);
Response come_back_from_provider(const AccountServices& services, const Request& request);

/// sign_up_pages.cpp: a name for a proven address.
Response sign_up_page(const AccountServices& services, const Request& request);
Response sign_up(const AccountServices& services, const Request& request);

/// account_page.cpp: all of an account; again, with what went wrong beside `part`, and what was
/// typed of a profile, or null.
Response account_page(const AccountServices& services, const Request& request);
Response account_page_again(const AccountServices& services, const Request& request,
                            std::string_view part, const Failure& failure,
                            const TypedProfile* typed = nullptr);

/// account_changes.cpp: each form of the page is one verb.
Response save_profile(const AccountServices& services, const Request& request);
Response save_public(const AccountServices& services, const Request& request);
Response save_password(const AccountServices& services, const Request& request);
Response change_passkey(const AccountServices& services, const Request& request);
Response unlink_identity(const AccountServices& services, const Request& request);
Response close_session(const AccountServices& services, const Request& request);
Response request_deletion(const AccountServices& services, const Request& request);
Response take_back_deletion(const AccountServices& services, const Request& request);
Response ask_review(const AccountServices& services, const Request& request);

/// mail_change_pages.cpp: a new address, confirmed at both ends.
Response begin_mail_change(const AccountServices& services, const Request& request);
Response enter_mail_code(const AccountServices& services, const Request& request);
Response mail_link_page(const AccountServices& services, const Request& request);
Response press_mail_link(const AccountServices& services, const Request& request);

/// picture_upload.cpp: a portrait without its metadata.
Response save_picture(const AccountServices& services, const Request& request);

/// data_export.cpp: all my data, for programs and to read.
Response export_json(const AccountServices& services, const Request& request);
Response export_html(const AccountServices& services, const Request& request);

} // namespace masthead::account
