// What a parser is asked for: one FeatureSpec a feature, in the vocabulary of the public API.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/batch/decoder.h"
#include "core/batch/dtype.h"
#include "core/tfrecord/feature.h"
#include "core/tfrecord/tensor_proto.h"

namespace dareblopy::tfrecord {

/// What one value becomes.
struct ElementType {
  ValueKind source = ValueKind::int64;  // the list it is read from
  DType dtype = DType::int64;           // of a number
  bool raw = false;         // the number's bytes lie in a BytesList: `dtype` from `source` bytes
  bool big_endian = false;  // of raw numbers
  bool utf8 = false;        // bytes that must be text

  /// Numbers have a fixed width; bytes and strings have not.
  bool is_number() const { return source != ValueKind::bytes || raw; }
};

/// How tf.io.RaggedFeature cuts values into rows; the outermost comes first.
struct Partition {
  enum class Kind : uint8_t {
    row_lengths,
    row_splits,
    row_limits,
    row_starts,
    value_row_ids,
    uniform
  };
  Kind kind;
  std::string key;      // of the feature that holds it
  uint64_t length = 0;  // of uniform rows
};

struct FeatureSpec {
  enum class Form : uint8_t {
    fixed,    // as many values as `shape` holds, in every record: tf.io.FixedLenFeature
    ragged,   // any number: tf.io.RaggedFeature
    padded,   // any number, filled up: tf.io.FixedLenSequenceFeature
    sparse,   // values and where they lie: tf.io.SparseFeature
    decoder,  // a single value of bytes, which another decoder takes
    tensor    // a single value of bytes that is a TensorProto: tf.io.parse_tensor
  };
  std::string name;  // in the batch
  std::string key;   // in the record
  Form form = Form::fixed;
  ElementType element{};
  std::vector<uint64_t> shape{};  // of a row (fixed, tensor), of one step (padded)
  /// What stands where the key is absent: every value of a row (fixed), or the one that fills up
  /// (padded). Numbers as they lie in the batch; bytes one string each. Empty: required (fixed),
  /// zero or "" (padded).
  std::optional<std::vector<uint8_t>> default_numbers{};
  std::optional<std::vector<std::string>> default_bytes{};
  std::optional<uint64_t> length{};  // padded: to this many steps instead of the batch's longest
  bool truncate = false;       // padded with a length: cut what is longer instead of refusing it
  bool allow_missing = true;   // padded lists of a SequenceExample: absent is empty
  std::string lengths_name{};  // padded lists: also give the number of steps, under this name
  std::vector<Partition> partitions{};
  DType splits_dtype = DType::int32;
  std::vector<std::string> index_keys{};  // sparse
  std::vector<uint64_t> sizes{};          // sparse: of each index
  bool already_sorted = false;
  std::shared_ptr<const Decoder> decoder{};
  TensorType tensor = TensorType::float32;  // tensor: its dtype
  bool any_rows = false;                    // tensor: the first dimension may be any number
};

}  // namespace dareblopy::tfrecord
