// Boost.JSON compiled into the test program alone: the library itself has no use for it.
#include <boost/json/src.hpp>
