// Fuzzes PNGs, differentially: what we read with 'indices'-like options must be the samples of a
// decoder that follows the specification bit by bit. The last bytes of the input choose how the
// rest is decoded; checksums of chunks are mended, for who flips bits would never get behind them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "core/image/whole_image.h"
#include "core/png/png_codec.h"
#include "png_reference.h"

namespace {

using namespace dareblopy;  // NOLINT: a program of one file

std::vector<uint8_t> Mended(std::vector<uint8_t> file) {
  for (size_t at = 8; at + 12 <= file.size();) {
    const size_t length = LoadBe32(file.data() + at);
    if (length > file.size() - at - 12) break;
    const auto crc =
        static_cast<uint32_t>(crc32(0, file.data() + at + 4, static_cast<uInt>(length + 4)));
    StoreLe<uint32_t>(file.data() + at + 8 + length, __builtin_bswap32(crc));
    at += length + 12;
  }
  return file;
}

png::CodecOptions OptionsFrom(uint8_t a, uint8_t b) {
  png::CodecOptions options;
  options.format = static_cast<PixelFormat>(b % 5);
  options.alpha = {static_cast<Alpha>(b / 5 % 3), {b, a, 77}};
  options.wide = (a & 1) != 0;
  options.indices = (a & 2) != 0;
  if (options.indices) options.format = PixelFormat::gray;
  options.apply_orientation = (a & 4) != 0;
  options.damage = static_cast<png::Damage>((a >> 3) % 3);
  options.max_pixels = 1 << 16;
  return options;
}

/// Samples as they are stored, by way of what each kind of image shows unchanged.
void Compare(Bytes file) {
  const auto header = png::ReadHeader(file);
  if (!header.ok()) return;
  const png::Header& found = header.value();
  if (uint64_t{found.size.width} * found.size.height > 1 << 16) return;
  const auto samples = png_reference::Samples(file, found);
  if (!samples) return;
  const uint32_t count = found.samples();
  if (count == 2) return;  // has no format that shows it unchanged
  png::CodecOptions options{.format = count == 1   ? PixelFormat::gray
                                      : count == 3 ? PixelFormat::rgb
                                                   : PixelFormat::rgba,
                            .alpha = {count == 4 ? Alpha::keep : Alpha::drop},
                            .indices = count == 1,
                            .wide = true};
  const png::PngCodec codec(options);
  WholeImage image(codec, {.format = options.format, .dtype = DType::uint16});
  if (!image.Open(file).ok()) return;
  std::vector<uint16_t> pixels(image.ByteSize() / 2);
  if (!image.Decode(reinterpret_cast<uint8_t*>(pixels.data())).ok()) return;
  const uint32_t scale = found.bit_depth == 8 && count > 1 ? 257 : 1;
  for (size_t i = 0; i < pixels.size(); ++i) {
    if (pixels[i] != (*samples)[i] * scale) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  const std::vector<uint8_t> file = Mended({data, data + size - 2});
  const auto options = OptionsFrom(data[size - 1], data[size - 2]);
  const png::PngCodec codec(options);
  WholeImage image(codec, {.format = options.format,
                           .layout = (data[size - 1] & 64) != 0 ? Layout::chw : Layout::hwc,
                           .dtype = options.wide ? DType::uint16 : DType::uint8});
  if (image.Open(file).ok()) {
    std::vector<uint8_t> pixels(image.ByteSize());
    static_cast<void>(image.Decode(pixels.data()));
  }
  Compare(file);
  return 0;
}
