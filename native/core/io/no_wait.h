// Reading without waiting for a device: how the JavaScript thread takes part in reading without
// ever being held up by a disk or a network.
#pragma once

#include "core/base/error.h"

namespace dareblopy {

/// While one lives, this thread opens and reads files only as far as names and pages are in the
/// system's caches. What would have to wait fails with an error that WouldWait recognises, and then
/// nothing was done. Not to be nested.
class NoWait {
 public:
  NoWait();
  ~NoWait();
  NoWait(const NoWait&) = delete;
  NoWait& operator=(const NoWait&) = delete;

  /// Whether this thread must not wait.
  static bool Active();
};

/// The error for what would have to wait, or takes too long for a thread that must not.
Error WouldWaitError();
bool WouldWait(const Error& error);

}  // namespace dareblopy
