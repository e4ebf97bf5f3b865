#include "core/zip/decompress.h"

#include <libdeflate.h>
#include <lz4.h>

#include <cstring>
#include <memory>
#include <new>

#include "core/base/inflate_time.h"
#include "core/zip/format.h"

namespace dareblopy::zip {

namespace {

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};

// One a thread, made when it is first needed: it holds the Huffman tables, 11 kB.
libdeflate_decompressor* Decompressor() {
  thread_local std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(
      libdeflate_alloc_decompressor());
  if (decompressor == nullptr) throw std::bad_alloc();
  return decompressor.get();
}

Status SizeMismatch(const char* message, uint64_t expected, ErrorDetail actual) {
  Error error{ErrorCode::ZIP_SIZE_MISMATCH, message};
  error.expected = expected;
  error.actual = std::move(actual);
  return error;
}

Status Inflate(Bytes in, MutableBytes out) {
  uint8_t nothing = 0;  // libdeflate wants an address even for no bytes
  size_t used = 0, made = 0;
  const auto result = libdeflate_deflate_decompress_ex(Decompressor(), in.data(), in.size(),
                                                       out.empty() ? &nothing : out.data(),
                                                       out.size(), &used, &made);
  switch (result) {
    case LIBDEFLATE_SUCCESS:
      break;
    case LIBDEFLATE_INSUFFICIENT_SPACE:
      return SizeMismatch("the data inflate to more than the recorded size", out.size(),
                          std::string("more"));
    default:
      return Error{ErrorCode::ZIP_DATA_CORRUPT, "the deflate data are corrupt"};
  }
  if (made != out.size()) {
    return SizeMismatch("the data inflate to less than the recorded size", out.size(),
                        uint64_t{made});
  }
  if (used != in.size()) {
    return SizeMismatch("the deflate data end before the recorded compressed size", in.size(),
                        uint64_t{used});
  }
  return {};
}

Status DecompressLz4(Bytes in, MutableBytes out) {
  if (in.size() > INT32_MAX || out.size() > LZ4_MAX_INPUT_SIZE) {
    return Error{ErrorCode::ZIP_DATA_CORRUPT, "an LZ4 block cannot be as large as recorded"};
  }
  uint8_t nothing = 0;
  const int made = LZ4_decompress_safe(reinterpret_cast<const char*>(in.data()),
                                       reinterpret_cast<char*>(out.empty() ? &nothing : out.data()),
                                       static_cast<int>(in.size()), static_cast<int>(out.size()));
  if (made < 0)
    return Error{ErrorCode::ZIP_DATA_CORRUPT, "the LZ4 block is corrupt, or larger than recorded"};
  if (static_cast<size_t>(made) != out.size()) {
    return SizeMismatch("the LZ4 block is smaller than the recorded size", out.size(),
                        static_cast<uint64_t>(made));
  }
  return {};
}

}  // namespace

Status Decompress(uint16_t method, Bytes in, MutableBytes out) {
  if (method == kDeflate || method == kLz4) {
    const InflateTimer timer;
    return method == kDeflate ? Inflate(in, out) : DecompressLz4(in, out);
  }
  if (in.size() != out.size()) {
    return SizeMismatch("a stored entry's two sizes differ", out.size(), uint64_t{in.size()});
  }
  if (!in.empty()) std::memcpy(out.data(), in.data(), in.size());
  return {};
}

}  // namespace dareblopy::zip
