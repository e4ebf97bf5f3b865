#include "core/tfrecord/shuffled_stream.h"

#include <algorithm>
#include <limits>

namespace dareblopy::tfrecord {

Result<bool> ShuffledStream::Take(Record& record) {
  if (block_ == nullptr || taken_ == block_->parts.size()) {
    DAREBLOPY_ASSIGN(block_, source_->Next(std::numeric_limits<size_t>::max()));
    taken_ = 0;
    if (block_ == nullptr) return false;
  }
  record = {block_->parts[taken_++], block_};
  return true;
}

Result<std::shared_ptr<RecordBlock>> ShuffledStream::Next(size_t max_records) {
  auto out = std::make_shared<RecordBlock>();
  // A block holds on to what its records lie in, so it is kept to about what the buffer holds
  // anyway.
  const size_t most = std::min<size_t>(max_records, std::max<uint64_t>(buffer_.capacity(), 64));
  while (out->parts.size() < most) {
    Record record;
    DAREBLOPY_ASSIGN(const bool more, Take(record));
    if (more && !buffer_.full()) {
      buffer_.Push(std::move(record));
      continue;
    }
    if (!more && buffer_.empty()) break;
    record = more ? buffer_.Swap(std::move(record)) : buffer_.Drain();
    out->parts.push_back(record.part);
    if (out->owners.empty() || out->owners.back() != record.block)
      out->owners.push_back(std::move(record.block));
  }
  if (out->parts.empty()) return std::shared_ptr<RecordBlock>();
  return out;
}

Result<std::shared_ptr<RecordBlock>> SkippingStream::Next(size_t max_records) {
  for (;;) {
    const uint64_t most =
        left_ > 0 ? std::min<uint64_t>(left_, std::numeric_limits<size_t>::max()) : max_records;
    DAREBLOPY_ASSIGN(auto block, source_->Next(static_cast<size_t>(most)));
    if (block == nullptr || left_ == 0) return block;
    left_ -= block->parts.size();
  }
}

}  // namespace dareblopy::tfrecord
