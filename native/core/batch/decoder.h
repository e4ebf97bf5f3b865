// The native side of Decoder<S, B>: one sample's bytes in, one row of the batch out. Knows nothing
// of where the bytes come from, nor of JavaScript.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
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

/// Where one sample goes.
struct RowTarget {
  uint64_t key = 0;                   // all random choices of the row are drawn from it
  size_t row = 0;                     // row in the batch
  std::span<uint8_t* const> columns;  // this row of each fixed column, in the order of columns()
  VariableRows* variable = nullptr;   // what NewVariable gave
  const std::atomic<bool>* cancelled =
      nullptr;  // long decodes look at it now and then; may be null
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
  /// Decodes one sample. A row that fails may be partly written. Any thread.
  virtual Status DecodeRow(Bytes sample, const RowTarget& target) const = 0;
};

}  // namespace dareblopy
