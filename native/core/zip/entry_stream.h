// An entry read front to back in parts, in little memory: for entries too large to be held at once.
#pragma once

#include <cstdint>
#include <memory>

#include "core/zip/archive.h"

namespace dareblopy::zip {

/// One reader at a time. The archive has to outlive it.
class EntryStream {
 public:
  EntryStream(const Archive& archive, uint64_t index);
  ~EntryStream();
  EntryStream(const EntryStream&) = delete;
  EntryStream& operator=(const EntryStream&) = delete;

  /// Fills the front of `out` (not empty); the answer is how much, and 0 at the end. The last bytes
  /// come only after size and CRC-32 were found right. Errors: those of Archive::Read.
  Result<size_t> Read(MutableBytes out);
  /// Passes over `bytes` bytes.
  Status Skip(uint64_t bytes);

 private:
  class Inflater;
  Status Begin();
  Result<size_t> ReadStored(MutableBytes out);
  Result<size_t> ReadInflated(MutableBytes out);
  Result<size_t> ReadFromWhole(MutableBytes out);
  Error Mismatch(const char* message, uint64_t expected, uint64_t actual) const;

  const Archive& archive_;
  const uint64_t index_;
  bool begun_ = false;
  uint64_t data_offset_ = 0;  // in the archive's source
  uint64_t consumed_ = 0;     // compressed bytes read so far
  uint64_t produced_ = 0;     // plain bytes handed out so far
  uint32_t crc_ = 0;
  std::unique_ptr<Inflater> inflater_;
  std::unique_ptr<Buffer> whole_;  // methods that cannot be read in parts
};

}  // namespace dareblopy::zip
