#include "core/tfrecord/record_index.h"

#include <algorithm>

#include "core/io/file_set.h"
#include "core/tfrecord/compression.h"
#include "core/tfrecord/framing.h"

namespace dareblopy::tfrecord {

namespace {

/// The bytes around the header at hand: a good part of the file where records are small, so that
/// most headers are in memory; the header alone where the next one lies far ahead.
class HeaderWindow {
 public:
  explicit HeaderWindow(const SourceRange& range) : range_(range) {
    if (range.memory().data() == nullptr) buffer_.buffer().Resize(kChunk);
  }
  /// What is in memory from `offset` on, which the range has: 12 bytes at least, where it has them.
  Result<Bytes> At(uint64_t offset, uint64_t last_length) {
    if (range_.memory().data() != nullptr) return range_.memory().subspan(offset);
    if (offset < begin_ || std::min(offset + kHeaderSize, range_.size()) > end_) {
      const uint64_t wanted = last_length > kFar ? kHeaderSize : kChunk;
      const uint64_t size = std::min(wanted, range_.size() - offset);
      DAREBLOPY_TRY(range_.Read(offset, buffer_.bytes().first(size)));
      begin_ = offset;
      end_ = offset + size;
    }
    return Bytes(buffer_.bytes().subspan(offset - begin_, end_ - offset));
  }

 private:
  static constexpr size_t kChunk = 256 << 10;
  static constexpr uint64_t kFar = 8
                                   << 10;  // reading this much costs about what a system call does
  const SourceRange& range_;
  ScratchBuffer buffer_;
  uint64_t begin_ = 0;
  uint64_t end_ = 0;
};

Status CheckUncompressed(const SourceRange& range) {
  uint8_t head[kHeaderSize];
  const MutableBytes bytes(head,
                           static_cast<size_t>(std::min<uint64_t>(range.size(), kHeaderSize)));
  DAREBLOPY_TRY(range.Read(0, bytes));
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
  HeaderWindow window(range);
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
    DAREBLOPY_ASSIGN(const Bytes head, window.At(offset, length));
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

Result<FileIdentity> IdentityOf(const SourceRange& range) {
  FileIdentity identity;
  identity.size = range.size();
  if (const auto* file = dynamic_cast<const FileSet*>(range.set().get()))
    identity.mtime_ns = file->file()->mtime_ns();
  // Sixteen samples, the first and the last bytes among them.
  constexpr uint64_t kSamples = 16;
  constexpr uint64_t kSampleBytes = 4096;
  ScratchBuffer sample(kSampleBytes);
  const uint64_t size = std::min(kSampleBytes, range.size());
  for (uint64_t i = 0; i < kSamples; ++i) {
    const uint64_t offset = (range.size() - size) / (kSamples - 1) * i;
    const MutableBytes bytes = sample.bytes().first(size);
    DAREBLOPY_TRY(range.Read(i + 1 < kSamples ? offset : range.size() - size, bytes));
    identity.sample = Crc32c(bytes, identity.sample);
  }
  return identity;
}

}  // namespace dareblopy::tfrecord
