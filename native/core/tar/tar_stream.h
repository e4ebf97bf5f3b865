// The files in an archive, read in order: from a pipe of bytes, compressed or not, in bounded
// memory.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/io/byte_stream.h"
#include "core/stream/block_source.h"
#include "core/tar/header_chain.h"

namespace dareblopy::tar {

struct TarStreamOptions {
  uint64_t max_entry_bytes = uint64_t{1} << 30;
  uint64_t block_bytes = 512 << 10;  // a block has at least one entry, and about this many bytes
};

/// One archive. Compression is told from its first bytes. Errors: TAR_NOT_AN_ARCHIVE,
/// TAR_TRUNCATED, TAR_CORRUPT, TAR_UNSUPPORTED (also hard links, whose file may be gone by),
/// LIMIT_EXCEEDED, those of the compression, and those of reading.
class TarStream final : public BlockSource {
 public:
  struct Source {
    std::shared_ptr<const SourceSet> set;
    uint64_t index;
    uint64_t begin = 0;
    uint64_t end = Item::kToEnd;
  };
  TarStream(Source source, const TarStreamOptions& options);

  Result<std::shared_ptr<Block>> Next(size_t most) override;

 private:
  class Gathering;
  Status Open();
  /// Fills `out`; false where the stream ends before.
  Result<bool> Fill(MutableBytes out);
  Status Skip(uint64_t bytes);
  Result<bool> NextEntry();
  Status TakePayload();
  Status TakeEntry(Gathering& gathering);
  Error Place(Error error) const;
  Error Truncated(uint64_t needed) const;

  const Source source_;
  const TarStreamOptions options_;
  std::shared_ptr<const std::string> path_;
  std::unique_ptr<ByteStream> stream_;
  HeaderChain chain_;
  Buffer ahead_;  // read and not yet taken: [at_, end_)
  size_t at_ = 0;
  size_t end_ = 0;
  uint64_t offset_ = 0;  // in the archive, of what is taken next
  uint64_t entries_ = 0;
  bool ended_ = false;
  std::optional<Error> pending_;  // met behind entries that were handed out first
};

}  // namespace dareblopy::tar
