#include "core/zip/compress.h"

#include <libdeflate.h>
#include <lz4.h>
#include <lz4hc.h>

#include <memory>
#include <new>

#include "core/checksum/crc32.h"

namespace dareblopy::zip {

namespace {

struct FreeCompressor {
  void operator()(libdeflate_compressor* c) const { libdeflate_free_compressor(c); }
};

// Bytes made, or 0 where they would be as many as there were.
size_t Deflate(int level, Bytes plain, Buffer& out) {
  thread_local std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor;
  thread_local int compressor_level = 0;
  if (compressor == nullptr || compressor_level != level) {
    compressor.reset(libdeflate_alloc_compressor(level));
    if (compressor == nullptr) throw std::bad_alloc();
    compressor_level = level;
  }
  out.Resize(plain.size() - 1);
  return libdeflate_deflate_compress(compressor.get(), plain.data(), plain.size(), out.data(),
                                     out.size());
}

size_t CompressLz4(int level, Bytes plain, Buffer& out) {
  if (plain.size() > LZ4_MAX_INPUT_SIZE) return 0;
  out.Resize(plain.size() - 1);
  const auto* from = reinterpret_cast<const char*>(plain.data());
  auto* to = reinterpret_cast<char*>(out.data());
  const int from_size = static_cast<int>(plain.size()), to_size = static_cast<int>(out.size());
  const int made = level > 1 ? LZ4_compress_HC(from, to, from_size, to_size, level)
                             : LZ4_compress_default(from, to, from_size, to_size);
  return static_cast<size_t>(made);
}

}  // namespace

Result<PackedEntry> Pack(Method method, int level, Bytes plain) {
  PackedEntry packed;
  packed.crc32 = Crc32(0, plain);
  packed.size = plain.size();
  if (method == kStored || plain.size() < 2) return packed;
  const size_t made =
      method == kLz4 ? CompressLz4(level, plain, packed.data) : Deflate(level, plain, packed.data);
  packed.data.Resize(made);
  if (made > 0) packed.method = method;
  return packed;
}

}  // namespace dareblopy::zip
