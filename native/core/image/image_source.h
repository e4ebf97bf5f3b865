// The seam between the picture formats and what is done with their pixels: a codec opens a
// picture, an opened picture gives windows of itself as rows of 8- or 16-bit samples.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/image/orientation.h"
#include "core/image/rect.h"

namespace dareblopy {

/// Damage that was survived, or a deviation that changes no pixel, and the byte it was met at.
struct Warning {
  std::string message;
  uint64_t offset = 0;
};

/// Takes the rows of a window one by one, from the top, while they are in the cache.
class RowSink {
 public:
  virtual ~RowSink() = default;
  /// Row `y` of the window. `pixels` is void when this returns.
  virtual void TakeRow(uint32_t y, const uint8_t* pixels) = 0;
};

/// The whole of a picture's scale in eighths: what reducing in the decoder counts in.
inline constexpr uint32_t kWholeScale = 8;

/// One picture that is being decoded. Belongs to the thread it was opened on; the bytes it was
/// opened on stay until it is gone.
class ImageSource {
 public:
  virtual ~ImageSource() = default;
  /// As stored, at full scale.
  virtual ImageSize size() const = 0;
  /// What turns it upright; nothing unless that was asked for.
  virtual Orientation orientation() const { return {}; }
  /// Whether it can be had smaller at less cost.
  virtual bool reduces() const { return false; }
  /// To be called before the first Decode. Answers the size that the picture then has. `eighths`
  /// other than kWholeScale are for sources that reduce.
  virtual Result<ImageSize> Prepare(uint32_t eighths) = 0;
  /// The pixels of `window` (within what Prepare answered) to `out`, rows `stride` bytes apart;
  /// exactly those of the whole picture.
  virtual Status Decode(const Rect& window, uint8_t* out, size_t stride) = 0;
  /// Same, row by row to `sink`.
  virtual Status DecodeRows(const Rect& window, RowSink& sink) = 0;
  virtual const std::vector<Warning>& warnings() const = 0;
  /// The format's code for a window that reaches beyond the picture.
  virtual ErrorCode outside() const = 0;
};

/// What is known of one picture besides the format's options.
struct Opening {
  const std::atomic<bool>* cancelled = nullptr;  // looked at now and then; may be null
  bool alone = false;  // the only picture of its job: other threads may help
};

/// A format together with its options. Immutable; any number of threads open pictures with it.
class ImageCodec {
 public:
  virtual ~ImageCodec() = default;
  /// Reads the header, and checks it against the limits. At most one picture is open a thread.
  virtual Result<std::unique_ptr<ImageSource>> Open(Bytes data, const Opening& opening) const = 0;
};

}  // namespace dareblopy
