// Bytes as an array of a known dtype and shape: the sample is exactly one row.
#pragma once

#include <optional>
#include <vector>

#include "core/batch/decoder.h"

namespace dareblopy {

class RawDecoder final : public Decoder {
 public:
  /// The product of `shape` must have been checked not to overflow.
  RawDecoder(DType dtype, std::vector<uint64_t> shape, bool big_endian);
  std::span<const ColumnSpec> columns() const override { return {&column_, 1}; }
  /// The whole sample, where it has the right size.
  std::optional<DirectPart> ExpectDirect(uint64_t size) const override;
  /// Error: SHAPE_MISMATCH when the sample has another size.
  Status DecodeRow(Bytes sample, const RowTarget& target) const override;

 private:
  ColumnSpec column_;
  bool big_endian_;
};

}  // namespace dareblopy
