#include "core/tfrecord/record_reads.h"

#include <algorithm>
#include <cstring>

namespace dareblopy::tfrecord {

RecordReads::RecordReads(std::shared_ptr<const RecordSet> set, const std::vector<uint64_t>& indices)
    : set_(std::move(set)) {
  reads_.reserve(indices.size());
  ends_.reserve(indices.size());
  uint64_t begin = 0;
  for (const uint64_t index : indices) {
    ends_.push_back(begin + *set_->KnownSize(index));
    begin = ends_.back() + kGap;
    reads_.push_back({index, static_cast<uint32_t>(reads_.size())});
  }
  Sort();
}

// Positions grow with the indices. Picks are spread evenly nearly always: one pass into as many
// buckets leaves next to nothing to sort, where sorting all would take as long as a tenth of the
// reads.
void RecordReads::Sort() {
  if (reads_.empty()) return;
  const auto bucket_of = [&](const OneRead& read) {
    return static_cast<size_t>(static_cast<double>(read.index) /
                               static_cast<double>(set_->count()) *
                               static_cast<double>(reads_.size()));
  };
  std::vector<uint32_t> ends(reads_.size() + 1, 0);
  for (const OneRead& read : reads_) ++ends[bucket_of(read)];
  uint32_t total = 0;
  for (uint32_t& end : ends) end = total += end;
  std::vector<OneRead> sorted(reads_.size());
  for (const OneRead& read : reads_) sorted[--ends[bucket_of(read)]] = read;
  // Now ends[b] is where bucket b begins.
  const auto before = [](const OneRead& a, const OneRead& b) { return a.index < b.index; };
  for (size_t b = 0; b + 1 < ends.size(); ++b) {
    if (ends[b + 1] - ends[b] > 1)
      std::sort(sorted.begin() + ends[b], sorted.begin() + ends[b + 1], before);
  }
  reads_ = std::move(sorted);
}

void RecordReads::Put(size_t n, Bytes data, uint8_t* memory) const {
  const size_t i = reads_[n].asked;
  const uint64_t begin = i == 0 ? 0 : ends_[i - 1] + kGap;
  if (!data.empty()) std::memcpy(memory + begin, data.data(), data.size());
}

Status RecordReads::Read(size_t n, uint8_t* memory) const {
  const size_t i = reads_[n].asked;
  const uint64_t begin = i == 0 ? 0 : ends_[i - 1] + kGap;
  return set_->ReadWithFooter(reads_[n].index, {memory + begin, ends_[i] + kGap - begin});
}

}  // namespace dareblopy::tfrecord
