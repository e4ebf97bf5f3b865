// What a file probably is, from its first bytes: for the message of the error that says what it is
// not.
#pragma once

#include <string_view>

#include "core/base/bytes.h"

namespace dareblopy {

/// In words, e.g. "a ZIP archive", "text"; empty where nothing tells. Some hundred bytes are
/// enough; all that are there of a shorter file.
std::string_view LooksLike(Bytes head);

/// Whether all of it could be UTF-8 text, which it may be cut out of; at least four bytes.
bool LooksLikeText(Bytes head);

}  // namespace dareblopy
