#include "core/zip/end_record.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "core/base/checked.h"
#include "core/base/endian.h"
#include "core/zip/format.h"

namespace dareblopy::zip {

namespace {

// The source, of which the last bytes were read: around the end record nothing is read twice, as
// each read may take a round trip.
class End {
 public:
  explicit End(const SourceRange& source) : source_(source) {}

  const std::string& name() const { return source_.name(); }
  uint64_t size() const { return source_.size(); }
  const SourceRange& source() const { return source_; }
  Bytes tail() const { return tail_.bytes(); }
  uint64_t tail_begin() const { return size() - tail_.size(); }
  /// Reads the last bytes, as many as there are up to `reach`.
  Status ReadTail(uint64_t reach) {
    tail_.Resize(0);
    Buffer tail;
    tail.Resize(std::min(size(), reach));
    DAREBLOPY_TRY(source_.ReadTimed(size() - tail.size(), tail.mutable_bytes()));
    tail_ = std::move(tail);
    return {};
  }
  Status Read(uint64_t offset, MutableBytes out) const {
    if (offset < tail_begin() || !RangeFits(offset - tail_begin(), out.size(), tail_.size()))
      return source_.Read(offset, out);
    std::memcpy(out.data(), tail_.data() + (offset - tail_begin()), out.size());
    return {};
  }

 private:
  const SourceRange& source_;
  Buffer tail_;
};

Error ErrorAt(ErrorCode code, const End& source, uint64_t offset, std::string message) {
  Error error{code, std::move(message), source.name()};
  error.offset = offset;
  return error;
}

// What both forms of the end record say.
struct Claims {
  uint64_t disk, directory_disk, count_here, count, size, offset;
};

Claims ParseEnd(const uint8_t* p) {
  return {LoadLe16(p + 4),  LoadLe16(p + 6),  LoadLe16(p + 8),
          LoadLe16(p + 10), LoadLe32(p + 12), LoadLe32(p + 16)};
}

Claims ParseEnd64(const uint8_t* p) {
  return {LoadLe32(p + 16), LoadLe32(p + 20), LoadLe64(p + 24),
          LoadLe64(p + 32), LoadLe64(p + 40), LoadLe64(p + 48)};
}

bool IsSaturated(const Claims& c) {
  return c.disk == kSaturated16 || c.directory_disk == kSaturated16 ||
         c.count_here == kSaturated16 || c.count == kSaturated16 || c.size == kSaturated32 ||
         c.offset == kSaturated32;
}

Result<uint32_t> SignatureAt(const End& source, uint64_t offset) {
  uint8_t bytes[4];
  if (!RangeFits(offset, sizeof(bytes), source.size())) return uint32_t{0};
  DAREBLOPY_TRY(source.Read(offset, bytes));
  return LoadLe32(bytes);
}

// The ZIP64 record's place, from its locator: as it says, or right before the locator where
// something was put before the archive without mending its offsets.
Result<std::optional<uint64_t>> FindEnd64(const End& source, uint64_t end_offset) {
  using Found = std::optional<uint64_t>;
  if (end_offset < kLocator64Size + kEnd64Size) return Found();
  const uint64_t locator_offset = end_offset - kLocator64Size;
  uint8_t locator[kLocator64Size];
  DAREBLOPY_TRY(source.Read(locator_offset, locator));
  if (LoadLe32(locator) != kLocator64Signature) return Found();
  if (LoadLe32(locator + 16) > 1) {
    return ErrorAt(ErrorCode::ZIP_MULTI_DISK, source, locator_offset,
                   "the archive is split over several files");
  }
  for (const uint64_t offset : {LoadLe64(locator + 8), locator_offset - kEnd64Size}) {
    if (!RangeFits(offset, kEnd64Size, locator_offset)) continue;
    DAREBLOPY_ASSIGN(const uint32_t signature, SignatureAt(source, offset));
    if (signature == kEnd64Signature) return Found(offset);
  }
  return ErrorAt(ErrorCode::ZIP_CORRUPT, source, locator_offset,
                 "the ZIP64 end record is not where its locator says");
}

// Where reading waits, a directory up to this size is read while it is looked for.
constexpr uint64_t kMostAhead = uint64_t{64} << 20;

// Fills in the directory's place; `end_offset` is where the (ZIP64) end record begins.
Status PlaceDirectory(const End& source, uint64_t end_offset, const Claims& claims,
                      EndRecord& record) {
  record.entry_count = claims.count;
  record.directory_size = claims.size;
  if (claims.size > end_offset) {
    Error error = ErrorAt(ErrorCode::ZIP_CORRUPT, source, end_offset,
                          "the directory is larger than what lies before its end");
    error.expected = claims.size;
    error.actual = end_offset;
    return error;
  }
  // The directory ends where the end record begins; what that differs by from its offset was put
  // before.
  record.directory_begin = end_offset - claims.size;
  if (claims.count == 0 && claims.size == 0) return {};
  if (claims.offset <= record.directory_begin) {
    if (source.source().waits() && claims.size <= kMostAhead) {
      record.directory.Resize(claims.size);
      DAREBLOPY_TRY(source.Read(record.directory_begin, record.directory.mutable_bytes()));
    }
    DAREBLOPY_ASSIGN(const uint32_t signature,
                     record.directory.size() >= sizeof(uint32_t)
                         ? Result<uint32_t>(LoadLe32(record.directory.data()))
                         : SignatureAt(source, record.directory_begin));
    if (signature == kCentralSignature) {
      record.shift = record.directory_begin - claims.offset;
      return {};
    }
    // Else something lies between the directory and its end, and the offset is right as it is.
    DAREBLOPY_ASSIGN(const uint32_t unshifted, SignatureAt(source, claims.offset));
    if (unshifted == kCentralSignature) {
      record.directory_begin = claims.offset;
      record.directory = {};
      return {};
    }
  }
  Error error = ErrorAt(ErrorCode::ZIP_CORRUPT, source, end_offset,
                        "the central directory is not where the end record says");
  error.expected = claims.offset;
  error.actual = record.directory_begin;
  return error;
}

// What the end record at `end_offset` says, `head` being its first bytes, with the ZIP64 one before
// it.
Result<EndRecord> ReadEndRecord(const End& source, uint64_t end_offset, const uint8_t* head) {
  EndRecord record;
  Claims claims = ParseEnd(head);
  uint64_t directory_end = end_offset;
  record.count_is_16_bit = true;
  DAREBLOPY_ASSIGN(const auto end64, FindEnd64(source, end_offset));
  if (end64) {
    uint8_t bytes[kEnd64Size];
    DAREBLOPY_TRY(source.Read(*end64, bytes));
    const Claims wide = ParseEnd64(bytes);
    // 4.4.1.4: the wide record counts where the narrow one says so; a stray locator must not.
    if (IsSaturated(claims) || (wide.count == claims.count && wide.size == claims.size)) {
      claims = wide;
      directory_end = *end64;
      record.count_is_16_bit = false;
    }
  }
  if (claims.disk != 0 || claims.directory_disk != 0 || claims.count_here != claims.count) {
    return ErrorAt(ErrorCode::ZIP_MULTI_DISK, source, end_offset,
                   "the archive is split over several files");
  }
  DAREBLOPY_TRY(PlaceDirectory(source, directory_end, claims, record));
  return record;
}

// The places of end records in the file's last bytes, the last one first.
class EndSearch {
 public:
  explicit EndSearch(Bytes tail)
      : tail_(tail), at_(tail.size() < kEndSize ? 0 : tail.size() - kEndSize + 1) {}
  bool Next() {
    while (at_-- > 0) {
      if (LoadLe32(record()) == kEndSignature) return true;
    }
    return false;
  }
  size_t at() const { return at_; }
  const uint8_t* record() const { return tail_.data() + at_; }
  size_t comment_size() const { return LoadLe16(record() + 20); }
  std::string comment() const {
    return {reinterpret_cast<const char*>(record() + kEndSize), comment_size()};
  }
  /// Where record and comment end, in the file's last bytes or past them.
  size_t end() const { return at_ + kEndSize + comment_size(); }

