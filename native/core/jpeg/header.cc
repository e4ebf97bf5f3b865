#include "core/jpeg/header.h"

#include <algorithm>
#include <cstring>

#include "core/base/endian.h"
#include "core/image/exif.h"

namespace dareblopy::jpeg {

namespace {

// Markers, ITU-T T.81 table B.1.
enum Marker : uint8_t {
  kTem = 0x01,
  kSof0 = 0xC0,
  kDht = 0xC4,
  kRst0 = 0xD0,
  kRst7 = 0xD7,
  kJpg = 0xC8,
  kDac = 0xCC,
  kSof15 = 0xCF,
  kSoi = 0xD8,
  kEoi = 0xD9,
  kSos = 0xDA,
  kDri = 0xDD,
  kApp0 = 0xE0,
  kApp1 = 0xE1,
  kApp2 = 0xE2,
  kApp14 = 0xEE,
};

bool IsFrame(uint8_t marker) {
  return marker >= kSof0 && marker <= kSof15 && marker != kDht && marker != kJpg && marker != kDac;
}

/// B.2.2: SOF0 baseline, 1 extended, 2 progressive, 3 lossless; +4 hierarchical, +8 arithmetic.
Process ProcessOf(uint8_t marker) {
  switch (marker - kSof0) {
    case 0:
      return Process::baseline;
    case 1:
    case 9:
      return Process::extended;
    case 2:
    case 10:
      return Process::progressive;
    case 3:
    case 11:
      return Process::lossless;
    default:
      return Process::hierarchical;
  }
}

template <size_t N>
bool StartsWith(Bytes bytes, const char (&text)[N]) {
  return bytes.size() >= N - 1 && std::memcmp(bytes.data(), text, N - 1) == 0;
}

Error Truncated(size_t size) {
  return {.code = ErrorCode::JPEG_TRUNCATED,
          .message = "The JPEG ends inside its header",
          .offset = size};
}

Error Corrupt(std::string message, size_t offset) {
  return {.code = ErrorCode::JPEG_CORRUPT, .message = std::move(message), .offset = offset};
}

/// The pieces of an ICC profile as they come: ICC.1:2022 annex B.4, number and count in bytes
/// 12, 13.
class IccPieces {
 public:
  void Add(Bytes body, size_t offset) {
    const uint8_t number = body[12];
    const uint8_t count = body[13];
    if (number == 0 || number > count || (count_ != 0 && count != count_)) {
      broken_ = true;
      return;
    }
    count_ = count;
    if (pieces_.size() < count) pieces_.resize(count);
    pieces_[number - 1] = {offset + 14, body.size() - 14};
    ++found_;
  }
  std::vector<Segment> Take() {
    return broken_ || found_ != count_ ? std::vector<Segment>{} : std::move(pieces_);
  }

 private:
  std::vector<Segment> pieces_;
  unsigned count_ = 0;
  unsigned found_ = 0;
  bool broken_ = false;
};

class Scanner {
 public:
  explicit Scanner(Bytes data) : data_(data) {}

  Result<Header> Run() {
    if (data_.size() < 2 || data_[0] != 0xFF || data_[1] != kSoi) {
      return Error{.code = ErrorCode::JPEG_NOT_A_JPEG,
                   .message = data_.empty() ? "No bytes where a JPEG was expected"
                                            : "The data is not a JPEG",
                   .offset = 0,
                   .expected = "FF D8 at its start"};
    }
    size_t at = 2;
    for (;;) {
      // B.1.1.2: any number of FF may precede a marker. Other bytes should not be here; libjpeg
      // skips them.
      while (at < data_.size() && data_[at] != 0xFF) ++at;
      while (at < data_.size() && data_[at] == 0xFF) ++at;
      if (at >= data_.size()) return Truncated(data_.size());
      const uint8_t marker = data_[at++];
      if (marker == 0 || marker == kTem || (marker >= kRst0 && marker <= kRst7)) continue;
      if (marker == kSoi) return Corrupt("A second SOI marker inside the header", at - 2);
      if (marker == kEoi)
        return Corrupt("The JPEG has no image: EOI before the first scan", at - 2);
      if (data_.size() - at < 2) return Truncated(data_.size());
      const size_t length = LoadBe16(data_.data() + at);
      if (length < 2) return Corrupt("A marker segment of impossible length", at);
      if (data_.size() - at < length) return Truncated(data_.size());
      DAREBLOPY_TRY(TakeSegment(marker, data_.subspan(at + 2, length - 2), at + 2));
      at += length;
      if (marker == kSos) break;
    }
    header_.size = at;
    header_.icc = icc_.Take();
    return Finish();
  }

