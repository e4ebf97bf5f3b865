// Reads that lie close together in one file, and are wanted at about the same time, as one read:
// what it gave serves them.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"

namespace dareblopy {

class SourceSet;

/// While one lives, ranges that this thread reads of an item are taken from `bytes`, which lie at
/// `begin` in it, where they are all there. Not to be nested.
class ReadWindow {
 public:
  ReadWindow(const SourceSet& set, uint64_t index, uint64_t begin, Bytes bytes);
  ~ReadWindow();
  ReadWindow(const ReadWindow&) = delete;
  ReadWindow& operator=(const ReadWindow&) = delete;

  /// [begin, begin + size) of the item, if the thread's window has it; else null.
  static const uint8_t* Find(const SourceSet& set, uint64_t index, uint64_t begin, uint64_t size);
};

}  // namespace dareblopy
