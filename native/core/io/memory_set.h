// Bytes in memory as sources. The set owns copies: memory of JavaScript's could be moved away while
// a thread reads it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/io/source_set.h"

namespace dareblopy {

class MemorySet final : public SourceSet {
 public:
  /// Memory of a set that is gone is used again: touching fresh pages costs more than copying.
  MemorySet();
  ~MemorySet() override;
  MemorySet(const MemorySet&) = delete;
  MemorySet& operator=(const MemorySet&) = delete;

  /// Copies `bytes` in; the answer is the item's index. Not after threads have begun to read.
  uint64_t Add(Bytes bytes, std::string name = {});
  /// Copies many in.
  void AddAll(std::span<const Bytes> items);
  /// Takes `bytes` over where it is the first item; else copies it in.
  uint64_t Add(Buffer bytes, std::string name);
  uint64_t count() const override { return ends_.size(); }
  std::string Name(uint64_t index) const override;
  Result<uint64_t> Size(uint64_t index) const override { return Memory(index).size(); }
  std::optional<uint64_t> KnownSize(uint64_t index) const override { return Memory(index).size(); }
  Status Read(uint64_t index, MutableBytes out) const override { return ReadRange(index, 0, out); }
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override;
  Bytes Memory(uint64_t index) const override;
  /// Of several items that have no name the number tells which.
  void AddPlace(uint64_t index, Error& error) const override;

 private:
  Buffer data_;
  std::vector<uint64_t> ends_;
  std::vector<std::string> names_;  // those of the first items: others have none
};

}  // namespace dareblopy
