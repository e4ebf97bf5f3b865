// A sample's bytes as a string.
#pragma once

#include <memory>

#include "core/batch/decoder.h"

namespace dareblopy {

class TextDecoder final : public Decoder {
 public:
  std::span<const ColumnSpec> columns() const override { return {}; }
  std::unique_ptr<VariableRows> NewVariable(size_t rows) const override;
  /// Error: TEXT_INVALID_UTF8 with the offset of the first byte that is not UTF-8.
  Status DecodeRow(Bytes sample, const RowTarget& target) const override;
};

}  // namespace dareblopy
