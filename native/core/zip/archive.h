// A ZIP archive as a set of sources: an entry is read, inflated and checked in one job of any
// thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/source_range.h"
#include "core/io/source_set.h"
#include "core/zip/directory.h"
#include "core/zip/name_table.h"

namespace dareblopy::zip {

/// What a caller lets an archive cost.
struct ArchiveOptions {
  /// Most bytes of an entry read into memory at once; ranges and streams of larger ones are fine.
  uint64_t max_entry_bytes = uint64_t{1} << 30;
  uint64_t max_entries = 10'000'000;
  /// Most bytes that a compressed byte may become. Deflate cannot reach more than 1,032.
  uint64_t max_ratio = 1032;
  /// Whether an entry that is read whole has its CRC-32 checked.
  bool verify = true;
};

/// Immutable; any number of threads read at once, without a lock. Only pread is used on files.
class Archive final : public SourceSet {
 public:
  /// Reads the central directory. Errors: ZIP_NOT_AN_ARCHIVE, ZIP_TRUNCATED, ZIP_CORRUPT,
  /// ZIP_OVERLAP, ZIP_MULTI_DISK, LIMIT_EXCEEDED, or what reading gave.
  static Result<std::shared_ptr<Archive>> Open(SourceRange source, const ArchiveOptions& options);

  /// The entry of that name, the last one where there are several.
  std::optional<uint64_t> Find(std::string_view name) const;
  const Directory& directory() const { return directory_; }
  const NameTable& names() const { return names_; }
  const SourceRange& source() const { return source_; }
  /// Raw bytes of the archive's comment.
  const std::string& comment() const { return comment_; }
  const ArchiveOptions& options() const { return options_; }

  /// Whether the entry can be read at all: not encrypted, of a known method, sizes that can be
  /// true. Errors: ZIP_ENCRYPTED, ZIP_METHOD_UNSUPPORTED, ZIP_MULTI_DISK, ZIP_SIZE_MISMATCH,
  /// LIMIT_EXCEEDED.
  Status CheckReadable(uint64_t index) const;
  /// Where the entry's data begin in the source; reads and checks the local header.
  Result<uint64_t> DataOffset(uint64_t index) const;
  /// `error` with path, entry and (where it has none yet) offset of the entry.
  Error Place(Error error, uint64_t index) const;
  /// ZIP_CRC_MISMATCH, where the two differ.
  Status CheckCrc(uint64_t index, uint32_t actual) const;

  uint64_t count() const override { return directory_.count(); }
  std::string Name(uint64_t index) const override { return std::string(directory_.name(index)); }
  Result<uint64_t> Size(uint64_t index) const override;
  Result<uint64_t> SizeForRanges(uint64_t index) const override;
  std::optional<uint64_t> KnownSize(uint64_t index) const override;
  void Prefetch(uint64_t index, bool once_more) const override;
  Status Read(uint64_t index, MutableBytes out) const override;
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override;
  Status ReadInto(uint64_t index, Buffer& out) const override;
  Result<std::optional<Extent>> Locate(uint64_t index) const override;
  bool RangesAreCheap(uint64_t index) const override {
    return directory_.record(index).method == 0;
  }
  std::optional<Span> SpanOf(uint64_t index) const override;
  uint64_t Position(uint64_t index) const override {
    return directory_.record(index).header_offset;
  }

 private:
  Archive(SourceRange source, const ArchiveOptions& options, Directory directory,
          std::string comment);

  Status CheckWholeReadable(uint64_t index) const;
  Status ReadStored(uint64_t index, MutableBytes out) const;
  Status ReadCompressed(uint64_t index, MutableBytes out) const;
  Status ReadCompressedRange(uint64_t index, uint64_t begin, MutableBytes out) const;
  size_t GuessHeaderLength(uint64_t index) const;
  Result<size_t> CheckHeader(uint64_t index, Bytes begin) const;

  const SourceRange source_;
  const ArchiveOptions options_;
  const Directory directory_;
  const NameTable names_;
  const std::string comment_;
  // Bytes of the extra field in the local header read last: writers give all entries the same, so
  // header and data are read with one system call.
  mutable std::atomic<uint32_t> extra_guess_{0};
};

}  // namespace dareblopy::zip
