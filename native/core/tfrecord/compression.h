// What a TFRecord file is wrapped in, told from its first bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "core/base/buffer.h"
#include "core/io/byte_stream.h"

namespace dareblopy::tfrecord {

enum class Compression : uint8_t { none, gzip, zlib };

inline constexpr std::string_view kCompressionNames[] = {"none", "gzip", "zlib"};
std::optional<Compression> CompressionFromName(std::string_view name);

/// A first record's header is told by its checksum, GZIP and ZLIB by their magic; anything else is
/// none, and then an error of its first record. An empty file is none.
Compression DetectCompression(Bytes head);

/// The records' bytes of one file: as a stream, or all of them in memory.
struct OpenedRecords {
  std::unique_ptr<ByteStream> stream{};
  std::shared_ptr<const Buffer> whole{};
};
/// `compression` empty: detected. A compressed file is inflated in one go where it is sound and its
/// records take at most `most_whole` bytes; what is wrong with another, its stream tells.
Result<OpenedRecords> OpenRecords(SourceRange range, std::optional<Compression> compression,
                                  uint64_t most_whole);

}  // namespace dareblopy::tfrecord
