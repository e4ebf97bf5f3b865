// Some records, or entries of an archive, in memory, as they were read in order: the currency
// between reading, shuffling and decoding.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/io/source_set.h"

namespace dareblopy {

class Block final : public SourceSet {
 public:
  struct Part {
    const uint8_t* data;
    uint64_t size;
    uint64_t record;  // its number in its file
    const std::string* path;
    const std::string* entry = nullptr;  // its name in an archive; records have none
  };

  Block() : SourceSet(WaitMeter::Assumed::quick) {}

  std::vector<Part> parts;
  std::vector<std::shared_ptr<const void>> owners;  // of what the parts point to

  uint64_t count() const override { return parts.size(); }
  std::string Name(uint64_t index) const override {
    const Part& part = parts[index];
    return part.entry != nullptr ? *part.entry : *part.path;
  }
  Result<uint64_t> Size(uint64_t index) const override { return parts[index].size; }
  std::optional<uint64_t> KnownSize(uint64_t index) const override { return parts[index].size; }
  Bytes Memory(uint64_t index) const override { return {parts[index].data, parts[index].size}; }
  Status Read(uint64_t index, MutableBytes out) const override { return ReadRange(index, 0, out); }
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override;
  void AddPlace(uint64_t index, Error& error) const override;
};

}  // namespace dareblopy
