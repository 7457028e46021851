#include "surfaces/transfer/wordpress_body/references.hpp"

#include "surfaces/transfer/wordpress_body/embeds.hpp"
#include "surfaces/transfer/wordpress_body/media_resolver.hpp"
#include "surfaces/transfer/wordpress_body/shortcodes.hpp"

#include "core/base/text.hpp"
#include "core/text/html_lexer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace masthead::wordpress_body {

namespace {

using text::HtmlLexer;
using text::HtmlToken;

struct ClassName {
    std::string_view wordpress;
    std::string_view ours;
};

constexpr std::array class_names{
    ClassName{"wp-block-pullquote", "pullquote"},
    ClassName{"wp-block-gallery", "gallery"},
    ClassName{"wp-block-verse", "verse"},
    ClassName{"wp-block-media-text", "media-text"},
    ClassName{"wp-block-file", "file"},
    ClassName{"wp-block-footnotes", "footnotes"},
    ClassName{"has-text-align-centre", "has-text-align-center"},
};

// What a paragraph that holds nothing but a picture consists of.
struct LonePicture {
    HtmlToken img;
    std::optional<std::string> href;
    std::size_t end = 0; // behind the paragraph
};

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\n\r") == text.npos;
}

bool is_start(const HtmlToken& token, std::string_view name)
{
    return token.kind == HtmlToken::Kind::start_tag && token.name == name;
}

bool is_end(const HtmlToken& token, std::string_view name)
{
    return token.kind == HtmlToken::Kind::end_tag && token.name == name;
}

bool has_class(const HtmlToken& token, std::string_view part)
{
    return token.attribute("class").value_or("").find(part) != std::string::npos;
}

// The element's class words with ours added for WordPress's, and for alignment in style or align.
std::string classes_of(const HtmlToken& token)
{
    auto classes = token.attribute("class").value_or("");
    const auto words = " " + classes + " ";
    for (const auto& each : class_names)
        if (words.find(" " + std::string{each.wordpress} + " ") != words.npos)
            classes += " " + std::string{each.ours};
    const auto style = to_lower_ascii(token.attribute("style").value_or(""));
    const auto align = to_lower_ascii(token.attribute("align").value_or(""));
    for (const std::string side : {"center", "right"})
        if (align == side || style.find("text-align:" + side) != style.npos ||
            style.find("text-align: " + side) != style.npos)
            classes += " has-text-align-" + side;
    return classes;
}

std::string figure_start(const std::string& classes)
{
    return classes.empty() ? "<figure>" : "<figure class=\"" + escape_html(classes) + "\">";
}

class Rewriter {
public:
    Rewriter(std::string_view html, const BodyContext& context, Report& report)
        : html_(html), lexer_(html), resolver_(context, report), report_(report)
    {
        out_.reserve(html.size() + html.size() / 8);
    }

    std::string run()
    {
        HtmlToken token;
        while (lexer_.next(token)) {
            if (token.kind == HtmlToken::Kind::start_tag)
                start(token);
            else if (token.kind == HtmlToken::Kind::end_tag)
                end(token);
            else if (token.kind == HtmlToken::Kind::text)
                out_ += token.source;
        }
        return std::move(out_);
    }

private:
    void start(const HtmlToken& token)
    {
        const auto& name = token.name;
        if (name == "img" || name == "image")
            image(token);
        else if (name == "a")
            link(token);
        else if (name == "p")
            paragraph(token);
        else if (name == "iframe")
            frame(token);
        else if (name == "embed")
            out_ += box(token.attribute("src").value_or(""), "embed");
        else if (name == "object")
            object(token);
        else if (name == "audio" || name == "video")
            player(token);
        else if (name == "figure")
            figure(token);
        else
            rewrite_class(token);
    }

    void end(const HtmlToken& token)
    {
        if (token.name == "a" && closed_link_) {
            closed_link_ = false;
            return;
        }
        if (token.name == "figcaption")
            credit_in_caption();
        else if (token.name == "figure")
            credit_without_caption();
        if (token.name == "a")
            in_link_ = false;
        if (token.name != "iframe")
            out_ += token.source;
    }

