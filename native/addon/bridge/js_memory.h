// Memory that belongs to JavaScript, seen from native code.
//
// Node-API can keep an ArrayBuffer object alive, but not its memory: JavaScript can transfer it
// away while a thread writes. So pool threads write directly only into memory that JavaScript
// cannot detach (a SharedArrayBuffer) or has no reference to (a fresh result, a slot of a ring). A
// user's own ArrayBuffer is filled through a stage: native memory that is copied over on the
// JavaScript thread when the job settles, if the buffer is still there.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/base/buffer.h"

namespace dareblopy::addon {

/// The bytes of a typed array, DataView, ArrayBuffer or SharedArrayBuffer, for use on the
/// JavaScript thread before anything else runs. TypeError for other values.
MutableBytes MemoryOf(Napi::Value value);

/// A place for a job to write to that ends up in a JavaScript array.
class JsTarget {
 public:
  /// `direct`: the caller vouches that JavaScript cannot detach the memory; it is written in place.
  JsTarget(Napi::Value array, bool direct);

  uint8_t* data() { return direct_ ? direct_ : stage_->buffer().data(); }
  size_t size() const { return size_; }
  /// JavaScript thread, when the job has finished: copies a stage of `used` bytes over, or throws a
  /// TypeError when the array was transferred or resized meanwhile.
  void Deliver(Napi::Value array, size_t used);
  /// JavaScript thread: gives the stage back.
  void Drop() { stage_.reset(); }

 private:
  uint8_t* direct_ = nullptr;
  size_t size_ = 0;
  std::unique_ptr<ScratchBuffer> stage_;
};

}  // namespace dareblopy::addon
