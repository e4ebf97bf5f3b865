#include "core/io/late_set.h"

#include <cstring>

#include "core/base/checked.h"
#include "core/io/no_wait.h"

namespace dareblopy {

void LateRequest::Deliver(Bytes bytes) {
  if (bytes.size() != out_.size()) {
    Error error{ErrorCode::IO_TRUNCATED, "another number of bytes arrived than was asked for"};
    error.offset = begin_;
    error.expected = uint64_t{out_.size()};
    error.actual = uint64_t{bytes.size()};
    return Fail(std::move(error));
  }
  if (!bytes.empty()) std::memcpy(out_.data(), bytes.data(), bytes.size());
  Finish({});
}

void LateRequest::Fail(Error error) { Finish(std::move(error)); }

void LateRequest::Finish(Status status) {
  std::lock_guard lock(mutex_);
  if (status_) return;
  status_ = std::move(status);
  finished_.notify_all();
}

Status LateRequest::Wait() {
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [this] { return status_.has_value(); });
  return std::move(*status_);
}

Status LateSet::ReadRange(uint64_t, uint64_t begin, MutableBytes out) const {
  if (!RangeFits(begin, out.size(), size_)) {
    return Error{ErrorCode::IO_TRUNCATED, "the range ends past the source", name_};
  }
  if (out.empty()) return {};
  if (NoWait::Active()) return WouldWaitError();
  if (fetcher_->IsThisThread()) {
    return Error{ErrorCode::IO_ERROR, "its bytes arrive later: it cannot be read synchronously",
                 name_};
  }
  auto request = std::make_shared<LateRequest>(source_, begin, out);
  fetcher_->Fetch(request);
  Status status = request->Wait();
  if (!status.ok() && status.error().path.empty()) status.error().path = name_;
  return status;
}

Status LateSet::ReadParts(uint64_t, uint64_t begin, MutableBytes first, MutableBytes second) const {
  ScratchBuffer both(first.size() + second.size());
  DAREBLOPY_TRY(ReadRange(0, begin, both.bytes()));
  if (!first.empty()) std::memcpy(first.data(), both.bytes().data(), first.size());
  if (!second.empty()) {
    std::memcpy(second.data(), both.bytes().data() + first.size(), second.size());
  }
  return {};
}

}  // namespace dareblopy
