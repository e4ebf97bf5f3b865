// What a TFRecord file is wrapped in, told from its first bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "core/io/byte_stream.h"

namespace dareblopy::tfrecord {

enum class Compression : uint8_t { none, gzip, zlib };

inline constexpr std::string_view kCompressionNames[] = {"none", "gzip", "zlib"};
std::optional<Compression> CompressionFromName(std::string_view name);

/// A first record's header is told by its checksum, GZIP and ZLIB by their magic; anything else is
/// none, and then an error of its first record. An empty file is none.
Compression DetectCompression(Bytes head);

/// The records' bytes, in order. `compression` empty: detected.
Result<std::unique_ptr<ByteStream>> OpenRecords(SourceRange range,
                                                std::optional<Compression> compression);

}  // namespace dareblopy::tfrecord
