#include "core/png/header.h"

#include <algorithm>
#include <iterator>

#include "core/base/endian.h"
#include "core/image/exif.h"

namespace dareblopy::png {

namespace {

constexpr uint32_t kTrns = ChunkType("tRNS");
constexpr uint32_t kPhys = ChunkType("pHYs");
constexpr uint32_t kExif = ChunkType("eXIf");
constexpr uint32_t kActl = ChunkType("acTL");
constexpr uint32_t kCgbi = ChunkType("CgBI");  // Apple's own: not a PNG, though named so

bool DepthFits(ColorType type, uint8_t depth) {
  const bool power = depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
  if (!power) return false;
  if (type == ColorType::gray) return true;
  if (type == ColorType::palette) return depth <= 8;
  return depth >= 8;
}

Status TakeIhdr(Bytes body, size_t offset, Header& header) {
  if (body.size() != 13) return Corrupt("An IHDR that is not 13 bytes long", offset);
  header.size = {LoadBe32(body.data()), LoadBe32(body.data() + 4)};
  constexpr uint32_t kMost = 0x7FFFFFFF;
  if (header.size.width == 0 || header.size.width > kMost) {
    return Corrupt("A width of zero or above 2^31 - 1", offset);
  }
  if (header.size.height == 0 || header.size.height > kMost) {
    return Corrupt("A height of zero or above 2^31 - 1", offset + 4);
  }
  const uint8_t type = body[9];
  if (type > 6 || type == 1 || type == 5) return Corrupt("A colour type that is none", offset + 9);
  header.color_type = static_cast<ColorType>(type);
  header.bit_depth = body[8];
  if (!DepthFits(header.color_type, header.bit_depth)) {
    return Corrupt("A bit depth that its colour type does not have", offset + 8);
  }
  if (body[10] != 0 || body[11] != 0 || body[12] > 1) {
    return Error{.code = ErrorCode::PNG_UNSUPPORTED,
                 .message = "A method of compression, filtering or interlacing that is not known",
                 .offset = offset + 10};
  }
  header.interlaced = body[12] == 1;
  return {};
}

Status TakePalette(const Chunk& chunk, Header& header) {
  const Segment& data = chunk.data;
  if (header.palette.size != 0) return Corrupt("A second palette", data.offset);
  const bool grey =
      header.color_type == ColorType::gray || header.color_type == ColorType::gray_alpha;
  if (grey) return Corrupt("A palette in a grey image", data.offset);
  const bool wanted = header.color_type == ColorType::palette;
  const size_t most = wanted ? size_t{3} << header.bit_depth : 768;
  if (data.size == 0 || data.size % 3 != 0 || data.size > most) {
    return Corrupt("A palette of impossible length", data.offset);
  }
  header.palette = data;
  return {};
}

void TakeAncillary(const Chunk& chunk, Bytes body, Header& header) {
  if (chunk.type == kTrns && header.transparency.size == 0) {
    header.transparency = chunk.data;
  } else if (chunk.type == kExif) {
    header.orientation = ExifOrientation(body);
  } else if (chunk.type == kActl) {
    header.animated = true;
  } else if (chunk.type == kPhys && body.size() == 9) {
    header.density_known = true;
    header.density_x = LoadBe32(body.data());
    header.density_y = LoadBe32(body.data() + 4);
    header.density_in_metres = body[8] == 1;
  }
}

/// A tRNS that does not fit its image is as good as none, as in libpng.
bool TransparencyFits(const Header& header) {
  const size_t size = header.transparency.size;
  switch (header.color_type) {
    case ColorType::gray:
      return size == 2;
    case ColorType::rgb:
      return size == 6;
    case ColorType::palette:
      return size <= header.palette_entries();
    default:
      return false;
  }
}

}  // namespace

Result<Header> ReadHeader(Bytes file) {
  const size_t length = std::min(file.size(), std::size(kSignature));
  if (file.empty() || !std::equal(file.begin(), file.begin() + static_cast<ptrdiff_t>(length),
                                  std::begin(kSignature))) {
    return Error{
        .code = ErrorCode::PNG_NOT_A_PNG,
        .message = file.empty() ? "No bytes where a PNG was expected" : "The data is not a PNG",
        .offset = 0,
        .expected = "89 50 4E 47 0D 0A 1A 0A at its start"};
  }
  if (length < std::size(kSignature))
    return Truncated(file.size(), "The PNG ends in its signature");
  ChunkReader chunks(file, length);
  Header header;
  for (bool first = true;; first = false) {
    DAREBLOPY_ASSIGN(const Chunk chunk, chunks.Peek());
    if (chunk.type == kCgbi) {
      return Error{.code = ErrorCode::PNG_UNSUPPORTED,
                   .message = "A PNG in Apple's own format (CgBI)",
                   .offset = chunk.data.offset};
    }
    if (first != (chunk.type == kIhdr)) return Corrupt("IHDR is not the first chunk", chunks.at());
    if (chunk.type == kIdat) break;
    if (chunk.type == kIend) return Corrupt("The PNG has no image data", chunks.at());
    if (auto passed = chunks.Pass(chunk); !passed.ok()) {
      if (passed.error().code != ErrorCode::PNG_CRC_MISMATCH || chunk.critical()) return passed;
      continue;
    }
    const Bytes body = file.subspan(chunk.data.offset, chunk.data.size);
    if (chunk.type == kIhdr) {
      DAREBLOPY_TRY(TakeIhdr(body, chunk.data.offset, header));
    } else if (chunk.type == kPlte) {
      DAREBLOPY_TRY(TakePalette(chunk, header));
    } else if (chunk.critical()) {
      return Error{.code = ErrorCode::PNG_UNSUPPORTED,
                   .message = "A critical chunk that is not known: " + chunk.name(),
                   .offset = chunk.data.offset};
    } else {
      TakeAncillary(chunk, body, header);
    }
  }
  header.data = chunks.at();
  if (header.color_type == ColorType::palette && header.palette.size == 0) {
    return Corrupt("An image of palette indices without a palette", header.data);
  }
  if (!TransparencyFits(header)) header.transparency = {};
  return header;
}

}  // namespace dareblopy::png
