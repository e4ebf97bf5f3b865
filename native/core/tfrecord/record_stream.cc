#include "core/tfrecord/record_stream.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/tfrecord/framing.h"

namespace dareblopy::tfrecord {

OpenFileSource RecordsOf(std::vector<RecordStream::Source> sources, const StreamOptions& options) {
  return [sources = std::move(sources), options](size_t file) {
    return std::make_unique<RecordStream>(std::vector{sources[file]}, options);
  };
}

RecordStream::RecordStream(std::vector<Source> sources, StreamOptions options)
    : sources_(std::move(sources)), options_(options) {}

Result<bool> RecordStream::OpenNext() {
  if (next_source_ == sources_.size()) return false;
  const Source& source = sources_[next_source_++];
  DAREBLOPY_ASSIGN(auto range,
                   SourceRange::Make(source.set, source.index, source.begin, source.end));
  path_ = std::make_shared<const std::string>(range.name());
  at_ = size_ = 0;
  DAREBLOPY_ASSIGN(auto opened,
                   OpenRecords(std::move(range), options_.compression, options_.whole_bytes));
  stream_ = std::move(opened.stream);
  whole_ = std::move(opened.whole);
  if (whole_ != nullptr) size_ = whole_->size();
  base_ = record_ = 0;
  return true;
}

Result<bool> RecordStream::Fill(size_t needed) {
  if (whole_ != nullptr) return size_ - at_ >= needed;
  while (size_ - at_ < needed) {
    // Room for what is announced, but never much more than twice what is really there: a length out
    // of a hostile file must not allocate.
    const size_t wanted = std::max<size_t>(
        std::min<size_t>(at_ + needed, 2 * size_ + options_.block_bytes), options_.block_bytes);
    if (buffer_.size() < wanted) buffer_.Resize(wanted);
    if (size_ == buffer_.size()) buffer_.Resize(size_ + options_.block_bytes);
    DAREBLOPY_ASSIGN(const size_t got, stream_->Read(buffer_.mutable_bytes().subspan(size_)));
    waits_ = stream_->waits();
    if (got == 0) return false;
    size_ += got;
  }
  return true;
}

Status RecordStream::HandleCorrupt(Error error, bool skippable, bool& ended) {
  // Another format has no records that could be good: nothing is passed over in silence.
  if (error.code == ErrorCode::TFRECORD_NOT_A_TFRECORD) return error;
  const bool stop = options_.on_corrupt == OnCorrupt::stop;
  if (options_.on_corrupt == OnCorrupt::fail || (!stop && !skippable)) return error;
  ++corrupt_;
  ended = stop;
  return {};
}

/// Adds the record at `at_` to the block; `ended` when the file has no more.
Status RecordStream::NextRecord(RecordBlock& block, bool& ended) {
  const RecordPlace place{*path_, record_, base_ + at_};
  DAREBLOPY_ASSIGN(const bool header, Fill(kHeaderSize));
  if (!header) {
    ended = true;
    if (size_ == at_) return {};
    return HandleCorrupt(HeaderTruncatedError(place, head()), false, ended);
  }
  uint64_t length = 0;
  if (!ReadHeader(base() + at_, length)) {
    return HandleCorrupt(LengthCrcError(place, head()), false, ended);
  }
  if (length > options_.max_record_bytes)
    return RecordTooLargeError(place, options_.max_record_bytes, length);
  const size_t whole = kFrameSize + static_cast<size_t>(length);
  DAREBLOPY_ASSIGN(const bool complete, Fill(whole));
  if (!complete) return HandleCorrupt(TruncatedError(place, whole, size_ - at_), false, ended);
  const Bytes data(base() + at_ + kHeaderSize, static_cast<size_t>(length));
  const size_t begin = at_ + kHeaderSize;
  at_ += whole;
  ++record_;
  if (options_.verify) {
    if (Status status = CheckData(place, data, data.data() + length); !status.ok()) {
      return HandleCorrupt(std::move(status.error()), true, ended);
    }
  }
  begins_.push_back(begin);
  block.parts.push_back({nullptr, length, record_ - 1, path_.get()});
  return {};
}

bool RecordStream::HasWholeRecord() const {
  const size_t left = size_ - at_;
  uint64_t length = 0;
  if (left < kHeaderSize || !ReadHeader(base() + at_, length)) return false;
  return left >= kFrameSize && length <= left - kFrameSize;
}

void RecordStream::HandOver(RecordBlock& block) {
  if (whole_ != nullptr) {
    for (size_t i = 0; i < begins_.size(); ++i) block.parts[i].data = base() + begins_[i];
    begins_.clear();
    block.owners = {path_, whole_};
    return;
  }
  Buffer rest;
  rest.Append(Bytes(buffer_.data() + at_, size_ - at_));
  auto data = std::make_shared<const Buffer>(std::exchange(buffer_, std::move(rest)));
  for (size_t i = 0; i < begins_.size(); ++i) block.parts[i].data = data->data() + begins_[i];
  begins_.clear();
  block.owners = {path_, std::move(data)};
  base_ += at_;
  size_ -= at_;
  at_ = 0;
}

void RecordStream::Compact() {
  if (at_ == 0 || whole_ != nullptr) return;
  std::memmove(buffer_.data(), buffer_.data() + at_, size_ - at_);
  base_ += at_;
  size_ -= at_;
  at_ = 0;
}

void RecordStream::Close() {
  stream_.reset();
  whole_.reset();
}

Result<std::shared_ptr<RecordBlock>> RecordStream::Fail(Error error) {
  Close();
  next_source_ = sources_.size();
  pending_.reset();
  return error;
}

Result<std::shared_ptr<RecordBlock>> RecordStream::Next(size_t max_records) {
  if (pending_) return Fail(std::move(*pending_));
  auto block = std::make_shared<RecordBlock>();
  for (;;) {
    if (stream_ == nullptr && whole_ == nullptr) {
      auto opened = OpenNext();
      if (!opened.ok()) return Fail(std::move(opened.error()));
      if (!opened.value()) return std::shared_ptr<RecordBlock>();
    }
    bool ended = false;
    const size_t began = whole_ != nullptr ? at_ : 0;
    while (!ended && block->parts.size() < max_records) {
      // Reading on would move what the block already has.
      if (block->parts.empty()) {
        Compact();
      } else if (whole_ != nullptr ? at_ - began >= options_.block_bytes : !HasWholeRecord()) {
        break;
      }
      if (Status status = NextRecord(*block, ended); !status.ok()) {
        if (block->parts.empty()) return Fail(std::move(status.error()));
        pending_ = std::move(status.error());  // the good records first
        break;
      }
    }
    if (!block->parts.empty()) HandOver(*block);
    if (ended) Close();
    if (!block->parts.empty()) return block;
  }
}

}  // namespace dareblopy::tfrecord
