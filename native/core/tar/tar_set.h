// The files in tar archives, in the order of the archives: an entry is read straight from where it
// lies.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/name_table.h"
#include "core/io/source_range.h"
#include "core/io/source_set.h"
#include "core/tar/entries.h"

namespace dareblopy::tar {

/// Immutable; any number of threads read at once, without a lock.
class TarSet final : public SourceSet {
 public:
  /// `entries` are those of all archives, in order.
  TarSet(std::vector<SourceRange> archives, Entries entries, uint64_t max_entry_bytes);

  const Entries& entries() const { return entries_; }
  const NameTable<Entries>& names() const { return names_; }
  const std::vector<SourceRange>& archives() const { return archives_; }

  uint64_t count() const override { return entries_.count(); }
  std::string Name(uint64_t index) const override { return std::string(entries_.name(index)); }
  Result<uint64_t> Size(uint64_t index) const override;
  Result<uint64_t> SizeForRanges(uint64_t index) const override;
  std::optional<uint64_t> KnownSize(uint64_t index) const override;
  void Prefetch(uint64_t index, bool once_more) const override;
  Status Read(uint64_t index, MutableBytes out) const override;
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override;
  Bytes Memory(uint64_t index) const override;
  Result<std::optional<Extent>> Locate(uint64_t index) const override;
  void AddPlace(uint64_t index, Error& error) const override;

 private:
  const SourceRange& ArchiveOf(uint64_t index) const {
    return archives_[entries_.record(index).file];
  }
  Status CheckReadable(uint64_t index) const;
  Error Place(Error error, uint64_t index) const;

  const std::vector<SourceRange> archives_;
  const Entries entries_;
  const NameTable<Entries> names_;
  const uint64_t max_entry_bytes_;
};

}  // namespace dareblopy::tar
