// What features of any number of values have in common: values go to a stream, the lengths of bytes
// to the next one.
#pragma once

#include <utility>

#include "core/tfrecord/feature_reader.h"

namespace dareblopy::tfrecord {

class StreamedFeature : public FeatureReader {
 public:
  StreamedFeature(FeatureSpec spec, KeyPlaces& keys)
      : FeatureReader(std::move(spec)), place_(keys.Add(spec_.key)) {}

 protected:
  /// Appends the values of a Feature message to stream `first` (and lengths to the one after it)
  /// and says how many there were; none where it is absent or empty.
  Status AppendValues(const Record& record, Bytes message, RowStreams::Row& row, size_t first,
                      uint64_t& count) const;

  const uint32_t place_;  // of its key
};

}  // namespace dareblopy::tfrecord
