// What the blocks of an archive say, one after the other: names and sizes that come before an entry
// in headers of their own (pax, GNU) are gathered until its header is there. It reads nothing
// itself, so that files and streams share it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/tar/header.h"
#include "core/tar/pax.h"

namespace dareblopy::tar {

enum class EntryKind : uint8_t {
  file,          // has bytes
  hard_link,     // to a file before it
  sparse,        // a file with holes: its bytes are not as they lie there
  multi_volume,  // the rest of a file that another archive begins
  other          // folders, symbolic links, devices: nothing to read
};

struct EntryHeader {
  EntryKind kind = EntryKind::file;
  std::string name;      // UTF-8, without "./" or "/" before it
  std::string link;      // of a hard link: likewise
  uint64_t size = 0;     // of the data in the archive, which follows
  int64_t modified = 0;  // seconds since 1970
};

class HeaderChain {
 public:
  /// What the next bytes are.
  enum class Next : uint8_t {
    header,   // another block of 512 bytes, for TakeHeader
    payload,  // payload_size() bytes, for TakePayload; then, behind their padding, a header
    entry,    // entry() is complete; its data, then, behind their padding, a header
    end       // nothing that counts
  };

  /// Takes a block of 512 bytes. Error TAR_CORRUPT or LIMIT_EXCEEDED, without a place.
  Result<Next> TakeHeader(Bytes block);
  uint64_t payload_size() const { return payload_size_; }
  Status TakePayload(Bytes payload);
  /// Of the last Next::entry; may be moved from.
  EntryHeader& entry() { return entry_; }
  /// Whether headers were taken whose entry is still to come.
  bool expects_entry() const { return pending_ > 0; }

 private:
  // No path is as long; and an entry has three headers before it at most.
  static constexpr uint64_t kMostPayload = uint64_t{1} << 20;
  static constexpr uint32_t kMostHeaders = 64;

  Result<Next> TakePending(const Header& header);
  void Complete(const Header& header);

  EntryHeader entry_;
  PaxRecords global_;
  PaxRecords local_;
  std::optional<std::string> gnu_name_;
  std::optional<std::string> gnu_link_;
  char payload_type_ = 0;
  uint64_t payload_size_ = 0;
  uint32_t headers_ = 0;    // taken since the last entry
  uint32_t pending_ = 0;    // of them: about the entry to come
  bool extending_ = false;  // the next block goes on with a sparse file's map
};

}  // namespace dareblopy::tar
