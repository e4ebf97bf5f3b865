// Files by path, opened when they are read: what readFiles, openFolder and plain path strings stand
// on.
#pragma once

#include <string>
#include <vector>

#include "core/io/size_guess.h"
#include "core/io/source_set.h"

namespace dareblopy {

class PathSet final : public SourceSet {
 public:
  explicit PathSet(std::vector<std::string> paths) : paths_(std::move(paths)) {}
  uint64_t count() const override { return paths_.size(); }
  std::string Name(uint64_t index) const override { return paths_[index]; }
  Result<uint64_t> Size(uint64_t index) const override;
  Status Read(uint64_t index, MutableBytes out) const override;
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override;
  Status ReadInto(uint64_t index, Buffer& out) const override;
  Result<std::shared_ptr<const SourceSet>> OpenItem(uint64_t index) const override;
  Result<std::optional<Extent>> Locate(uint64_t index) const override;
  /// One for all: most of these sets live for one call.
  WaitMeter& meter() const override;

 private:
  std::vector<std::string> paths_;
  mutable SizeGuess size_guess_;
};

}  // namespace dareblopy
