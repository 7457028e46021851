#include "surfaces/transfer/xml_stream.hpp"

#include "core/base/text.hpp"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>

#include <new>
#include <utility>

namespace masthead::transfer {

namespace {

std::string_view view(const xmlChar* text)
{
    return text ? std::string_view{reinterpret_cast<const char*>(text)} : std::string_view{};
}

std::string_view view(const xmlChar* begin, const xmlChar* end)
{
    return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin)};
}

constexpr int fields_per_attribute = 5; // local name, prefix, URI, value, end of value

} // namespace

std::string_view XmlAttributes::value(std::string_view name) const
{
    for (int i = 0; i < count_; ++i) {
        const auto* field = fields_ + i * fields_per_attribute;
        if (view(field[0]) == name && !field[2])
            return view(field[3], field[4]);
    }
    return {};
}

struct XmlStream::Context {
    xmlParserCtxtPtr parser = nullptr;
    ~Context()
    {
        if (parser && parser->myDoc) {
            xmlFreeDoc(parser->myDoc);
            parser->myDoc = nullptr;
        }
        xmlFreeParserCtxt(parser);
    }
};

// libxml2 calls these; what they throw waits in the stream, since no exception may cross C.
struct XmlStream::Callbacks {
    static XmlStream& stream(void* context) { return *static_cast<XmlStream*>(context); }

    static void start(void* context, const xmlChar* local, const xmlChar* prefix,
                      const xmlChar* uri, int, const xmlChar**, int count, int,
                      const xmlChar** fields)
    {
        auto& self = stream(context);
        if (self.open_.size() >= depth_max)
            return self.stop("elements nested deeper than " + std::to_string(depth_max));
        self.open_.emplace_back(view(local), self.line());
        self.guarded([&] {
            self.events_.start_element({view(uri), view(prefix), view(local)},
                                       XmlAttributes{count, fields});
        });
    }
    static void end(void* context, const xmlChar*, const xmlChar*, const xmlChar*)
    {
        auto& self = stream(context);
        if (!self.open_.empty())
            self.open_.pop_back();
        self.guarded([&] { self.events_.end_element(); });
    }
    static void text(void* context, const xmlChar* piece, int length)
    {
        auto& self = stream(context);
        self.guarded([&] { self.events_.text(view(piece, piece + length)); });
    }
    static void doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*)
    {
        stream(context).stop("a document type declaration (DOCTYPE), which no export has");
    }
    static void error(void* context, xmlErrorPtr problem)
    {
        const bool wrong =
            problem->level == XML_ERR_FATAL ||
            (problem->level == XML_ERR_ERROR && problem->domain != XML_FROM_NAMESPACE);
        if (wrong && problem->code != XML_ERR_USER_STOP)
            stream(context).fail(problem->line, std::string{trim(problem->message)});
    }
};

template <class Call>
void XmlStream::guarded(Call&& call)
{
    if (problem_ || error_)
        return;
    try {
        call();
    } catch (...) {
        error_ = std::current_exception();
        xmlStopParser(context_->parser);
    }
}

XmlStream::XmlStream(XmlEvents& events) : events_(events), context_(std::make_unique<Context>())
{
    xmlInitParser();
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = Callbacks::start;
    handler.endElementNs = Callbacks::end;
    handler.characters = Callbacks::text;
    handler.ignorableWhitespace = Callbacks::text;
    handler.cdataBlock = Callbacks::text;
    handler.internalSubset = Callbacks::doctype;
    handler.serror = Callbacks::error;
    context_->parser = xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr);
    if (!context_->parser)
        throw std::bad_alloc();
    xmlCtxtUseOptions(context_->parser, XML_PARSE_NONET);
}

XmlStream::~XmlStream() = default;

bool XmlStream::feed(std::string_view bytes)
{
    if (problem_)
        return false;
    xmlParseChunk(context_->parser, bytes.data(), static_cast<int>(bytes.size()), 0);
    return check();
}

bool XmlStream::finish()
{
    if (problem_)
        return false;
    if (!open_.empty())
        fail(line(), "the file ends inside <" + open_.back().first + ">, which began in line " +
                         std::to_string(open_.back().second));
    xmlParseChunk(context_->parser, nullptr, 0, 1);
    if (check() && context_->parser->wellFormed == 0)
        fail(line(), "not well-formed XML");
    return !problem_;
}

std::int64_t XmlStream::line() const
{
    return std::max(1, xmlSAX2GetLineNumber(context_->parser));
}

void XmlStream::stop(std::string what)
{
    fail(line(), std::move(what));
    xmlStopParser(context_->parser);
}

bool XmlStream::check()
{
    if (error_)
        std::rethrow_exception(std::exchange(error_, nullptr));
    return !problem_;
}

void XmlStream::fail(std::int64_t line, std::string what)
{
    if (!problem_)
        problem_ = XmlProblem{line, std::move(what)};
}

} // namespace masthead::transfer
