// The central directory in compact form: a row of fixed size an entry, and all names in one blob.
// No object an entry: 100,000 entries take about 6 MB.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/io/source_range.h"
#include "core/zip/end_record.h"

namespace dareblopy::zip {

/// What the central directory says of an entry. 40 bytes.
struct EntryRecord {
  enum Flag : uint16_t {
    kEncrypted = 1,
    kDescriptor = 2,      // the local header may leave sizes and CRC out
    kModifiedIsUnix = 4,  // else MS-DOS local time
    kNameConverted = 8,   // the raw name was CP437
    kNameReplaced = 16,   // the name is from the Unicode Path field
    kOtherDisk = 32,
  };
  uint64_t header_offset : 48;  // of the local header, in the source
  uint64_t flags : 16;
  uint64_t compressed_size;  // bytes in the archive
  uint64_t size;             // bytes once read
  uint32_t crc32;
  uint32_t name_begin;  // in the names; the next record's is its end
  uint32_t modified;    // seconds since 1970, or MS-DOS date (high half) and time
  uint16_t method;
  uint16_t raw_name_length;  // bytes of the name as the headers hold it

  bool has(Flag flag) const { return (flags & flag) != 0; }
};
static_assert(sizeof(EntryRecord) == 40);

class Directory {
 public:
  /// Reads and checks the directory. `max_entries`: LIMIT_EXCEEDED above it, before memory is
  /// taken.
  static Result<Directory> Parse(const SourceRange& source, const EndRecord& end,
                                 uint64_t max_entries);

  size_t count() const { return records_.size() - 1; }
  const EntryRecord& record(size_t index) const { return records_[index]; }
  /// UTF-8.
  std::string_view name(size_t index) const {
    const auto* names = reinterpret_cast<const char*>(names_.data());
    return {names + records_[index].name_begin,
            records_[index + 1].name_begin - records_[index].name_begin};
  }
  void PrefetchName(size_t index) const { __builtin_prefetch(&records_[index]); }
  /// UTF-8; empty for most.
  std::string_view comment(size_t index) const;

 private:
  friend class DirectoryParser;
  Status CheckOverlaps(const SourceRange& source) const;

  std::vector<EntryRecord> records_;  // one more than there are entries: it ends the last name
  Buffer names_;
  std::vector<std::pair<uint32_t, std::string>> comments_;  // by index, ascending
};

}  // namespace dareblopy::zip
