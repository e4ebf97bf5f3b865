// Fuzzes the fused decoder: the last bytes of the input choose the geometry and the row's format.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image/row_decoder.h"
#include "core/jpeg/jpeg_codec.h"

namespace {

using namespace dareblopy;  // NOLINT: a program of one file

jpeg::CodecOptions CodecFrom(const uint8_t* choice) {
  jpeg::CodecOptions options;
  options.backend = (choice[0] & 1) != 0 ? jpeg::BackendId::ijg : jpeg::BackendId::turbo;
  options.open.tolerant = (choice[0] & 2) != 0;
  options.apply_orientation = (choice[0] & 4) != 0;
  options.pixels.format = static_cast<PixelFormat>(choice[1] % 6);
  options.open.limits = {.max_pixels = 1 << 18, .max_scans = 20};
  return options;
}

RowOptions OptionsFrom(const uint8_t* choice) {
  RowOptions options;
  const uint8_t a = choice[0];
  const uint8_t b = choice[1];
  options.layout = (a & 8) != 0 ? Layout::chw : Layout::hwc;
  options.exact = (a & 16) != 0;
  options.format = static_cast<PixelFormat>(b % 6);
  constexpr DType kTypes[] = {DType::uint8, DType::float16, DType::float32};
  options.dtype = kTypes[(b / 6) % 3];
  options.resample = static_cast<Resample>((b / 18) % 4);
  options.geometry.size = {1 + choice[2] % 64u, 1 + choice[3] % 64u};
  options.geometry.fit = static_cast<Fit>((a >> 5) & 3);
  options.geometry.crop = static_cast<Crop>((b / 72) % 3);
  if (choice[2] >= 128) options.jitter = {.brightness = {0.5, 1.5}, .contrast = {0.5, 1.5}};
  if (choice[3] >= 128) options.jitter.saturation = {0, 2};
  options.geometry.flip_horizontal = options.geometry.flip_vertical = 0.5;
  return options;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 5) return 0;
  const uint8_t* choice = data + size - 5;
  const RowDecoder decoder(std::make_shared<jpeg::JpegCodec>(CodecFrom(choice)),
                           OptionsFrom(choice));
  std::vector<uint8_t> row(decoder.columns()[0].row_bytes);
  uint8_t* column = row.data();
  RowTarget target;
  target.key = choice[4];
  target.columns = {&column, 1};
  static_cast<void>(decoder.DecodeRow({data, size - 5}, target));
  return 0;
}
