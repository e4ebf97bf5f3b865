#include "core/inflate/inflate_whole.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <new>

#include "core/base/endian.h"
#include "core/base/inflate_time.h"

namespace dareblopy {

namespace {

constexpr uint64_t kLeastGzip = 18, kLeastZlib = 6;  // header and trailer alone
constexpr uint64_t kMostRatio = 1032;                // of deflate: 258 bytes from two bits
constexpr uint64_t kLikelyRatio = 8;                 // of a ZLIB stream, which does not say

libdeflate_decompressor& Decompressor() {
  using Owner = std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>;
  thread_local const Owner owner(libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  if (owner == nullptr) throw std::bad_alloc();
  return *owner;
}

}  // namespace

std::optional<Buffer> InflateWhole(const SourceRange& compressed, StreamFormat format,
                                   uint64_t most) {
  const bool gzip = format == StreamFormat::gzip;
  const uint64_t size = compressed.size();
  if (size < (gzip ? kLeastGzip : kLeastZlib) || size > most) return std::nullopt;
  uint64_t room = std::min(most, kLikelyRatio * size);
  if (gzip) {
    uint8_t last[4];
    if (!compressed.Read(size - sizeof(last), last).ok()) return std::nullopt;
    room = LoadLe32(last);
    if (room > most || room / kMostRatio > size) return std::nullopt;
  }
  ScratchBuffer scratch;
  Bytes in = compressed.memory();
  if (in.data() == nullptr) {
    const MutableBytes bytes = scratch.Resize(static_cast<size_t>(size));
    if (!compressed.Read(0, bytes).ok()) return std::nullopt;
    in = bytes;
  }
  Buffer out(std::max<size_t>(static_cast<size_t>(room), 1));
  size_t used = 0, made = 0;
  const InflateTimer timer;
  const auto inflate = gzip ? libdeflate_gzip_decompress_ex : libdeflate_zlib_decompress_ex;
  const auto result =
      inflate(&Decompressor(), in.data(), in.size(), out.data(), room, &used, &made);
  if (result != LIBDEFLATE_SUCCESS || used != in.size()) return std::nullopt;
  out.Resize(made);
  return out;
}

}  // namespace dareblopy
