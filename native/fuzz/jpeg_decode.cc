// Fuzzes both backends: the last bytes of the input choose how the rest is decoded, so that JPEGs
// are good seeds as they are.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image/whole_image.h"
#include "core/jpeg/jpeg_codec.h"

namespace {

using namespace dareblopy;  // NOLINT: a program of one file

jpeg::CodecOptions CodecFrom(uint8_t a, uint8_t b) {
  jpeg::CodecOptions options;
  options.backend = (a & 1) != 0 ? jpeg::BackendId::ijg : jpeg::BackendId::turbo;
  options.open.tolerant = (a & 2) != 0;
  options.pixels.fancy_upsampling = (a & 4) == 0;
  options.pixels.dct = (a & 8) != 0 ? jpeg::DctMethod::ifast : jpeg::DctMethod::islow;
  options.apply_orientation = (a & 16) != 0;
  options.pixels.format = static_cast<PixelFormat>(b % 6);
  options.open.limits = {.max_pixels = 1 << 18, .max_scans = 20};
  return options;
}

WholeOptions WholeFrom(uint8_t a, uint8_t b, uint8_t c) {
  WholeOptions options;
  options.format = static_cast<PixelFormat>(b % 6);
  options.layout = (a & 32) != 0 ? Layout::chw : Layout::hwc;
  options.scale_eighths = 1 + c % 16;
  if ((a & 64) != 0) options.region = Rect{b % 40u, c % 40u, 1 + b % 33u, 1 + c % 17u};
  return options;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 4) return 0;
  const uint8_t* choice = data + size - 3;
  const jpeg::JpegCodec codec(CodecFrom(choice[2], choice[1]));
  WholeImage decoder(codec, WholeFrom(choice[2], choice[1], choice[0]));
  if (!decoder.Open({data, size - 3}).ok()) return 0;
  std::vector<uint8_t> pixels(decoder.ByteSize());
  static_cast<void>(decoder.Decode(pixels.data()));
  return 0;
}
