// The entries of archives in compact form: a row of fixed size an entry, and all names in one blob.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/buffer.h"
#include "core/base/error.h"

namespace dareblopy::tar {

/// 40 bytes; kept indexes hold them as they are.
struct EntryRecord {
  enum Flag : uint32_t {
    kSparse = 1,
    kMultiVolume = 2,
    kDanglingLink = 4,  // a hard link to what is not in the archive before it
  };
  uint64_t data_offset;
  uint64_t size;        // of the data
  int64_t modified;     // seconds since 1970
  uint64_t name_begin;  // in the names; the next record's is its end
  uint32_t file;        // of the list of archives
  uint32_t flags;
};
static_assert(sizeof(EntryRecord) == 40);

class Entries {
 public:
  Entries() : records_{EntryRecord{}} {}

  size_t count() const { return records_.size() - 1; }
  const EntryRecord& record(size_t index) const { return records_[index]; }
  /// UTF-8.
  std::string_view name(size_t index) const {
    const auto* names = reinterpret_cast<const char*>(names_.data());
    return {names + records_[index].name_begin,
            static_cast<size_t>(records_[index + 1].name_begin - records_[index].name_begin)};
  }
  void PrefetchName(size_t index) const { __builtin_prefetch(&records_[index]); }

  /// Its `name_begin` is set here.
  void Add(EntryRecord record, std::string_view name);
  /// The data of a hard link is that of the file before it.
  void SetData(size_t index, const EntryRecord& like);
  /// Appends those of another archive, which becomes number `file`.
  void AddAll(const Entries& others, uint32_t file);

  /// As bytes, for a kept index.
  Buffer Save() const;
  /// Nothing where the bytes are not what Save gave for an archive of this size.
  static std::optional<Entries> Load(Bytes saved, uint64_t archive_size);

 private:
  std::vector<EntryRecord> records_;  // one more than there are entries: it ends the last name
  Buffer names_;
};

}  // namespace dareblopy::tar
