#include "core/tfrecord/compression.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/inflate/inflate_stream.h"
#include "core/tfrecord/framing.h"

namespace dareblopy::tfrecord {

std::optional<Compression> CompressionFromName(std::string_view name) {
  for (size_t i = 0; i < std::size(kCompressionNames); ++i) {
    if (kCompressionNames[i] == name) return static_cast<Compression>(i);
  }
  return std::nullopt;
}

Compression DetectCompression(Bytes head) {
  uint64_t length = 0;
  if (head.size() >= kHeaderSize && ReadHeader(head.data(), length)) return Compression::none;
  if (head.size() >= 3 && head[0] == 0x1f && head[1] == 0x8b && head[2] == 8)
    return Compression::gzip;
  if (head.size() >= 2 && (head[0] & 0x0f) == 8 && head[0] >> 4 <= 7 &&
      LoadBe16(head.data()) % 31 == 0) {
    return Compression::zlib;
  }
  return Compression::none;
}

Result<std::unique_ptr<ByteStream>> OpenRecords(SourceRange range,
                                                std::optional<Compression> compression) {
  if (!compression) {
    uint8_t head[kHeaderSize];
    const MutableBytes bytes(head,
                             static_cast<size_t>(std::min<uint64_t>(range.size(), kHeaderSize)));
    DAREBLOPY_TRY(range.Read(0, bytes));
    compression = DetectCompression(bytes);
  }
  std::string name = range.name();
  std::unique_ptr<ByteStream> stream = std::make_unique<RangeStream>(std::move(range));
  if (*compression == Compression::none) return stream;
  const auto format = *compression == Compression::gzip ? StreamFormat::gzip : StreamFormat::zlib;
  return NewInflateStream(std::move(stream), format, std::move(name));
}

}  // namespace dareblopy::tfrecord
