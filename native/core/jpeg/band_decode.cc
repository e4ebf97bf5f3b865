#include "core/jpeg/band_decode.h"

#include <algorithm>
#include <atomic>

#include "core/base/share_work.h"
#include "core/jpeg/header.h"

namespace dareblopy::jpeg {

namespace {

/// A band repeats the header and, for smooth chroma, a row of MCUs on either side: worth it only
/// for many more.
constexpr uint32_t kLeastRows = 192;
constexpr uint64_t kLeastPixels = uint64_t{1} << 20;
constexpr uint32_t kMostBands = 32;

bool DecodeBand(const BandWork& work, uint32_t first, uint32_t rows, uint8_t* out, size_t stride) {
  Decompressor& decompressor = work.backend.ThreadDecompressor();
  const OpenImage closed_at_the_end(decompressor);
  if (!decompressor.Open(work.data, work.open).ok()) return false;
  if (!decompressor.Prepare(work.pixels).ok()) return false;
  const Rect band{work.window.x, work.window.y + first, work.window.width, rows};
  if (!decompressor.Decode(band, out + stride * first, stride).ok()) return false;
  return decompressor.sound_so_far();
}

}  // namespace

uint32_t BandsOf(const BandWork& work, const ThreadPool& pool) {
  const Rect& window = work.window;
  const bool large = uint64_t{window.width} * window.height >= kLeastPixels;
  if (!large || window.height < 2 * kLeastRows || work.open.tolerant || work.open.read_all ||
      work.open.entropy != EntropyDecoder::quickest || pool.threads() < 2 || pool.idle() == 0) {
    return 1;
  }
  const auto header = ReadHeader(work.data);
  if (!header.ok() || header.value().restart_interval == 0) return 1;
  const uint32_t most = std::min(window.height / kLeastRows, kMostBands);
  return std::min<uint32_t>(most, static_cast<uint32_t>(2 * pool.threads()));
}

bool DecodeBands(const BandWork& work, uint32_t bands, ThreadPool& pool, uint8_t* out,
                 size_t stride) {
  std::atomic<bool> sound{true};
  const uint64_t height = work.window.height;
  const bool ran = ShareWork(pool, bands, [&](size_t band) {
    if (!sound) return;
    const auto first = static_cast<uint32_t>(height * band / bands);
    const auto end = static_cast<uint32_t>(height * (band + 1) / bands);
    if (!DecodeBand(work, first, end - first, out, stride)) sound = false;
  });
  return ran && sound;
}

}  // namespace dareblopy::jpeg
