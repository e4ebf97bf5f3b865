// Records of indexed files, in the order of the files: random access, each read checked.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/io/source_set.h"
#include "core/tfrecord/record_index.h"

namespace dareblopy::tfrecord {

class RecordSet final : public SourceSet {
 public:
  struct IndexedFile {
    SourceRange range;
    RecordOffsets offsets;
  };
  /// `verify`: check the data's checksum of whole records.
  RecordSet(std::vector<IndexedFile> files, bool verify);

  uint64_t count() const override { return first_.back(); }
  std::string Name(uint64_t index) const override { return Find(index).file->range.name(); }
  Result<uint64_t> Size(uint64_t index) const override { return Find(index).size; }
  std::optional<uint64_t> KnownSize(uint64_t index) const override { return Find(index).size; }
  Status Read(uint64_t index, MutableBytes out) const override;
  Status ReadInto(uint64_t index, Buffer& out) const override;
  /// The whole record and the checksum behind it, in one read; checked.
  Status ReadWithFooter(uint64_t index, MutableBytes out) const;
  Result<bool> ReadAround(uint64_t index, MutableBytes out, uint64_t offset,
                          MutableBytes part) const override;
  Status ReadRange(uint64_t index, uint64_t begin, MutableBytes out) const override;
  void AddPlace(uint64_t index, Error& error) const override;
  std::optional<Span> SpanOf(uint64_t index) const override;
  /// Files one after the other.
  uint64_t Position(uint64_t index) const override;

  const std::vector<IndexedFile>& files() const { return files_; }
  /// The record whose header lies at `offset` of a file; count() where there is none.
  uint64_t IndexAt(size_t file, uint64_t offset) const;

 private:
  struct Place {
    const IndexedFile* file;
    uint64_t record;  // in the file
    uint64_t offset;  // of the header
    uint64_t size;    // of the data
  };
  Place Find(uint64_t index) const;
  Status Check(const Place& place, Bytes data, const uint8_t* footer) const;

  const std::vector<IndexedFile> files_;
  std::vector<uint64_t> first_;  // of each file, and the count of all
  const bool verify_;
};

}  // namespace dareblopy::tfrecord
