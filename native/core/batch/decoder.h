// The native side of Decoder<S, B>: one sample's bytes in, one row of the batch out. Knows nothing
// of where the bytes come from, nor of JavaScript.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/batch/dtype.h"
#include "core/batch/value.h"

namespace dareblopy {

/// A column of the batch whose rows all have the same shape: the batch's array is [n,
/// ...row_shape].
struct ColumnSpec {
  std::string name;  // empty for a decoder with a single output
  DType dtype;
  std::vector<uint64_t> row_shape;
  size_t row_bytes;  // bytes of one row
};

/// Rows whose size depends on the sample (ragged features, images of any size), gathered while the
/// batch is decoded. One object a batch; rows are set from many threads at once, each row once.
class VariableRows {
 public:
  virtual ~VariableRows() = default;
  /// Puts the rows together in order. `good[i]` is false for a row that failed: it has no value,
  /// and the result has only the good rows. Runs once, on a pool thread.
  virtual Result<Value> Finish(const std::vector<uint8_t>& good) = 0;
};

/// Bytes of a sample that its decoder would only copy into a column: they can be read straight
/// there.
struct DirectPart {
  size_t column;
  uint64_t offset;  // in the sample
  uint64_t size;    // of a whole row of the column
};

/// Where one sample goes.
struct RowTarget {
  uint64_t key = 0;                   // all random choices of the row are drawn from it
  size_t row = 0;                     // row in the batch
  std::span<uint8_t* const> columns;  // this row of each fixed column, in the order of columns()
  VariableRows* variable = nullptr;   // what NewVariable gave
  const std::atomic<bool>* cancelled =
      nullptr;               // long decodes look at it now and then; may be null
  bool past_caches = false;  // the batch outgrows the caches: rows may be written past them
  /// Where a DirectPart would lie in the sample, whose bytes are in the column already and *not*
  /// here. The decoder clears it when it meets a value exactly there; where it stays set, the guess
  /// was wrong and what was decoded is void.
  mutable const uint8_t* direct = nullptr;
};

/// Immutable once made: any number of threads decode with it at once; scratch space is the thread's
/// own.
class Decoder {
 public:
  virtual ~Decoder() = default;
  /// The fixed columns, in the order in which DecodeRow finds them in its target.
  virtual std::span<const ColumnSpec> columns() const = 0;
  /// Fresh state for a batch of `rows` rows, or null when every column is fixed.
  virtual std::unique_ptr<VariableRows> NewVariable(size_t rows) const {
    static_cast<void>(rows);
    return nullptr;
  }
  /// A guess, from earlier samples, at what a sample of `size` bytes holds for the most part.
  virtual std::optional<DirectPart> ExpectDirect(uint64_t size) const {
    static_cast<void>(size);
    return std::nullopt;
  }
  /// Decodes one sample. A row that fails may be partly written. Any thread.
  virtual Status DecodeRow(Bytes sample, const RowTarget& target) const = 0;

  /// What a row of the latest batch took one thread, reading included, in nanoseconds; 0 before the
  /// first batch. Any thread.
  uint64_t seen_row_nanos() const { return seen_row_nanos_.load(std::memory_order_relaxed); }
  void SeeRowNanos(uint64_t nanos) const {
    seen_row_nanos_.store(nanos, std::memory_order_relaxed);
  }

 private:
  mutable std::atomic<uint64_t> seen_row_nanos_{0};
};

}  // namespace dareblopy
