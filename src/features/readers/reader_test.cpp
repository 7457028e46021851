#include "features/readers/reader.hpp"

#include <doctest/doctest.h>

namespace masthead::readers {

TEST_CASE("a display name loses what hides or reorders text and is never empty")
{
    CHECK(clean_display_name("  Ada \t Plinth\n") == "Ada Plinth");
    CHECK(clean_display_name("evil\xe2\x80\xae"
                             "gnp") == "evilgnp");
    CHECK(clean_display_name("zero\xe2\x80\x8bwidth\xef\xbb\xbf") == "zerowidth");
    CHECK(clean_display_name("\xd9\x85\xd8\xad\xd9\x85\xd8\xaf") ==
          "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf");
    CHECK(clean_display_name("") == "Anonymous");
    CHECK(clean_display_name("\xe2\x80\x8b \x01") == "Anonymous");
}

TEST_CASE("a display name at the limit is kept whole and a longer one is cut between letters")
{
    CHECK(clean_display_name(std::string(display_name_bytes_max, 'a')).size() ==
          display_name_bytes_max);
    std::string long_name(display_name_bytes_max - 1, 'a');
    long_name += "\xc3\xa9";
    CHECK(clean_display_name(long_name).size() == display_name_bytes_max - 1);
}

} // namespace masthead::readers
