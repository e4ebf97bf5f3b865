// Names of entries: what encoding they are in, and how they become UTF-8.
#pragma once

#include <string>

#include "core/base/bytes.h"

namespace dareblopy::zip {

/// CP437, the encoding of names without flag 11 (APPNOTE appendix D), as UTF-8.
void AppendCp437(Bytes raw, std::string& out);

/// Whether a raw name is taken as UTF-8: it says so (flag 11) and is, or a Unix wrote it and it is.
/// (macOS and Info-ZIP write UTF-8 without the flag; a name in CP437 is hardly ever well-formed
/// UTF-8.)
bool NameIsUtf8(Bytes raw, uint16_t flags, uint8_t host);

}  // namespace dareblopy::zip
