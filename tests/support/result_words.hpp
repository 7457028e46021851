#pragma once

#include "core/base/result.hpp"

#include <doctest/doctest.h>

/// Lets CHECK(result) say why a verb refused. Include it before a CHECK of a Result.
template <class T>
struct doctest::StringMaker<masthead::Result<T>> {
    static String convert(const masthead::Result<T>& result)
    {
        return result ? String{"a value"} : String{result.error().message_key.c_str()};
    }
};
