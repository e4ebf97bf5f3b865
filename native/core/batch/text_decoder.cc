#include "core/batch/text_decoder.h"

#include <vector>

#include "core/base/utf8.h"

namespace dareblopy {

namespace {

class TextRows final : public VariableRows {
 public:
  explicit TextRows(size_t rows) : rows_(rows) {}
  void Set(size_t row, Bytes text) { rows_[row].Append(text); }
  Result<Value> Finish(const std::vector<uint8_t>& good) override {
    BytesValue value{true, {}, {}, {}};
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (!good[i]) continue;
      value.data.Append(rows_[i].bytes());
      value.ends.push_back(value.data.size());
    }
    value.shape = {value.ends.size()};
    return Value{std::move(value)};
  }

 private:
  std::vector<Buffer> rows_;
};

}  // namespace

std::unique_ptr<VariableRows> TextDecoder::NewVariable(size_t rows) const {
  return std::make_unique<TextRows>(rows);
}

Status TextDecoder::DecodeRow(Bytes sample, const RowTarget& target) const {
  if (const size_t valid = ValidUtf8Prefix(sample); valid != sample.size()) {
    Error error{ErrorCode::TEXT_INVALID_UTF8, "text that is not UTF-8"};
    error.offset = valid;
    return error;
  }
  static_cast<TextRows*>(target.variable)->Set(target.row, sample);
  return {};
}

}  // namespace dareblopy