    void image(const HtmlToken& token)
    {
        const auto picture = resolver_.picture(token);
        if (picture.kind == Picture::Kind::missing && in_link_) {
            // A link cannot hold the link to the picture.
            out_ += "</a>";
            in_link_ = false;
            closed_link_ = true;
        }
        out_ += picture.html;
        if (!credits_.empty() && !picture.credit.empty())
            credits_.back() = picture.credit;
    }

    void link(const HtmlToken& token)
    {
        if (has_class(token, "wp-block-file__button")) {
            skip_past_end("a");
            return;
        }
        in_link_ = true;
        closed_link_ = false;
        const auto href = token.attribute("href");
        out_ += "<a";
        if (href && has_class(token, "embed-link"))
            write("href", *href);
        else if (href)
            write("href", resolver_.link(without_shortcodes(*href)));
        for (const auto* name : {"id", "name", "class", "title", "lang"})
            if (const auto value = token.attribute(name))
                write(name, *value);
        out_ += '>';
    }

    void write(std::string_view name, std::string_view value)
    {
        out_.append(" ").append(name).append("=\"");
        append_escaped_html(out_, value);
        out_ += '"';
    }

    // A paragraph with only a picture becomes a figure.
    void paragraph(const HtmlToken& token)
    {
        const auto lone = lone_picture();
        if (!lone) {
            rewrite_class(token);
            return;
        }
        const auto picture = resolver_.picture(lone->img);
        lexer_.skip_to(lone->end);
        if (picture.kind != Picture::Kind::ours) {
            out_ +=
                picture.kind == Picture::Kind::text ? "<p>" + picture.html + "</p>" : picture.html;
            return;
        }
        out_ += figure_start(lone->img.attribute("class").value_or(""));
        if (lone->href)
            out_ += "<a href=\"" + escape_html(resolver_.link(*lone->href)) + "\">";
        out_ += picture.html + (lone->href ? "</a>" : "");
        if (!picture.credit.empty())
            out_ += "<figcaption>" + credit_html(picture.credit) + "</figcaption>";
        out_ += "</figure>\n";
    }

    // Looks ahead from behind a <p>: at most an <a>, one <img>, white space and breaks.
    std::optional<LonePicture> lone_picture() const
    {
        auto ahead = HtmlLexer{
            html_.substr(0, std::min(html_.size(), lexer_.position() + look_ahead_bytes))};
        ahead.skip_to(lexer_.position());
        LonePicture lone;
        HtmlToken token;
        bool has_image = false;
        for (int i = 0; i < 10 && ahead.next(token); ++i) {
            if (is_end(token, "p")) {
                lone.end = ahead.position();
                return has_image ? std::optional{std::move(lone)} : std::nullopt;
            }
            if (is_start(token, "img") && !has_image) {
                has_image = true;
                lone.img = token;
            } else if (is_start(token, "a") && !has_image && !lone.href) {
                lone.href = token.attribute("href").value_or("");
            } else if (!is_end(token, "a") && !is_start(token, "br") &&
                       !(token.kind == HtmlToken::Kind::text && is_blank(token.source))) {
                return std::nullopt;
            }
        }
        return std::nullopt;
    }

    void frame(const HtmlToken& token)
    {
        auto url = token.attribute("src").value_or("");
        if (url.empty() || url == "about:blank")
            url = token.attribute("data-src").value_or("");
        out_ += box(url, "iframe");
        skip_raw_text();
    }

    std::string box(const std::string& url, std::string_view element)
    {
        auto html = embed_box(without_shortcodes(url), {}, report_);
        if (html.empty())
            report_.add(NoticeKind::dropped_element, element);
        return html;
    }

