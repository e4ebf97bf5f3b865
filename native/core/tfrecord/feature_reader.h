// One feature of a parser: reads its values out of each record, into fixed columns of the batch or
// into streams that are put together when the batch is done. One subclass for each form, each in
// its own file.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/batch/decoder.h"
#include "core/batch/value.h"
#include "core/tfrecord/feature_spec.h"
#include "core/tfrecord/row_streams.h"

namespace dareblopy::tfrecord {

/// A record whose features were found.
struct Record {
  Bytes bytes;  // the whole message
  const Bytes*
      values;  // by place of key: the Feature, or FeatureList; null data where it is absent
  JoinedParts* parts;
};

/// Gives each distinct key its place.
class KeyPlaces {
 public:
  uint32_t Add(const std::string& key);
  /// How many features read the key of a place.
  size_t Uses(uint32_t place) const { return uses_[place]; }
  std::vector<std::string> Take() { return std::move(keys_); }

 private:
  std::vector<std::string> keys_;
  std::vector<size_t> uses_;
};

class FeatureReader {
 public:
  explicit FeatureReader(FeatureSpec spec) : spec_(std::move(spec)) {}
  virtual ~FeatureReader() = default;
  const FeatureSpec& spec() const { return spec_; }

  /// Fixed columns of the batch, in the order in which ReadFixed finds them.
  virtual std::vector<ColumnSpec> Columns() const { return {}; }
  /// How many streams it writes.
  virtual size_t streams() const { return 0; }
  /// The place of its key, where its one column is the bytes of a single value as they are.
  virtual std::optional<uint32_t> CopiedPlace() const { return std::nullopt; }
  /// Where in a record that value is expected; 0: unknown.
  virtual uint64_t LastOffset() const { return 0; }
  /// Writes this row of its columns. Any thread.
  virtual Status ReadFixed(const Record&, std::span<uint8_t* const> /*columns*/, const RowTarget&,
                           VariableRows* /*child*/) const {
    return {};
  }
  /// Writes this row to its streams, the first of which is `first`. Any thread.
  virtual Status ReadVariable(const Record&, RowStreams::Row&, size_t /*first*/) const {
    return {};
  }
  /// State for a batch where another decoder is inside, else null.
  virtual std::unique_ptr<VariableRows> NewChild(size_t /*rows*/) const { return nullptr; }
  /// Puts the rows of its streams together and adds what comes of them.
  virtual Status Finish(RowStreams&, size_t /*first*/, const std::vector<uint8_t>& /*good*/,
                        ObjectValue&) const {
    return {};
  }

 protected:
  const FeatureSpec spec_;
};

std::unique_ptr<FeatureReader> NewFixedNumbers(FeatureSpec spec, KeyPlaces& keys);
std::unique_ptr<FeatureReader> NewRawColumn(FeatureSpec spec, KeyPlaces& keys);
std::unique_ptr<FeatureReader> NewFixedBytes(FeatureSpec spec, KeyPlaces& keys);
std::unique_ptr<FeatureReader> NewRagged(const FeatureSpec& spec, KeyPlaces& keys);
std::unique_ptr<FeatureReader> NewPadded(FeatureSpec spec, KeyPlaces& keys);
std::unique_ptr<FeatureReader> NewSparse(FeatureSpec spec, KeyPlaces& keys);
std::unique_ptr<FeatureReader> NewChildDecoder(FeatureSpec spec, KeyPlaces& keys);
std::unique_ptr<FeatureReader> NewTensor(FeatureSpec spec, KeyPlaces& keys);
/// Of the feature lists of a SequenceExample.
std::unique_ptr<FeatureReader> NewRaggedList(FeatureSpec spec, KeyPlaces& keys);
std::unique_ptr<FeatureReader> NewPaddedList(FeatureSpec spec, KeyPlaces& keys);

}  // namespace dareblopy::tfrecord
