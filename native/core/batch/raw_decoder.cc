#include "core/batch/raw_decoder.h"

#include <cstring>
#include <utility>

#include "core/batch/byte_order.h"

namespace dareblopy {

RawDecoder::RawDecoder(DType dtype, std::vector<uint64_t> shape, bool big_endian)
    : column_{"", dtype, std::move(shape), DTypeSize(dtype)}, big_endian_(big_endian) {
  for (uint64_t extent : column_.row_shape) column_.row_bytes *= extent;
}

std::optional<DirectPart> RawDecoder::ExpectDirect(uint64_t size) const {
  if (size == 0 || size != column_.row_bytes) return std::nullopt;
  return DirectPart{0, 0, size};
}

Status RawDecoder::DecodeRow(Bytes sample, const RowTarget& target) const {
  if (sample.size() != column_.row_bytes) {
    Error error{ErrorCode::SHAPE_MISMATCH, "the sample has another size than its shape and dtype"};
    error.expected = static_cast<uint64_t>(column_.row_bytes);
    error.actual = static_cast<uint64_t>(sample.size());
    return error;
  }
  if (sample.empty()) return {};
  if (target.direct != nullptr && target.direct == target.columns[0]) {
    target.direct = nullptr;  // it was read straight into the row
  } else {
    std::memcpy(target.columns[0], sample.data(), sample.size());
  }
  if (big_endian_) SwapByteOrder({target.columns[0], sample.size()}, DTypeSize(column_.dtype));
  return {};
}

}  // namespace dareblopy
