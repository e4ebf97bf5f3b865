#include "core/codecs/sniff.h"

#include <algorithm>
#include <cstring>

namespace dareblopy {

namespace {

template <size_t N>
bool Has(Bytes data, size_t at, const char (&text)[N]) {
  return data.size() >= at + N - 1 && std::memcmp(data.data() + at, text, N - 1) == 0;
}

/// ISO/IEC 14496-12, 4.3: the major brand and the compatible ones of an `ftyp` box.
PictureKind KindOfBrands(Bytes data) {
  const auto brand = [&](size_t at) {
    if (Has(data, at, "avif") || Has(data, at, "avis")) return PictureKind::avif;
    for (const char* heic : {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}) {
      if (data.size() >= at + 4 && std::memcmp(data.data() + at, heic, 4) == 0) {
        return PictureKind::heic;
      }
    }
    return PictureKind::unknown;
  };
  // mif1 says only "a picture": whether AVIF or HEIC is among the compatible brands.
  const PictureKind major = brand(8);
  if (!Has(data, 8, "mif1")) return major;
  for (size_t at = 16; at + 4 <= std::min<size_t>(data.size(), 32); at += 4) {
    if (brand(at) == PictureKind::avif) return PictureKind::avif;
  }
  return major;
}

bool IsSvg(Bytes data) {
  const std::string_view text(reinterpret_cast<const char*>(data.data()),
                              std::min<size_t>(data.size(), 256));
  return text.find("<svg") != std::string_view::npos;
}

}  // namespace

PictureKind Sniff(Bytes data) {
  if (Has(data, 0, "\xFF\xD8")) return PictureKind::jpeg;
  if (Has(data, 0, "\x89PNG\r\n\x1A\n")) return PictureKind::png;
  if (Has(data, 0, "RIFF") && Has(data, 8, "WEBP")) return PictureKind::webp;
  if (Has(data, 0, "GIF87a") || Has(data, 0, "GIF89a")) return PictureKind::gif;
  if (Has(data, 0, "BM") && Has(data, 6, "\0\0\0\0")) return PictureKind::bmp;
  if (Has(data, 0, "II*\0") || Has(data, 0, "MM\0*") || Has(data, 0, "II+\0")) {
    return PictureKind::tiff;
  }
  if (Has(data, 4, "ftyp")) return KindOfBrands(data);
  if (Has(data, 0, "\xFF\x0A") || Has(data, 4, "JXL \r\n")) return PictureKind::jpeg_xl;
  if (Has(data, 4, "jP  \r\n")) return PictureKind::jpeg_2000;
  if (Has(data, 0, "\0\0\1\0")) return PictureKind::ico;
  if (Has(data, 0, "8BPS")) return PictureKind::psd;
  if (Has(data, 0, "v/1\1")) return PictureKind::exr;
  if (IsSvg(data)) return PictureKind::svg;
  return PictureKind::unknown;
}

}  // namespace dareblopy
