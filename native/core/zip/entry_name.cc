#include "core/zip/entry_name.h"

#include "core/base/utf8.h"
#include "core/zip/format.h"

namespace dareblopy::zip {

namespace {

// Code points of the bytes 0x80 to 0xFF.
constexpr char16_t kCp437[] =
    u"ÇüéâäàåçêëèïîìÄÅ"
    u"ÉæÆôöòûùÿÖÜ¢£¥₧ƒ"
    u"áíóúñÑªº¿⌐¬½¼¡«»"
    u"░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    u"└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
    u"╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    u"αßΓπΣσµτΦΘΩδ∞φε∩"
    u"≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";
static_assert(sizeof(kCp437) == 129 * sizeof(char16_t));

constexpr uint8_t kHostUnix = 3, kHostMac = 19;  // 4.4.2.2

}  // namespace

void AppendCp437(Bytes raw, std::string& out) {
  for (const uint8_t byte : raw) AppendUtf8(byte < 0x80 ? byte : kCp437[byte - 0x80], out);
}

bool NameIsUtf8(Bytes raw, uint16_t flags, uint8_t host) {
  if (IsAscii(raw)) return true;
  const bool claimed = (flags & kFlagUtf8) != 0 || host == kHostUnix || host == kHostMac;
  return claimed && IsUtf8(raw);
}

}  // namespace dareblopy::zip
