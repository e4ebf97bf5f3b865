// Rows of float planes written past the caches, in whole cache lines. What of a row fills no line
// waits for the next row to go on there: half a line would be read from memory first, and the
// thread would wait for it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/image/kernels.h"

namespace dareblopy {

/// For one image; belongs to one thread. Everything is written, and visible to whom the thread
/// tells, when it is gone.
class PlaneStream {
 public:
  static constexpr size_t kLine = 16;  // floats of a cache line
#if defined(__x86_64__)
  static constexpr bool kWorthIt = true;
#else
  static constexpr bool kWorthIt = false;  // no such stores, or none that were measured
#endif

  explicit PlaneStream(size_t channels) : channels_(channels) {}
  ~PlaneStream();
  PlaneStream(const PlaneStream&) = delete;
  PlaneStream& operator=(const PlaneStream&) = delete;

  /// A row of `pixels` pixels at `row`. `convert(first, count, out)` makes some of them; where it
  /// is told to write past the caches, it is whole lines.
  template <typename Convert>
  void Write(const PlanesOut& row, size_t pixels, Convert convert) {
    if (row.data != next_ || row.plane != plane_) Flush();
    // Planes that begin in different places of a line would need lines of their own.
    if (row.plane % kLine != 0) return convert(0, pixels, row);
    const size_t place = reinterpret_cast<uintptr_t>(row.data) / sizeof(float) % kLine;
    const size_t head = std::min(pixels, (kLine - place) % kLine);
    if (head > 0 && held_ == place) {
      convert(0, head, PlanesOut{lines_ + held_, kLine});
      held_ += head;
      if (held_ == kLine) StoreLines(row.data - place, row.plane);
    } else if (head > 0) {  // the line's beginning is another's
      convert(0, head, PlanesOut{row.data, row.plane});
    }
    const size_t body = (pixels - head) / kLine * kLine;
    if (body > 0) convert(head, body, PlanesOut{row.data + head, row.plane, true});
    if (const size_t rest = pixels - head - body; rest > 0) {
      convert(head + body, rest, PlanesOut{lines_, kLine});
      held_ = rest;
    }
    next_ = row.data + pixels;
    plane_ = row.plane;
  }

 private:
  /// Writes the held lines, which are full, to their place.
  void StoreLines(float* first, size_t plane);
  /// Writes what is held where it belongs.
  void Flush();

  size_t channels_;
  alignas(64) float lines_[4 * kLine];  // of each plane, the last floats before `next_`
  size_t held_ = 0;                     // of a line; less than one
  float* next_ = nullptr;               // where the last row ended, in the first plane
  size_t plane_ = 0;
};

}  // namespace dareblopy
