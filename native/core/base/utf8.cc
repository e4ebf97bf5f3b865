#include "core/base/utf8.h"

#include <cstring>

namespace dareblopy {

namespace {

// Bytes of the well-formed sequence at `p`, or 0. RFC 3629, section 4.
size_t SequenceLength(const uint8_t* p, size_t left) {
  const uint8_t lead = p[0];
  if (lead < 0x80) return 1;
  const auto continues = [&](size_t i, uint8_t low = 0x80, uint8_t high = 0xBF) {
    return i < left && p[i] >= low && p[i] <= high;
  };
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const uint8_t low = lead == 0xE0 ? 0xA0 : 0x80;
    const uint8_t high = lead == 0xED ? 0x9F : 0xBF;
    return continues(1, low, high) && continues(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const uint8_t low = lead == 0xF0 ? 0x90 : 0x80;
    const uint8_t high = lead == 0xF4 ? 0x8F : 0xBF;
    return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool IsAscii(Bytes bytes) {
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + i, 8);
    if (word & 0x8080808080808080u) return false;
  }
  for (; i < bytes.size(); ++i) {
    if (bytes[i] & 0x80) return false;
  }
  return true;
}

size_t ValidUtf8Prefix(Bytes bytes) {
  size_t i = 0;
  while (i < bytes.size()) {
    if (i + 8 <= bytes.size() && IsAscii(bytes.subspan(i, 8))) {
      i += 8;
      continue;
    }
    const size_t length = SequenceLength(bytes.data() + i, bytes.size() - i);
    if (length == 0) break;
    i += length;
  }
  return i;
}

char32_t TakeCodePoint(std::string_view& text) {
  const auto* p = reinterpret_cast<const uint8_t*>(text.data());
  const size_t length = SequenceLength(p, text.size());
  text.remove_prefix(length == 0 ? 1 : length);
  switch (length) {
    case 2:
      return static_cast<char32_t>((p[0] & 0x1F) << 6 | (p[1] & 0x3F));
    case 3:
      return static_cast<char32_t>((p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F));
    case 4:
      return static_cast<char32_t>((p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 |
                                   (p[3] & 0x3F));
    default:
      return p[0];
  }
}

void AppendUtf8(char32_t code_point, std::string& out) {
  const auto byte = [&](char32_t value) { out.push_back(static_cast<char>(value)); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0 | code_point >> 6), byte(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    byte(0xE0 | code_point >> 12), byte(0x80 | (code_point >> 6 & 0x3F)),
        byte(0x80 | (code_point & 0x3F));
  } else {
    byte(0xF0 | code_point >> 18), byte(0x80 | (code_point >> 12 & 0x3F));
    byte(0x80 | (code_point >> 6 & 0x3F)), byte(0x80 | (code_point & 0x3F));
  }
}

}  // namespace dareblopy
