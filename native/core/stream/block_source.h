// What is read in order, in blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/base/error.h"
#include "core/stream/block.h"

namespace dareblopy {

/// Records, or entries, in some order, in blocks.
class BlockSource {
 public:
  virtual ~BlockSource() = default;
  /// The next ones, at most `most`; null at the end. One caller at a time. After an error it is at
  /// its end.
  virtual Result<std::shared_ptr<Block>> Next(size_t most) = 0;
  /// Corrupt records left out, or that ended a file.
  virtual uint64_t corrupt() const { return 0; }
  /// Whether reading was seen to wait for a device: then the next call is for a thread that may.
  virtual bool waits() const { return false; }
};

}  // namespace dareblopy
