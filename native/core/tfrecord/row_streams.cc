#include "core/tfrecord/row_streams.h"

#include <atomic>
#include <utility>

namespace dareblopy::tfrecord {

namespace {

size_t ThreadNumber() {
  static std::atomic<size_t> threads{0};
  thread_local const size_t number = threads.fetch_add(1, std::memory_order_relaxed);
  return number;
}

}  // namespace

RowStreams::RowStreams(size_t rows, size_t streams)
    : rows_(rows), streams_(streams), places_(rows * streams), shard_of_(rows, 0) {}

RowStreams::Row::Row(RowStreams& owner, size_t row)
    : owner_(owner),
      row_(row),
      shard_(ThreadNumber() % kShards),
      lock_(owner.shards_[shard_].mutex) {
  Shard& shard = owner_.shards_[shard_];
  if (shard.streams.empty()) shard.streams.resize(owner_.streams_);
  owner_.shard_of_[row_] = static_cast<uint8_t>(shard_);
  for (size_t i = 0; i < owner_.streams_; ++i) {
    owner_.places_[row_ * owner_.streams_ + i].begin = shard.streams[i].size();
  }
}

RowStreams::Row::~Row() {
  for (size_t i = 0; i < owner_.streams_; ++i) {
    Place& place = owner_.places_[row_ * owner_.streams_ + i];
    place.size = owner_.shards_[shard_].streams[i].size() - place.begin;
  }
}

Buffer& RowStreams::Row::stream(size_t stream) { return owner_.shards_[shard_].streams[stream]; }

Bytes RowStreams::Part(size_t row, size_t stream) const {
  const Place& place = places_[row * streams_ + stream];
  if (place.size == 0) return {};
  return {shards_[shard_of_[row]].streams[stream].data() + place.begin, place.size};
}

Buffer RowStreams::Gather(size_t stream, const std::vector<uint8_t>& good) {
  // One shard, all rows in order and good: the stream is the answer.
  uint64_t total = 0;
  bool in_place = rows_ > 0 && !shards_[shard_of_[0]].streams.empty();
  for (size_t row = 0; row < rows_; ++row) {
    const Place& place = places_[row * streams_ + stream];
    in_place = in_place && good[row] && shard_of_[row] == shard_of_[0] && place.begin == total;
    if (good[row]) total += place.size;
  }
  if (in_place && shards_[shard_of_[0]].streams[stream].size() == total) {
    return std::move(shards_[shard_of_[0]].streams[stream]);
  }
  Buffer gathered;
  for (size_t row = 0; row < rows_; ++row) {
    if (good[row]) gathered.Append(Part(row, stream));
  }
  return gathered;
}

}  // namespace dareblopy::tfrecord
