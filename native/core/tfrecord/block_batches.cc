#include "core/tfrecord/block_batches.h"

#include <algorithm>

namespace dareblopy::tfrecord {

BlockBatches::BlockBatches(std::vector<Run> runs, std::shared_ptr<const Decoder> decoder,
                           size_t batch_size)
    : runs_(std::move(runs)), decoder_(std::move(decoder)), batch_size_(batch_size) {
  constexpr uint64_t kBytesAtOnce = 32 << 10;
  uint64_t bytes = 0;
  for (const Run& run : runs_) {
    first_.push_back(rows_);
    rows_ += run.end - run.begin;
    for (size_t i = run.begin; i < run.end; ++i) bytes += run.block->parts[i].size;
  }
  if (bytes > 0) rows_a_chunk_ = std::max<size_t>(1, kBytesAtOnce * rows_ / bytes);
  for (size_t row = 0; row < rows_; row += batch_size_) {
    variable_.push_back(decoder_->NewVariable(std::min(batch_size_, rows_ - row)));
    if (variable_.back() == nullptr) break;  // then none has
  }
}

void BlockBatches::DecodeChunk(size_t chunk, const std::atomic<bool>* cancelled) {
  const size_t begin = chunk * rows_a_chunk_;
  const size_t end = std::min(begin + rows_a_chunk_, rows_);
  auto run = static_cast<size_t>(std::upper_bound(first_.begin(), first_.end(), begin) -
                                 first_.begin() - 1);
  const auto specs = decoder_->columns();
  std::vector<uint8_t*> columns(specs.size());
  for (size_t row = begin; row < end; ++row) {
    while (row - first_[run] == runs_[run].end - runs_[run].begin) ++run;
    const RecordBlock& block = *runs_[run].block;
    const size_t index = runs_[run].begin + (row - first_[run]);
    for (size_t c = 0; c < specs.size(); ++c) columns[c] = bases[c] + row * specs[c].row_bytes;
    RowTarget target;
    target.row = target.key = row % batch_size_;
    target.columns = columns;
    if (variable_.front() != nullptr) target.variable = variable_[row / batch_size_].get();
    target.cancelled = cancelled;
    if (Status status = decoder_->DecodeRow(block.Memory(index), target); !status.ok()) {
      block.AddPlace(index, status.error());
      Fail(row, std::move(status.error()));
    }
  }
}

void BlockBatches::Fail(size_t row, Error error) noexcept {
  std::lock_guard lock(failure_mutex_);
  if (!failure || row < failure->first) failure.emplace(row, std::move(error));
}

Status BlockBatches::Finish() {
  if (variable_.empty() || variable_.front() == nullptr) return {};
  const size_t good_rows = failure ? failure->first : rows_;
  for (size_t batch = 0; batch < variable_.size(); ++batch) {
    const size_t size = std::min(batch_size_, rows_ - batch * batch_size_);
    if (batch * batch_size_ + size > good_rows) break;
    DAREBLOPY_ASSIGN(Value value, variable_[batch]->Finish(std::vector<uint8_t>(size, 1)));
    values.push_back(std::move(value));
  }
  return {};
}

}  // namespace dareblopy::tfrecord
