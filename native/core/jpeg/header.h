// What a JPEG says about itself before its pixels: read from the markers alone, without libjpeg.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace dareblopy::jpeg {

/// The colour space that the coded components stand for (ITU-T T.81 leaves it to JFIF and Adobe).
enum class ColorSpace : uint8_t { unknown, gray, ycbcr, rgb, cmyk, ycck };

/// The coding process that the frame header (SOF) names.
enum class Process : uint8_t { baseline, extended, progressive, lossless, hierarchical };

/// A part of the file, in bytes from its start.
struct Segment {
  size_t offset = 0;
  size_t size = 0;
};

struct Component {
  uint8_t id = 0;
  uint8_t h = 1;  // horizontal sampling factor, 1 to 4
  uint8_t v = 1;  // vertical
};

struct Header {
  uint32_t width = 0;
  uint32_t height = 0;
  uint8_t precision = 8;  // bits a sample
  uint8_t component_count = 0;
  std::array<Component, 4> components{};
  ColorSpace color_space = ColorSpace::unknown;
  Process process = Process::baseline;
  bool arithmetic = false;        // arithmetic instead of Huffman coding
  uint16_t restart_interval = 0;  // MCUs between restart markers; 0 without
  uint8_t orientation = 1;        // EXIF orientation, 1 to 8
  uint8_t density_unit = 0;       // JFIF: 0 aspect ratio only, 1 dots per inch, 2 per cm
  uint16_t density_x = 0;
  uint16_t density_y = 0;
  bool jfif = false;
  bool adobe = false;
  uint8_t adobe_transform = 0;
  Segment exif{};  // the TIFF structure after "Exif\0\0"; size 0 without
  std::vector<Segment>
      icc{};        // pieces of the ICC profile, in their order; empty without or if incomplete
  size_t size = 0;  // bytes up to and with the first SOS segment

  bool progressive() const { return process == Process::progressive; }
};

/// Reads the header from the start of a file. JPEG_TRUNCATED when `data` ends before the first
/// scan: with the start of a file, read on and call again.
Result<Header> ReadHeader(Bytes data);

}  // namespace dareblopy::jpeg
