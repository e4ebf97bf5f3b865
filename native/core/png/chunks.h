// The chunks that a PNG file is made of (PNG specification, third edition, section 5).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace dareblopy::png {

/// A part of the file, in bytes from its start.
struct Segment {
  size_t offset = 0;
  size_t size = 0;
};

/// Four letters as the number they are in the file.
constexpr uint32_t ChunkType(const char (&name)[5]) {
  return static_cast<uint32_t>(name[0]) << 24 | static_cast<uint32_t>(name[1]) << 16 |
         static_cast<uint32_t>(name[2]) << 8 | static_cast<uint32_t>(name[3]);
}

inline constexpr uint32_t kIhdr = ChunkType("IHDR");
inline constexpr uint32_t kPlte = ChunkType("PLTE");
inline constexpr uint32_t kIdat = ChunkType("IDAT");
inline constexpr uint32_t kIend = ChunkType("IEND");

inline constexpr uint8_t kSignature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

struct Chunk {
  uint32_t type = 0;
  Segment data{};
  /// 5.4: a decoder that does not know it cannot read the file.
  bool critical() const { return (type >> 29 & 1) == 0; }
  std::string name() const;
};

/// Walks through the chunks of `file`, from `at` on: the signature is behind it.
class ChunkReader {
 public:
  ChunkReader(Bytes file, size_t at) : file_(file), at_(at) {}

  size_t at() const { return at_; }
  bool at_end() const { return at_ >= file_.size(); }
  /// Name and place of the next chunk, which stays the next. PNG_TRUNCATED when its head is not
  /// all there, PNG_CORRUPT for a name that is none or a length above 2^31 - 1.
  Result<Chunk> Peek() const;
  /// Passes over `chunk`, which Peek gave, checking that it is all there and its CRC-32.
  /// PNG_TRUNCATED, PNG_CRC_MISMATCH.
  Status Pass(const Chunk& chunk);

 private:
  Bytes file_;
  size_t at_;
};

/// The error of a file that ends too early.
Error Truncated(size_t size, std::string message);
Error Corrupt(std::string message, size_t offset);

}  // namespace dareblopy::png
