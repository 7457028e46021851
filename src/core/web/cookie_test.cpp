#include "core/web/cookie.hpp"

#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::web;

namespace {

Request with_cookies(std::vector<std::string> fields)
{
    Request request;
    for (auto& field : fields)
        request.headers.emplace_back("cookie", std::move(field));
    return request;
}

std::string set(const Request& request, const Cookie& cookie)
{
    Response response;
    set_cookie(response, request, cookie);
    REQUIRE(response.headers.size() == 1);
    CHECK(response.headers[0].first == "Set-Cookie");
    return response.headers[0].second;
}

} // namespace

TEST_CASE("cookies are found by name, whatever stands around them")
{
    const auto request = with_cookies({"a=1; masthead=token ;b=\"quoted\"; c=x=y; d=", "e=5"});
    CHECK(request.cookie("a") == "1");
    CHECK(request.cookie("masthead") == "token");
    CHECK(request.cookie("b") == "quoted");
    CHECK(request.cookie("c") == "x=y");
    CHECK(request.cookie("d").empty());
    CHECK(request.cookie("e") == "5");
    CHECK(request.cookie("masthea").empty());
    CHECK(request.cookie("Masthead").empty());
    CHECK(Request{}.cookie("a").empty());
}

TEST_CASE("odd bytes in cookies harm nobody")
{
    const std::string odd = ";;=;=x; =; a;\xff\xfe=\x80; \"=1; b=\"; c=\"\"; d=\x01\x7f";
    const auto request = with_cookies({odd, ""});
    CHECK(request.cookie("a").empty());
    CHECK(request.cookie("\xff\xfe") == "\x80");
    CHECK(request.cookie("b") == "\"");
    CHECK(request.cookie("c").empty());
    CHECK(request.cookie("d") == "\x01\x7f");
    // A field of nothing but separators is read once.
    CHECK(with_cookies({std::string(16'000, ';')}).cookie("a").empty());
}

TEST_CASE("the first of two cookies of one name counts")
{
    CHECK(with_cookies({"a=1; a=2", "a=3"}).cookie("a") == "1");
}

TEST_CASE("a cookie set over https is bound to the host and to https")
{
    Request request;
    request.secure = true;
    CHECK(set(request, {"masthead", "abc-_9", std::chrono::hours{1}}) ==
          "__Host-masthead=abc-_9; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
    CHECK(cookie_name(request, staff_cookie) == "__Host-masthead-desk");
    request.headers.emplace_back("cookie", "masthead=planted; __Host-masthead=ours");
    CHECK(own_cookie(request, reader_cookie) == "ours");
    CHECK(own_cookie(with_cookies({"masthead=x"}), reader_cookie) == "x");
}

TEST_CASE(
    "a cookie set over http has neither prefix nor Secure, without an age it is the session's")
{
    CHECK(set({}, {"masthead", "abc", std::nullopt}) ==
          "masthead=abc; Path=/; HttpOnly; SameSite=Lax");
    CHECK(set({}, {"masthead", "abc", std::chrono::seconds{-5}}).find("Max-Age=0;") !=
          std::string::npos);
    Response response;
    drop_cookie(response, {}, flow_cookie);
    CHECK(response.headers[0].second ==
          "masthead-flow=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

TEST_CASE("JSON is wanted by who names it before a page")
{
    const auto wants = [](const char* accept) {
        Request request;
        request.headers.emplace_back("accept", accept);
        return request.wants_json();
    };
    CHECK(wants("application/json"));
    CHECK(wants("application/json, text/plain, */*"));
    CHECK(wants("Application/JSON;charset=utf-8"));
    CHECK(wants("text/html;q=0.5, application/json"));
    CHECK(wants("application/json, text/html"));
    CHECK_FALSE(wants("text/html, application/json"));
    CHECK_FALSE(wants("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
    CHECK_FALSE(wants("*/*"));
    CHECK_FALSE(wants("application/*"));
    CHECK_FALSE(wants("application/json;q=0"));
    CHECK_FALSE(wants("application/json;q=broken"));
    CHECK_FALSE(wants("application/jsonp"));
    CHECK_FALSE(Request{}.wants_json());
}
