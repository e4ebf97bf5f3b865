#include "core/base/looks_like.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace dareblopy {

namespace {

using namespace std::string_view_literals;

struct Magic {
  size_t offset;
  std::string_view bytes;
  std::string_view is;
};

// Those that begin like others come first.
constexpr Magic kMagics[] = {
    {0, "version https://git-lfs"sv, "a Git LFS pointer: the file itself was not downloaded"},
    {0, "PK\x03\x04"sv, "a ZIP archive"},
    {0, "PK\x05\x06"sv, "a ZIP archive"},
    {0, "\x1f\x8b\x08"sv, "GZIP"},
    {0, "\x28\xb5\x2f\xfd"sv, "Zstandard"},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     "XZ"},
    {0, "BZh"sv, "bzip2"},
    {0, "\x04\x22\x4d\x18"sv, "LZ4"},
    {0, "7z\xbc\xaf\x27\x1c"sv, "a 7z archive"},
    {257, "ustar"sv, "a tar archive"},
    {0, "\xff\xd8\xff"sv, "a JPEG"},
    {0, "\x89PNG"sv, "a PNG"},
    {0, "GIF8"sv, "a GIF"},
    {8, "WEBP"sv, "a WebP"},
    {0, "RIFF"sv, "a RIFF file (WAV, AVI)"},
    {4, "ftyp"sv, "an ISO media file (MP4, HEIC, AVIF)"},
    {0, "II*\0"sv, "a TIFF"},
    {0, "MM\0*"sv, "a TIFF"},
    {0, "OggS"sv, "an Ogg file"},
    {0, "fLaC"sv, "a FLAC file"},
    {0, "PAR1"sv, "a Parquet file"},
    {0, "ARROW1"sv, "an Arrow file"},
    {0, "\x89HDF"sv, "an HDF5 file"},
    {0, "\x93NUMPY"sv, "a NumPy array"},
    {0, "SQLite format 3"sv, "an SQLite database"},
    {0, "%PDF"sv, "a PDF"},
    {0,
     "\x7f"
     "ELF"sv,
     "a program"},
};

}  // namespace

bool LooksLikeText(Bytes head) {
  if (head.size() < 4) return false;
  const bool printable = std::ranges::all_of(
      head, [](uint8_t c) { return (c >= 0x20 && c != 0x7f) || (c >= 9 && c <= 13); });
  if (!printable) return false;
  // Its last character may have been cut.
  for (size_t cut = 0; cut < 4; ++cut) {
    if (IsUtf8(head.first(head.size() - cut))) return true;
  }
  return false;
}

std::string_view LooksLike(Bytes head) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  for (const Magic& magic : kMagics) {
    if (text.size() > magic.offset && text.substr(magic.offset).starts_with(magic.bytes))
      return magic.is;
  }
  return LooksLikeText(head) ? "text" : "";
}

}  // namespace dareblopy
