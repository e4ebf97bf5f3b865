// A source whose bytes arrive later: somebody else fetches them (JavaScript, over a network), and
// the thread that wants them waits. So archives, records and batches read it like a file.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "core/io/source_set.h"

namespace dareblopy {

/// Bytes [begin, begin + out.size()) of a late source, wanted by a thread that waits for them.
class LateRequest {
 public:
  LateRequest(uint64_t source, uint64_t begin, MutableBytes out)
      : source_(source), begin_(begin), out_(out) {}

  uint64_t source() const { return source_; }
  uint64_t begin() const { return begin_; }
  uint64_t size() const { return out_.size(); }
  /// The bytes are there, exactly `size()` of them, or they cannot be had. Once.
  void Deliver(Bytes bytes);
  void Fail(Error error);
  /// Until one of these was called.
  Status Wait();

 private:
  void Finish(Status status);

  const uint64_t source_;
  const uint64_t begin_;
  const MutableBytes out_;
  std::mutex mutex_;
  std::condition_variable finished_;
  std::optional<Status> status_;
};

/// Who fetches. Outlives the sets that it fetches for.
class LateFetcher {
 public:
  virtual ~LateFetcher() = default;
  /// Begins to fetch, and tells the request. Any thread.
  virtual void Fetch(std::shared_ptr<LateRequest> request) = 0;
  /// No set asks for that source any more. Any thread.
  virtual void Forget(uint64_t source) = 0;
  /// Whether the calling thread is the one that fetches, which can therefore not wait.
  virtual bool IsThisThread() const = 0;
};

/// One item of a size that is known.
class LateSet final : public SourceSet {
 public:
  /// `source` is what the fetcher knows it by.
  LateSet(std::shared_ptr<LateFetcher> fetcher, uint64_t source, std::string name, uint64_t size)
      : SourceSet(WaitMeter::Assumed::waits),
        fetcher_(std::move(fetcher)),
        source_(source),
        name_(std::move(name)),
        size_(size) {}
  ~LateSet() override { fetcher_->Forget(source_); }
  LateSet(const LateSet&) = delete;
  LateSet& operator=(const LateSet&) = delete;

  uint64_t count() const override { return 1; }
  std::string Name(uint64_t) const override { return name_; }
  Result<uint64_t> Size(uint64_t) const override { return size_; }
  std::optional<uint64_t> KnownSize(uint64_t) const override { return size_; }
  Status Read(uint64_t, MutableBytes out) const override { return ReadRange(0, 0, out); }
  Status ReadRange(uint64_t, uint64_t begin, MutableBytes out) const override;
  /// One request, not two.
  Status ReadParts(uint64_t, uint64_t begin, MutableBytes first,
                   MutableBytes second) const override;

 private:
  const std::shared_ptr<LateFetcher> fetcher_;
  const uint64_t source_;
  const std::string name_;
  const uint64_t size_;
};

}  // namespace dareblopy