    // The contents of an iframe are raw text to the lexer, if it is closed at all.
    void skip_raw_text()
    {
        const auto begin = lexer_.position();
        HtmlToken token;
        if (!lexer_.next(token) || token.kind != HtmlToken::Kind::text ||
            !equals_ignoring_case(html_.substr(lexer_.position(), 8), "</iframe"))
            lexer_.skip_to(begin);
    }

    // An old Flash player: its address stands in one of three places.
    void object(const HtmlToken& token)
    {
        auto url = token.attribute("data").value_or("");
        const bool is_preview = has_class(token, "wp-block-file__embed");
        HtmlToken inner;
        const auto begin = lexer_.position();
        bool ended = false;
        for (int i = 0; i < look_ahead_tokens && !ended && lexer_.next(inner); ++i) {
            ended = is_end(inner, "object");
            const auto name = to_lower_ascii(inner.attribute("name").value_or(""));
            if (is_start(inner, "param") && (name == "movie" || name == "src") && url.empty())
                url = inner.attribute("value").value_or("");
            if (is_start(inner, "embed") && url.empty())
                url = inner.attribute("src").value_or("");
        }
        if (!ended)
            lexer_.skip_to(begin);
        if (!is_preview)
            out_ += box(url, "object");
    }

    void player(const HtmlToken& token)
    {
        auto url = without_shortcodes(token.attribute("src").value_or(""));
        HtmlToken inner;
        const auto begin = lexer_.position();
        bool ended = false;
        for (int i = 0; i < look_ahead_tokens && !ended && lexer_.next(inner); ++i) {
            ended = is_end(inner, token.name);
            if (is_start(inner, "source") && url.empty())
                url = without_shortcodes(inner.attribute("src").value_or(""));
        }
        if (!ended)
            lexer_.skip_to(begin);
        out_ += resolver_.player(token, url);
    }

    void figure(const HtmlToken& token)
    {
        if (credits_.size() < figures_max)
            credits_.emplace_back();
        rewrite_class(token);
    }

    void credit_in_caption()
    {
        if (credits_.empty() || credits_.back().empty())
            return;
        out_ += " " + credit_html(credits_.back());
        credits_.back().clear();
    }

    void credit_without_caption()
    {
        if (credits_.empty())
            return;
        if (!credits_.back().empty())
            out_ += "<figcaption>" + credit_html(credits_.back()) + "</figcaption>";
        credits_.pop_back();
    }

    static std::string credit_html(const std::string& credit)
    {
        return "<small class=\"credit\">" + escape_html(credit) + "</small>";
    }

    void rewrite_class(const HtmlToken& token)
    {
        const auto classes = classes_of(token);
        if (classes == token.attribute("class").value_or("")) {
            out_ += token.source;
            return;
        }
        out_ += '<';
        out_ += token.name;
        write("class", classes);
        for (const auto& each : token.attributes) {
            const auto name = to_lower_ascii(each.name);
            if (name != "class" && name != "style" && name.find_first_of("\"'<>=") == name.npos)
                write(name, token.attribute(name).value_or(""));
        }
        out_ += '>';
    }

    void skip_past_end(std::string_view name)
    {
        HtmlToken token;
        const auto begin = lexer_.position();
        for (int i = 0; i < look_ahead_tokens && lexer_.next(token); ++i)
            if (is_end(token, name))
                return;
        lexer_.skip_to(begin);
    }

    // Looking ahead must not make the whole quadratic.
    static constexpr std::size_t look_ahead_bytes = 8 * 1024;
    static constexpr int look_ahead_tokens = 40;
    static constexpr std::size_t figures_max = 64;

    std::string_view html_;
    HtmlLexer lexer_;
    MediaResolver resolver_;
    Report& report_;
    std::string out_;
    std::vector<std::string> credits_; // of each open figure; empty for none
    bool in_link_ = false;
    bool closed_link_ = false; // the link was ended before its own end tag
};

} // namespace

std::string rewrite_references(std::string_view html, const BodyContext& context, Report& report)
{
    return Rewriter{html, context, report}.run();
}

} // namespace masthead::wordpress_body
