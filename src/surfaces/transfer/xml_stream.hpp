#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace masthead::transfer {

/// An element's name: the namespace it is in, and the prefix it was written with, for files that
/// forget to declare it.
struct XmlName {
    std::string_view uri;
    std::string_view prefix;
    std::string_view local;
};

/// The attributes of one element. Views live during the call.
class XmlAttributes {
public:
    XmlAttributes(int count, const unsigned char** fields) : count_(count), fields_(fields) {}
    /// Value of an attribute without namespace; empty where it is not there.
    std::string_view value(std::string_view name) const;

private:
    int count_;
    const unsigned char** fields_;
};

/// Receives a document. May throw: the stream passes it on to whoever feeds it.
class XmlEvents {
public:
    virtual ~XmlEvents() = default;
    virtual void start_element(const XmlName& name, const XmlAttributes& attributes) = 0;
    virtual void end_element() = 0;
    virtual void text(std::string_view piece) = 0;
};

/// Where reading stopped and why.
struct XmlProblem {
    std::int64_t line = 0;
    std::string what;
};

/// A push parser (libxml2's SAX2) that opens nothing: no network, no files, no entities but the
/// five of XML itself; a document type declaration is refused, since it exists to define more.
/// libxml2's own limits on names, attributes and comments stay in force.
class XmlStream {
public:
    /// Exports nest five deep.
    static constexpr std::size_t depth_max = 256;

    explicit XmlStream(XmlEvents& events);
    ~XmlStream();
    XmlStream(const XmlStream&) = delete;
    XmlStream& operator=(const XmlStream&) = delete;

    /// Parses the next bytes; false once something is wrong. Rethrows what the events threw.
    bool feed(std::string_view bytes);
    /// Says that the document ends here; false where it is not whole.
    bool finish();

    /// The line the parser is at, from 1.
    std::int64_t line() const;
    /// Stops with a reason of the caller's own.
    void stop(std::string what);
    const std::optional<XmlProblem>& problem() const { return problem_; }

private:
    struct Callbacks;
    struct Context;
    bool check();
    void fail(std::int64_t line, std::string what);
    template <class Call>
    void guarded(Call&& call);

    XmlEvents& events_;
    std::unique_ptr<Context> context_;
    std::vector<std::pair<std::string, std::int64_t>> open_; // names and lines of open elements
    std::optional<XmlProblem> problem_;
    std::exception_ptr error_;
};

} // namespace masthead::transfer
