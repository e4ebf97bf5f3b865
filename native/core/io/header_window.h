// Stepping from header to header through a source, without reading what lies between them.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/buffer.h"
#include "core/io/ahead_reader.h"
#include "core/io/source_range.h"

namespace dareblopy {

/// The bytes around the header at hand: a good part of the file where what follows the headers is
/// small, so that most headers are in memory; the header alone where the next one lies far ahead.
class HeaderWindow {
 public:
  /// `header_size`: what is read of a header alone.
  HeaderWindow(const SourceRange& range, size_t header_size)
      : range_(range), ahead_(range), header_size_(header_size) {
    if (range.memory().data() == nullptr) buffer_.buffer().Resize(kChunk);
  }
  /// What is in memory from `offset` on, which the range has: `needed` bytes at least (no more than
  /// a chunk), where it has them. `ahead`: how far the last step went.
  Result<Bytes> At(uint64_t offset, uint64_t needed, uint64_t ahead) {
    if (range_.memory().data() != nullptr) return range_.memory().subspan(offset);
    const uint64_t left = range_.size() - offset;
    if (offset < begin_ || offset + std::min(needed, left) > end_) {
      if (ahead <= kReadThrough && offset > 0 && range_.waits() && offset >= ahead_.offset())
        return ReadAhead(offset, std::min(needed, left));
      const uint64_t wanted = ahead > kFar ? std::max<uint64_t>(header_size_, needed) : kChunk;
      const uint64_t size = std::min(wanted, left);
      DAREBLOPY_TRY(range_.Read(offset, buffer_.bytes().first(size)));
      begin_ = offset;
      end_ = offset + size;
    }
    return Bytes(buffer_.bytes().subspan(offset - begin_, end_ - offset));
  }

  static constexpr size_t kChunk = 256 << 10;

 private:
  /// Header by header would be one round trip after the other: everything is read, many reads at
  /// once.
  Result<Bytes> ReadAhead(uint64_t offset, uint64_t size) {
    ahead_.Skip(offset - ahead_.offset());
    begin_ = offset;
    end_ = offset;  // nothing, should reading fail
    const MutableBytes bytes = buffer_.bytes().first(size);
    for (MutableBytes rest = bytes; !rest.empty();) {
      DAREBLOPY_ASSIGN(const size_t got, ahead_.Read(rest));
      if (got == 0) return Error{ErrorCode::IO_TRUNCATED, "the file ends", range_.name()};
      rest = rest.subspan(got);
    }
    end_ = offset + size;
    return Bytes(bytes);
  }

  // Where each read waits, reading this much takes no longer than that.
  static constexpr uint64_t kReadThrough = 1 << 20;
  // Reading this much costs about what a system call does.
  static constexpr uint64_t kFar = 8 << 10;
  const SourceRange& range_;
  AheadReader ahead_;
  const size_t header_size_;
  ScratchBuffer buffer_;
  uint64_t begin_ = 0;
  uint64_t end_ = 0;
};

}  // namespace dareblopy
