// Bytes that are read in order, each once.
#pragma once

#include <algorithm>
#include <memory>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/io/source_range.h"

namespace dareblopy {

/// One reader at a time; what it keeps is bounded.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Fills some of `out` (not empty) from its start and says how much; 0 is the end.
  virtual Result<size_t> Read(MutableBytes out) = 0;
};

/// A source from its start to its end.
class RangeStream final : public ByteStream {
 public:
  explicit RangeStream(SourceRange range) : range_(std::move(range)) {}
  Result<size_t> Read(MutableBytes out) override {
    const auto size = static_cast<size_t>(std::min<uint64_t>(out.size(), range_.size() - offset_));
    if (size == 0) return size_t{0};
    DAREBLOPY_TRY(range_.Read(offset_, out.first(size)));
    offset_ += size;
    return size;
  }

 private:
  SourceRange range_;
  uint64_t offset_ = 0;
};

}  // namespace dareblopy
