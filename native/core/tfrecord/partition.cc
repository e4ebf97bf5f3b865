#include "core/tfrecord/partition.h"

#include "core/tfrecord/feature_values.h"

namespace dareblopy::tfrecord {

namespace {

Status Disagrees(const Partition& partition, uint64_t count, uint64_t covered) {
  return LengthError(partition.key, count, covered,
                     "a partition does not cover the values it partitions");
}

/// Lengths from ends that never step back, the first row beginning at 0.
Status FromEnds(const Partition& partition, const int64_t* ends, size_t rows, uint64_t count,
                std::vector<uint64_t>& lengths) {
  uint64_t begin = 0;
  for (size_t i = 0; i < rows; ++i) {
    const auto end = static_cast<uint64_t>(ends[i]);
    if (ends[i] < 0 || end < begin || end > count) return Disagrees(partition, count, end);
    lengths.push_back(end - begin);
    begin = end;
  }
  return begin == count ? Status() : Disagrees(partition, count, begin);
}

}  // namespace

Status RowLengths(const Partition& partition, const std::vector<int64_t>& numbers, uint64_t count,
                  std::vector<uint64_t>& lengths) {
  lengths.clear();
  switch (partition.kind) {
    case Partition::Kind::row_lengths: {
      uint64_t covered = 0;
      for (const int64_t length : numbers) {
        if (length < 0 || static_cast<uint64_t>(length) > count - covered)
          return Disagrees(partition, count, covered);
        covered += static_cast<uint64_t>(length);
        lengths.push_back(static_cast<uint64_t>(length));
      }
      return covered == count ? Status() : Disagrees(partition, count, covered);
    }
    case Partition::Kind::row_limits:
      return FromEnds(partition, numbers.data(), numbers.size(), count, lengths);
    case Partition::Kind::row_splits:  // as limits, after a leading 0
      if (numbers.empty()) return count == 0 ? Status() : Disagrees(partition, count, 0);
      if (numbers[0] != 0)
        return LengthError(partition.key, 0, static_cast<uint64_t>(numbers[0]),
                           "row splits begin at 0");
      return FromEnds(partition, numbers.data() + 1, numbers.size() - 1, count, lengths);
    case Partition::Kind::row_starts: {  // as limits, each row ending where the next begins
      if (numbers.empty()) return count == 0 ? Status() : Disagrees(partition, count, 0);
      if (numbers[0] != 0)
        return LengthError(partition.key, 0, static_cast<uint64_t>(numbers[0]),
                           "row starts begin at 0");
      std::vector<int64_t> ends(numbers.begin() + 1, numbers.end());
      ends.push_back(static_cast<int64_t>(count));
      return FromEnds(partition, ends.data(), ends.size(), count, lengths);
    }
    case Partition::Kind::value_row_ids: {
      if (numbers.size() != count) return Disagrees(partition, count, numbers.size());
      int64_t last = -1;
      for (const int64_t row : numbers) {
        // A row number can skip rows, which are then empty, but not more than values could justify.
        if (row < 0 || row < last || row - last > (int64_t{1} << 24)) {
          return LengthError(partition.key, static_cast<uint64_t>(last), static_cast<uint64_t>(row),
                             "row ids must not step back");
        }
        lengths.resize(static_cast<size_t>(row) + 1, 0);
        ++lengths.back();
        last = row;
      }
      return {};
    }
    case Partition::Kind::uniform:
      if (partition.length == 0 || count % partition.length != 0) {
        return LengthError(partition.key, partition.length, count,
                           "values do not divide into uniform rows");
      }
      lengths.assign(count / partition.length, partition.length);
      return {};
  }
  return {};
}

}  // namespace dareblopy::tfrecord