 private:
  const Bytes tail_;
  size_t at_;
};

// Bytes behind the end record that a transfer added (padding to a block, a newline): as far as
// those of an archive without a comment can reach.
constexpr uint64_t kMostTrailing = uint64_t{64} << 10;

}  // namespace

Result<EndRecord> FindEndRecord(const SourceRange& range) {
  End source(range);
  const uint64_t size = source.size();
  if (size == 0) return ErrorAt(ErrorCode::ZIP_NOT_AN_ARCHIVE, source, 0, "the file is empty");
  // Most archives have no comment: a small read first, then as far as a comment, or what was added
  // behind the record, can reach.
  // Where reading waits, as much as costs no more: what remote objects give when they are opened.
  const uint64_t near = range.waits() ? uint64_t{64} << 10 : uint64_t{1} << 10;
  for (const uint64_t reach : {near, kEndSize + kMostTrailing}) {
    DAREBLOPY_TRY(source.ReadTail(reach));
    const uint64_t tail_begin = source.tail_begin();
    for (EndSearch found(source.tail()); found.Next();) {
      // The record and its comment have to end where the file does: what looks like one inside a
      // comment, or inside a stored archive that the end of a cut-off one happens to hold, does
      // not.
      if (found.end() != source.tail().size()) continue;
      DAREBLOPY_ASSIGN(EndRecord record,
                       ReadEndRecord(source, tail_begin + found.at(), found.record()));
      record.comment = found.comment();
      return record;
    }
    if (tail_begin == 0) break;
  }
  // None does. One with something behind it is taken when all that it says fits as it is: the last
  // that does. One whose offsets would have to be shifted is of an archive inside a cut-off one.
  bool found_cut_off = false, found_misfit = false;
  for (EndSearch found(source.tail()); found.Next();) {
    if (found.end() > source.tail().size()) {
      found_cut_off = true;
      continue;
    }
    auto record = ReadEndRecord(source, source.tail_begin() + found.at(), found.record());
    if (!record.ok() || record.value().shift != 0) {
      found_misfit = found_misfit || !record.ok();
      continue;
    }
    record.value().comment = found.comment();
    return record;
  }
  if (found_cut_off) {
    return ErrorAt(ErrorCode::ZIP_TRUNCATED, source, size, "the archive ends inside its comment");
  }
  if (found_misfit) {
    return ErrorAt(ErrorCode::ZIP_CORRUPT, source, size,
                   "bytes follow the end record, and what it says does not fit the file");
  }
  // A file that begins as an archive and has no end was cut off; others never were one.
  DAREBLOPY_ASSIGN(const uint32_t first, SignatureAt(source, 0));
  if (first == kLocalSignature) {
    return ErrorAt(ErrorCode::ZIP_TRUNCATED, source, size,
                   "the archive ends before its end record");
  }
  return ErrorAt(ErrorCode::ZIP_NOT_AN_ARCHIVE, source, 0, "not a ZIP archive: no end record");
}

}  // namespace dareblopy::zip
