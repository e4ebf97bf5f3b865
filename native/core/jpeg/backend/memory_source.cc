#include "core/jpeg/backend/memory_source.h"

#include <algorithm>
#include <type_traits>

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

static_assert(std::is_standard_layout_v<MemorySource>,
              "a pointer to base_ is a pointer to the source");

MemorySource::MemorySource() {
  base_.init_source = [](j_decompress_ptr) {};
  base_.fill_input_buffer = Fill;
  base_.skip_input_data = Skip;
  base_.resync_to_restart = jpeg_resync_to_restart;
  base_.term_source = [](j_decompress_ptr) {};
}

void MemorySource::Reset(Bytes data) {
  base_.next_input_byte = data.data();
  base_.bytes_in_buffer = data.size();
  data_ = data;
  exhausted_ = false;
}

bool MemorySource::AreZero(uint64_t offset, size_t count) const {
  if (offset < count || offset > data_.size()) return false;
  const Bytes bytes = data_.subspan(static_cast<size_t>(offset) - count, count);
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

boolean MemorySource::Fill(j_decompress_ptr info) {
  static const JOCTET kEndOfImage[2] = {0xFF, JPEG_EOI};
  auto& source = *reinterpret_cast<MemorySource*>(info->src);
  source.exhausted_ = true;
  WARNMS(info, JWRN_JPEG_EOF);
  source.base_.next_input_byte = kEndOfImage;
  source.base_.bytes_in_buffer = sizeof(kEndOfImage);
  return TRUE;
}

void MemorySource::Skip(j_decompress_ptr info, long count) {
  if (count <= 0) return;
  auto& source = *reinterpret_cast<MemorySource*>(info->src);
  const auto wanted = static_cast<size_t>(count);
  if (wanted > source.base_.bytes_in_buffer) {
    Fill(info);
    return;
  }
  source.base_.next_input_byte += wanted;
  source.base_.bytes_in_buffer -= wanted;
}

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
