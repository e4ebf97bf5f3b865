// Fuzzes our entropy decoder against the library's: whatever the file, the same pixels, warnings
// and errors. The last bytes of the input choose how it is decoded.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "core/jpeg/backend.h"

namespace {

using namespace dareblopy;  // NOLINT: a program of one file

struct Outcome {
  std::string text;
  std::vector<uint8_t> pixels;
  bool operator==(const Outcome&) const = default;
};

Outcome Decode(Bytes data, const uint8_t* choice, jpeg::EntropyDecoder entropy,
               bool read_all = true) {
  jpeg::OpenOptions open{.limits = {.max_pixels = 1 << 16, .max_scans = 20}};
  open.tolerant = (choice[0] & 1) != 0;
  open.entropy = entropy;
  open.read_all = read_all;
  jpeg::PixelOptions pixels;
  pixels.format = (choice[0] & 2) != 0 ? PixelFormat::gray : PixelFormat::rgb;
  pixels.scale_eighths = 1 + (choice[0] >> 2) % 16;

  Outcome outcome;
  const auto fail = [&outcome](const Error& error) {
    outcome.text = error.message + std::to_string(error.offset.value_or(0));
    outcome.pixels.clear();
    return outcome;
  };
  jpeg::Decompressor& decompressor = jpeg::Backends().front()->ThreadDecompressor();
  const jpeg::OpenImage closed_at_the_end(decompressor);
  const auto opened = decompressor.Open(data, open);
  if (!opened.ok()) return fail(opened.error());
  const auto size = decompressor.Prepare(pixels);
  if (!size.ok()) return fail(size.error());
  const auto [width, height] = size.value();
  Rect window{0, 0, width, height};
  if ((choice[1] & 1) != 0) {
    window.x = choice[1] % width;
    window.y = choice[2] % height;
    window.width = 1 + choice[2] % (width - window.x);
    window.height = 1 + choice[1] % (height - window.y);
  }
  const size_t stride = size_t{window.width} * ChannelsOf(pixels.format);
  outcome.pixels.resize(stride * window.height);
  const Status status = decompressor.Decode(window, outcome.pixels.data(), stride);
  if (!status.ok()) return fail(status.error());
  for (const Warning& warning : decompressor.warnings()) {
    outcome.text += warning.message + std::to_string(warning.offset);
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kChoices = 3;
  if (size <= kChoices) return 0;
  const Bytes file(data, size - kChoices);
  const uint8_t* choice = data + file.size();
  const Outcome theirs = Decode(file, choice, jpeg::EntropyDecoder::library);
  const Outcome ours = Decode(file, choice, jpeg::EntropyDecoder::ours);
  if (ours != theirs) __builtin_trap();
  // What changes no pixel may go unread, and damage there unnoticed; nothing else differs.
  const Outcome quickest = Decode(file, choice, jpeg::EntropyDecoder::ours, false);
  if (theirs.text.empty() && quickest != theirs) __builtin_trap();
  return 0;
}
