#include "core/tfrecord/record_index.h"

#include <algorithm>

#include "core/io/header_window.h"
#include "core/tfrecord/compression.h"
#include "core/tfrecord/framing.h"

namespace dareblopy::tfrecord {

namespace {

Status CheckUncompressed(const SourceRange& range) {
  uint8_t head[kHeaderSize];
  const MutableBytes bytes(head,
                           static_cast<size_t>(std::min<uint64_t>(range.size(), kHeaderSize)));
  DAREBLOPY_TRY(range.ReadTimed(0, bytes));
  const Compression compression = DetectCompression(bytes);
  if (compression == Compression::none) return {};
  Error error{ErrorCode::TFRECORD_COMPRESSED,
              "a compressed file has no random access: read it in order with readTFRecords()",
              range.name()};
  error.expected = std::string("none");
  error.actual = std::string(kCompressionNames[static_cast<size_t>(compression)]);
  return error;
}

}  // namespace

Result<RecordOffsets> ScanRecords(const SourceRange& range, const ScanOptions& options,
                                  const std::atomic<bool>* cancelled) {
  DAREBLOPY_TRY(CheckUncompressed(range));
  const std::string& path = range.name();
  RecordOffsets offsets{0};
  HeaderWindow window(range, kHeaderSize);
  uint64_t offset = 0;
  uint64_t length = 0;
  const auto broken = [&](Error error) -> Result<RecordOffsets> {
    const bool records = error.code != ErrorCode::TFRECORD_NOT_A_TFRECORD;
    if (options.stop_at_corrupt && records) return std::move(offsets);
    return error;
  };
  while (offset < range.size()) {
    const RecordPlace place{path, offsets.size() - 1, offset};
    const uint64_t left = range.size() - offset;
    if (left < kFrameSize && offset > 0) return broken(TruncatedError(place, kFrameSize, left));
    DAREBLOPY_ASSIGN(const Bytes head, window.At(offset, kHeaderSize, length));
    if (left < kHeaderSize) return broken(HeaderTruncatedError(place, head));
    if (!ReadHeader(head.data(), length)) return broken(LengthCrcError(place, head));
    if (left < kFrameSize) return broken(TruncatedError(place, kFrameSize, left));
    if (length > options.max_record_bytes)
      return RecordTooLargeError(place, options.max_record_bytes, length);
    if (length > left - kFrameSize) return broken(TruncatedError(place, length + kFrameSize, left));
    offset += length + kFrameSize;
    offsets.push_back(offset);
    if (offsets.size() % 4096 == 0 && cancelled != nullptr &&
        cancelled->load(std::memory_order_relaxed)) {
      return Error{ErrorCode::ABORTED, "the scan was aborted", path};
    }
  }
  return offsets;
}

}  // namespace dareblopy::tfrecord
