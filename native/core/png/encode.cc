#include "core/png/encode.h"

#include <libdeflate.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include "core/base/endian.h"
#include "core/checksum/crc32.h"
#include "core/png/chunks.h"
#include "core/png/filter_portable.h"
#include "core/png/header.h"

namespace dareblopy::png {

namespace {

void AppendBe32(Buffer& out, uint32_t value) {
  const uint32_t swapped = __builtin_bswap32(value);
  uint8_t bytes[4];
  std::memcpy(bytes, &swapped, 4);
  out.Append(bytes);
}

void AppendChunk(Buffer& out, uint32_t type, Bytes data) {
  AppendBe32(out, static_cast<uint32_t>(data.size()));
  const size_t checked = out.size();
  AppendBe32(out, type);
  out.Append(data);
  AppendBe32(out, Crc32(0, out.bytes().subspan(checked)));
}

ColorType TypeOf(const PixelArray& array, bool palette) {
  if (palette) return ColorType::palette;
  constexpr ColorType kTypes[] = {ColorType::gray, ColorType::gray_alpha, ColorType::rgb,
                                  ColorType::rgb_alpha};
  return kTypes[array.channels - 1];
}

/// One row by one filter, behind its number; answers the sum of differences.
uint64_t FilterRow(Filter filter, size_t step, const uint8_t* row, const uint8_t* above,
                   size_t size, uint8_t* out) {
  *out++ = filter;
  const size_t head = std::min(step, size);
  switch (filter) {
    case kNone:
      std::memcpy(out, row, size);
      break;
    case kSub:
      std::memcpy(out, row, head);
      for (size_t i = step; i < size; ++i) out[i] = static_cast<uint8_t>(row[i] - row[i - step]);
      break;
    case kUp:
      for (size_t i = 0; i < size; ++i) out[i] = static_cast<uint8_t>(row[i] - above[i]);
      break;
    case kAverage:
      for (size_t i = 0; i < head; ++i) out[i] = static_cast<uint8_t>(row[i] - above[i] / 2);
      for (size_t i = step; i < size; ++i) {
        out[i] = static_cast<uint8_t>(row[i] - (row[i - step] + above[i]) / 2);
      }
      break;
    case kPaeth:
      for (size_t i = 0; i < head; ++i) out[i] = static_cast<uint8_t>(row[i] - above[i]);
      for (size_t i = step; i < size; ++i) {
        const int predicted = portable::PaethOf(row[i - step], above[i], above[i - step]);
        out[i] = static_cast<uint8_t>(row[i] - predicted);
      }
  }
  uint64_t sum = 0;
  for (size_t i = 0; i < size; ++i) {
    sum += static_cast<uint64_t>(std::abs(static_cast<int8_t>(out[i])));
  }
  return sum;
}

/// All rows, each behind its filter's number.
void FilterRows(const uint8_t* pixels, size_t size, size_t rows, size_t step, bool plain,
                uint8_t* out) {
  ScratchBuffer buffers(2 * (size + 1));
  uint8_t* tried = buffers.bytes().data();
  uint8_t* zeros = tried + size + 1;
  std::memset(zeros, 0, size);
  for (size_t y = 0; y < rows; ++y, out += size + 1) {
    const uint8_t* row = pixels + y * size;
    const uint8_t* above = y == 0 ? zeros : row - size;
    uint64_t least = FilterRow(kNone, step, row, above, size, out);
    if (plain) continue;
    for (Filter filter : {kSub, kUp, kAverage, kPaeth}) {
      const uint64_t sum = FilterRow(filter, step, row, above, size, tried);
      if (sum >= least) continue;
      least = sum;
      std::memcpy(out, tried, size + 1);
    }
  }
}

/// 7.1: the higher byte first.
void SwapWords(uint8_t* bytes, size_t size) {
  for (size_t i = 0; i + 1 < size; i += 2) std::swap(bytes[i], bytes[i + 1]);
}

Status CheckIndices(const uint8_t* pixels, size_t size, const EncodeOptions& options) {
  const size_t entries = options.palette.size() / 3;
  const auto* most = std::max_element(pixels, pixels + size);
  if (*most < entries) return {};
  return Error{.code = ErrorCode::PNG_UNSUPPORTED,
               .message = "An index without an entry of the palette",
               .expected = "indices below " + std::to_string(entries),
               .actual = uint64_t{*most}};
}

}  // namespace

Status EncodePng(const uint8_t* pixels, const PixelArray& array, const EncodeOptions& options,
                 Buffer& out) {
  const bool palette = !options.palette.empty();
  ScratchBuffer own;  // interleaved, of the file's byte order
  if (array.planar() || array.sample_bytes == 2) {
    own.Resize(array.bytes());
    uint8_t* to = own.bytes().data();
    array.planar() ? Interleave(pixels, array, to) : void(std::memcpy(to, pixels, array.bytes()));
    if (array.sample_bytes == 2) SwapWords(to, array.bytes());
    pixels = to;
  }
  if (palette) DAREBLOPY_TRY(CheckIndices(pixels, array.bytes(), options));
  const size_t step = size_t{array.channels} * array.sample_bytes;
  const size_t row = array.size.width * step;
  ScratchBuffer filtered((row + 1) * array.size.height);
  FilterRows(pixels, row, array.size.height, step, palette || options.level == 0,
             filtered.bytes().data());

  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(options.level), libdeflate_free_compressor);
  if (compressor == nullptr) throw std::bad_alloc();
  const size_t size = filtered.bytes().size();
  ScratchBuffer compressed(libdeflate_zlib_compress_bound(compressor.get(), size));
  const size_t made =
      libdeflate_zlib_compress(compressor.get(), filtered.bytes().data(), size,
                               compressed.bytes().data(), compressed.bytes().size());

  out.Append(kSignature);
  Buffer head;
  AppendBe32(head, array.size.width);
  AppendBe32(head, array.size.height);
  const uint8_t rest[5] = {static_cast<uint8_t>(8 * array.sample_bytes),
                           static_cast<uint8_t>(TypeOf(array, palette)), 0, 0, 0};
  head.Append(rest);
  AppendChunk(out, kIhdr, head.bytes());
  if (palette) AppendChunk(out, kPlte, options.palette);
  // A chunk's length has 31 bits.
  constexpr size_t kLongest = size_t{1} << 30;
  for (size_t at = 0; at < made; at += kLongest) {
    AppendChunk(out, kIdat, Bytes(compressed.bytes()).subspan(at, std::min(kLongest, made - at)));
  }
  AppendChunk(out, kIend, {});
  return {};
}

}  // namespace dareblopy::png
