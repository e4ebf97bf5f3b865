// Items whose bytes were loaded ahead of the batch that needs them: what reading them gave, also
// where that failed.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/io/loaded_item.h"
#include "core/io/source_set.h"

namespace dareblopy {

class LoadedSet final : public SourceSet {
 public:
  /// `sets` keeps alive what `items` point to.
  LoadedSet(std::vector<std::shared_ptr<SourceSet>> sets, std::vector<Item> items,
            std::vector<LoadedItem> loaded)
      : SourceSet(WaitMeter::Assumed::quick),
        sets_(std::move(sets)),
        items_(std::move(items)),
        loaded_(std::move(loaded)) {}

  uint64_t count() const override { return items_.size(); }
  std::string Name(uint64_t index) const override {
    return items_[index].set->Name(items_[index].index);
  }
  Result<uint64_t> Size(uint64_t index) const override;
  std::optional<uint64_t> KnownSize(uint64_t index) const override;
  Status Read(uint64_t index, MutableBytes out) const override { return ReadRange(index, 0, out); }
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override;
  Bytes Memory(uint64_t index) const override;
  void AddPlace(uint64_t index, Error& error) const override {
    items_[index].set->AddPlace(items_[index].index, error);
  }

 private:
  const std::vector<std::shared_ptr<SourceSet>> sets_;
  const std::vector<Item> items_;
  const std::vector<LoadedItem> loaded_;
};

}  // namespace dareblopy
