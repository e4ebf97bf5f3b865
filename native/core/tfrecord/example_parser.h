// tf.Example and tf.SequenceExample to rows of a batch, without generated code: one pass over the
// record finds the asked features, then each is read straight into its column. Features that nobody
// asked for are stepped over.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/batch/decoder.h"
#include "core/tfrecord/feature_reader.h"
#include "core/tfrecord/key_table.h"

namespace dareblopy::tfrecord {

class ExampleParser final : public Decoder {
 public:
  /// `features` are read from the features of an Example, or the context of a SequenceExample
  /// (which lie in the same place); `lists` from a SequenceExample's feature lists. Errors:
  /// SHAPE_MISMATCH or LIMIT_EXCEEDED for a shape that cannot be.
  static Result<std::shared_ptr<ExampleParser>> Make(std::vector<FeatureSpec> features,
                                                     std::vector<FeatureSpec> lists);

  std::span<const ColumnSpec> columns() const override { return columns_; }
  std::unique_ptr<VariableRows> NewVariable(size_t rows) const override;
  std::optional<DirectPart> ExpectDirect(uint64_t size) const override;
  Status DecodeRow(Bytes sample, const RowTarget& target) const override;

 private:
  friend class ExampleRows;
  struct Entry {
    std::unique_ptr<FeatureReader> reader;
    size_t first_column;
    size_t columns;
    size_t first_stream;
  };

  ExampleParser(std::vector<Entry> entries, std::vector<ColumnSpec> columns, size_t streams,
                size_t first_list, std::vector<std::string> keys,
                std::vector<std::string> list_keys, size_t direct);
  Status ScanMessage(Bytes message, Record& record, Bytes* values) const;

  const std::vector<Entry> entries_;
  const std::vector<ColumnSpec> columns_;
  const size_t streams_;
  const size_t first_list_;  // entry from which on feature lists are read
  const KeyTable keys_;
  const KeyTable list_keys_;
  const size_t direct_;  // entry that ExpectDirect is about; entries_.size(): none
};

}  // namespace dareblopy::tfrecord
