// One large picture by several threads: bands of rows, each found by its restart markers.
#pragma once

#include "core/base/thread_pool.h"
#include "core/jpeg/backend.h"

namespace dareblopy::jpeg {

struct BandWork {
  const Backend& backend;
  Bytes data;
  const OpenOptions& open;
  const PixelOptions& pixels;
  Rect window;  // of the image as it comes out
};

/// Into how many bands `work` is cut; 1 where that does not pay: a small window, a file whose
/// restart markers are far apart or none, or no thread that has nothing to do.
uint32_t BandsOf(const BandWork& work, const ThreadPool& pool);

/// Decodes to `out`, rows `stride` bytes apart: the pixels that Decompressor::Decode gives. False,
/// with anything in `out`, for whatever is out of the ordinary: the image has to be decoded in one
/// piece then, which says what is wrong. No image of the backend may be open on this thread.
bool DecodeBands(const BandWork& work, uint32_t bands, ThreadPool& pool, uint8_t* out,
                 size_t stride);

}  // namespace dareblopy::jpeg
