// libjpeg's data destination over a Buffer.
#pragma once

#include "core/base/buffer.h"
#include "core/jpeg/backend/library.h"

namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE {

/// libjpeg's destination: a fixed chunk that is appended to a Buffer whenever it is full.
class BufferDestination {
 public:
  explicit BufferDestination(Buffer& out) : out_(&out), chunk_(kChunk) {
    base_.init_destination = [](j_compress_ptr info) { Of(info).Rewind(); };
    base_.empty_output_buffer = [](j_compress_ptr info) -> boolean {
      Of(info).Flush(info, kChunk);
      return TRUE;
    };
    base_.term_destination = [](j_compress_ptr info) {
      Of(info).Flush(info, kChunk - Of(info).base_.free_in_buffer);
    };
  }
  jpeg_destination_mgr* manager() { return &base_; }

 private:
  static constexpr size_t kChunk = size_t{64} << 10;

  static BufferDestination& Of(j_compress_ptr info) {
    return *reinterpret_cast<BufferDestination*>(info->dest);
  }
  void Rewind() {
    base_.next_output_byte = chunk_.data();
    base_.free_in_buffer = kChunk;
  }
  void Flush(j_compress_ptr info, size_t size) {
    bool kept = true;
    try {
      out_->Append({chunk_.data(), size});
    } catch (...) {  // no exception may pass through libjpeg
      kept = false;
    }
    if (!kept) ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
    Rewind();
  }

  jpeg_destination_mgr base_{};  // first: libjpeg's callbacks get a pointer to it
  Buffer* out_;
  Buffer chunk_;
};

}  // namespace dareblopy::jpeg::DAREBLOPY_JPEG_NAMESPACE
