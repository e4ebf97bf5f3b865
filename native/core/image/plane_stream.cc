#include "core/image/plane_stream.h"

#include <cstring>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace dareblopy {

PlaneStream::~PlaneStream() {
  Flush();
#if defined(__x86_64__)
  _mm_sfence();  // such stores are ordered by nothing else
#endif
}

void PlaneStream::StoreLines(float* first, size_t plane) {
  for (size_t c = 0; c < channels_; ++c) {
    const float* line = lines_ + c * kLine;
    float* out = first + c * plane;
#if defined(__x86_64__)
    for (size_t i = 0; i < kLine; i += 4) _mm_stream_ps(out + i, _mm_load_ps(line + i));
#else
    std::memcpy(out, line, kLine * sizeof(float));
#endif
  }
  held_ = 0;
}

void PlaneStream::Flush() {
  for (size_t c = 0; c < channels_ && held_ > 0; ++c) {
    std::memcpy(next_ - held_ + c * plane_, lines_ + c * kLine, held_ * sizeof(float));
  }
  held_ = 0;
}

}  // namespace dareblopy
