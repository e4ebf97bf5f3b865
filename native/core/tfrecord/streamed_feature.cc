#include "core/tfrecord/streamed_feature.h"

#include "core/tfrecord/feature_values.h"

namespace dareblopy::tfrecord {

Status StreamedFeature::AppendValues(const Record& record, Bytes message, RowStreams::Row& row,
                                     size_t first, uint64_t& count) const {
  count = 0;
  Feature feature;
  DAREBLOPY_TRY(OpenFeature(record, message, spec_.key, spec_.element.source, feature));
  if (feature.kind == ValueKind::none) return {};
  if (spec_.element.is_number()) {
    return AppendNumbers(record, spec_.key, spec_.element, feature.list, row.stream(first), count);
  }
  return AppendBytes(record, spec_.key, spec_.element, feature.list, row.stream(first),
                     row.stream(first + 1), count);
}

}  // namespace dareblopy::tfrecord
