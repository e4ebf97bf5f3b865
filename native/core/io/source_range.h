// A contiguous part of one source, read by offset: what an archive or an index stands on. A part of
// a source that itself lies as it is in another (a stored entry of an archive) is resolved down to
// that one when it is made, so reading an archive inside an archive costs what reading the outer
// one does.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/io/source_set.h"

namespace dareblopy {

class SourceRange {
 public:
  /// The bytes [begin, end) of item `index` of `set`, clamped to its size. What has to be computed
  /// (a compressed entry) is computed once, here, and kept in memory.
  static Result<SourceRange> Make(std::shared_ptr<const SourceSet> set, uint64_t index,
                                  uint64_t begin = 0, uint64_t end = Item::kToEnd);

  /// Name of the source, for messages.
  const std::string& name() const { return name_; }
  /// In bytes.
  uint64_t size() const { return size_; }
  /// Fills `out` from `offset`. Error: IO_TRUNCATED where the range, or the file under it, ends
  /// first.
  Status Read(uint64_t offset, MutableBytes out) const;
  /// As Read; whether it waited counts for `waits`.
  Status ReadTimed(uint64_t offset, MutableBytes out) const;
  /// Fills `first` and then `second` from `offset`: one system call where there is a file beneath.
  Status ReadParts(uint64_t offset, MutableBytes first, MutableBytes second) const;
  /// All bytes where they lie in memory, else an empty span.
  Bytes memory() const { return memory_; }

  /// Whether reading it was seen to wait for a device: then few large reads are better than many.
  bool waits() const { return memory_.data() == nullptr && set_->meter().seen_to_wait(); }

  /// The range's bytes [begin, end) where they lie beneath; empty in memory.
  std::optional<Span> SpanOf(uint64_t begin, uint64_t end) const {
    if (memory_.data() != nullptr) return std::nullopt;
    return Span{set_.get(), index_, begin_ + begin, begin_ + end};
  }

  const std::shared_ptr<const SourceSet>& set() const { return set_; }
  /// Where the range lies in its set.
  uint64_t index() const { return index_; }
  uint64_t begin() const { return begin_; }

 private:
  Status CheckFits(uint64_t offset, uint64_t length) const;

  std::shared_ptr<const SourceSet> set_;
  uint64_t index_ = 0;
  uint64_t begin_ = 0;
  uint64_t size_ = 0;
  Bytes memory_;
  std::string name_;
};

}  // namespace dareblopy
