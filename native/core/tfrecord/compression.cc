#include "core/tfrecord/compression.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/looks_like.h"
#include "core/inflate/inflate_stream.h"
#include "core/inflate/inflate_whole.h"
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
      LoadBe16(head.data()) % 31 == 0 && !LooksLikeText(head)) {
    return Compression::zlib;
  }
  return Compression::none;
}

Result<OpenedRecords> OpenRecords(SourceRange range, std::optional<Compression> compression,
                                  uint64_t most_whole) {
  if (!compression) {
    uint8_t head[kHeaderSize];
    const MutableBytes bytes(head,
                             static_cast<size_t>(std::min<uint64_t>(range.size(), kHeaderSize)));
    DAREBLOPY_TRY(range.Read(0, bytes));
    compression = DetectCompression(bytes);
  }
  OpenedRecords opened;
  if (*compression == Compression::none) {
    opened.stream = std::make_unique<RangeStream>(std::move(range));
    return opened;
  }
  const auto format = *compression == Compression::gzip ? StreamFormat::gzip : StreamFormat::zlib;
  if (auto whole = InflateWhole(range, format, most_whole)) {
    opened.whole = std::make_shared<const Buffer>(std::move(*whole));
    return opened;
  }
  std::string name = range.name();
  opened.stream =
      NewInflateStream(std::make_unique<RangeStream>(std::move(range)), format, std::move(name));
  return opened;
}

}  // namespace dareblopy::tfrecord
