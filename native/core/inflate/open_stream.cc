#include "core/inflate/open_stream.h"

#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "core/inflate/inflate_stream.h"
#include "core/inflate/inflate_whole.h"

namespace dareblopy {

namespace {

/// More than this, inflated, is streamed.
constexpr uint64_t kMostWhole = 32 << 20;

class BufferStream final : public ByteStream {
 public:
  explicit BufferStream(Buffer bytes) : bytes_(std::move(bytes)) {}
  Result<size_t> Read(MutableBytes out) override {
    const size_t size = std::min(out.size(), bytes_.size() - at_);
    if (size > 0) std::memcpy(out.data(), bytes_.data() + at_, size);
    at_ += size;
    return size;
  }

 private:
  const Buffer bytes_;
  size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> OpenStream(SourceRange range) {
  uint8_t head[4] = {};
  DAREBLOPY_TRY(range.Read(0, MutableBytes(head).first(std::min<uint64_t>(range.size(), 4))));
  if (head[0] != 0x1f || head[1] != 0x8b || head[2] != 8)
    return std::unique_ptr<ByteStream>(std::make_unique<RangeStream>(std::move(range)));
  if (auto whole = InflateWhole(range, StreamFormat::gzip, kMostWhole))
    return std::unique_ptr<ByteStream>(std::make_unique<BufferStream>(std::move(*whole)));
  std::string name = range.name();
  return NewInflateStream(std::make_unique<RangeStream>(std::move(range)), StreamFormat::gzip,
                          std::move(name));
}

}  // namespace dareblopy
