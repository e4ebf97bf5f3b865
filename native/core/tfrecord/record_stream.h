// Records of files read one after the other, in blocks: whatever they are wrapped in, in bounded
// memory, every checksum checked.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/io/byte_stream.h"
#include "core/stream/ahead_stream.h"
#include "core/tfrecord/compression.h"
#include "core/tfrecord/record_block.h"

namespace dareblopy::tfrecord {

enum class OnCorrupt : uint8_t { fail, skip, stop };

struct StreamOptions {
  std::optional<Compression> compression{};  // empty: detected, file by file
  bool verify = true;                        // the data's checksum; the length's is always checked
  /// skip: a record whose data is corrupt is left out (its length still leads to the next one);
  /// what cannot be skipped fails. stop: the file ends at its first corrupt record.
  OnCorrupt on_corrupt = OnCorrupt::fail;
  uint64_t max_record_bytes = uint64_t{2} << 30;
  uint64_t block_bytes = 512 << 10;  // a block has at least one record, and about this many bytes
  /// A compressed file whose records are no more than this is inflated in one go, which is faster.
  uint64_t whole_bytes = 32 << 20;
};

class RecordStream final : public BlockSource {
 public:
  struct Source {
    std::shared_ptr<const SourceSet> set;
    uint64_t index;
    uint64_t begin = 0;
    uint64_t end = Item::kToEnd;
  };
  RecordStream(std::vector<Source> sources, StreamOptions options);

  Result<std::shared_ptr<RecordBlock>> Next(size_t max_records) override;
  uint64_t corrupt() const override { return corrupt_; }
  bool waits() const override { return waits_; }

 private:
  Result<bool> OpenNext();
  void Close();
  /// Reads on until `size_ - at_` is at least `needed`; false when the file ends before.
  Result<bool> Fill(size_t needed);
  Status NextRecord(RecordBlock& block, bool& ended);
  Result<std::shared_ptr<RecordBlock>> Fail(Error error);
  /// Where the bytes in memory begin.
  const uint8_t* base() const { return whole_ != nullptr ? whole_->data() : buffer_.data(); }
  /// What is in memory from the next header on.
  Bytes head() const { return {base() + at_, size_ - at_}; }
  /// Whether the next record is in memory as a whole.
  bool HasWholeRecord() const;
  /// Hands the memory to the block; what lies behind its records begins the next buffer.
  void HandOver(RecordBlock& block);
  /// Moves what is not read yet to the front.
  void Compact();
  Status HandleCorrupt(Error error, bool skippable, bool& ended);

  const std::vector<Source> sources_;
  const StreamOptions options_;
  size_t next_source_ = 0;
  std::unique_ptr<ByteStream> stream_;  // of the file at hand
  std::shared_ptr<const std::string> path_;
  std::shared_ptr<const Buffer> whole_;  // all of the file's records; blocks share it
  Buffer buffer_;  // else: bytes read and not yet given; records are handed over with it
  std::vector<size_t> begins_;  // of the data of the block's records, while it is in buffer_
  size_t at_ = 0;               // of the next header in buffer_
  size_t size_ = 0;             // bytes in buffer_
  uint64_t base_ = 0;           // offset in the file's records of buffer_'s first byte
  uint64_t record_ = 0;         // number of the next record in its file
  uint64_t corrupt_ = 0;
  bool waits_ = false;
  std::optional<Error> pending_;  // met behind records that were handed out first
};

/// What reads each of the sources, for an AheadStream over them.
OpenFileSource RecordsOf(std::vector<RecordStream::Source> sources, const StreamOptions& options);

}  // namespace dareblopy::tfrecord