 private:
  Status TakeSegment(uint8_t marker, Bytes body, size_t offset) {
    if (IsFrame(marker)) return Frame(marker, body, offset);
    if (marker == kApp1 && StartsWith(body, "Exif\0") && body.size() > 6) {
      if (header_.exif.size == 0) {
        header_.exif = {offset + 6, body.size() - 6};
        header_.orientation = ExifOrientation(body.subspan(6));
      }
    } else if (marker == kApp0 && StartsWith(body, "JFIF\0") && body.size() >= 14) {
      header_.jfif = true;
      header_.density_unit = body[7];
      header_.density_x = LoadBe16(body.data() + 8);
      header_.density_y = LoadBe16(body.data() + 10);
    } else if (marker == kApp2 && StartsWith(body, "ICC_PROFILE\0") && body.size() >= 14) {
      icc_.Add(body, offset);
    } else if (marker == kApp14 && StartsWith(body, "Adobe") && body.size() >= 12) {
      header_.adobe = true;
      header_.adobe_transform = body[11];
    } else if (marker == kDri && body.size() >= 2) {
      header_.restart_interval = LoadBe16(body.data());
    }
    return {};
  }

  Status Frame(uint8_t marker, Bytes body, size_t offset) {
    if (frame_seen_) return Corrupt("More than one frame header", offset);
    frame_seen_ = true;
    if (body.size() < 6 || body.size() < 6 + size_t{3} * body[5])
      return Corrupt("A frame header that is too short", offset);
    header_.process = ProcessOf(marker);
    header_.arithmetic = marker > kJpg;
    header_.precision = body[0];
    header_.height = LoadBe16(body.data() + 1);
    header_.width = LoadBe16(body.data() + 3);
    if (header_.width == 0) return Corrupt("A width of zero", offset + 3);
    if (header_.height == 0) {
      return Error{.code = ErrorCode::JPEG_UNSUPPORTED,
                   .message = "A height of zero (given later by DNL) is not supported",
                   .offset = offset + 1};
    }
    const uint8_t count = body[5];
    if (count == 0 || count > header_.components.size()) {
      return Error{.code = ErrorCode::JPEG_UNSUPPORTED,
                   .message = "A JPEG of " + std::to_string(count) + " components",
                   .offset = offset + 5};
    }
    header_.component_count = count;
    for (size_t i = 0; i < count; ++i) {
      const uint8_t* p = body.data() + 6 + 3 * i;
      Component& component = header_.components[i];
      component = {p[0], static_cast<uint8_t>(p[1] >> 4), static_cast<uint8_t>(p[1] & 15)};
      if (component.h < 1 || component.h > 4 || component.v < 1 || component.v > 4) {
        return Corrupt("A sampling factor outside 1 to 4", offset + 6 + 3 * i + 1);
      }
    }
    return {};
  }

  Result<Header> Finish() {
    if (!frame_seen_) return Corrupt("A scan without a frame header", header_.size);
    header_.color_space = GuessColorSpace();
    return std::move(header_);
  }

  /// The rules of libjpeg (default_decompress_parms): JFIF means YCbCr, else Adobe's flag, else the
  /// ids.
  ColorSpace GuessColorSpace() const {
    switch (header_.component_count) {
      case 1:
        return ColorSpace::gray;
      case 3: {
        if (header_.jfif) return ColorSpace::ycbcr;
        if (header_.adobe)
          return header_.adobe_transform == 0 ? ColorSpace::rgb : ColorSpace::ycbcr;
        const auto& c = header_.components;
        return c[0].id == 'R' && c[1].id == 'G' && c[2].id == 'B' ? ColorSpace::rgb
                                                                  : ColorSpace::ycbcr;
      }
      case 4:
        return header_.adobe && header_.adobe_transform != 0 ? ColorSpace::ycck : ColorSpace::cmyk;
      default:
        return ColorSpace::unknown;
    }
  }

  Bytes data_;
  Header header_;
  IccPieces icc_;
  bool frame_seen_ = false;
};

}  // namespace

Result<Header> ReadHeader(Bytes data) { return Scanner(data).Run(); }

}  // namespace dareblopy::jpeg
