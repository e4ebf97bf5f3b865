// UTF-8, as far as names need it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace dareblopy {

/// Bytes of the longest well-formed UTF-8 prefix (RFC 3629: no overlong forms, surrogates or
/// numbers above 10FFFF).
size_t ValidUtf8Prefix(Bytes bytes);
inline bool IsUtf8(Bytes bytes) { return ValidUtf8Prefix(bytes) == bytes.size(); }
/// Whether all bytes are below 128.
bool IsAscii(Bytes bytes);
/// The code point at the front of `text`, which is shortened by it. A malformed byte counts as
/// itself.
char32_t TakeCodePoint(std::string_view& text);
void AppendUtf8(char32_t code_point, std::string& out);

}  // namespace dareblopy
