// Bytes that are read in order, each once.
#pragma once

#include <memory>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/io/ahead_reader.h"

namespace dareblopy {

/// One reader at a time; what it keeps is bounded.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Fills some of `out` (not empty) from its start and says how much; 0 is the end.
  virtual Result<size_t> Read(MutableBytes out) = 0;
  /// Whether reading was seen to wait for a device.
  virtual bool waits() const { return false; }
};

/// A source from its start to its end.
class RangeStream final : public ByteStream {
 public:
  explicit RangeStream(SourceRange range) : reader_(std::move(range)) {}
  Result<size_t> Read(MutableBytes out) override { return reader_.Read(out); }
  bool waits() const override { return reader_.waits(); }

 private:
  AheadReader reader_;
};

}  // namespace dareblopy
