#include "core/io/read_window.h"

#include "core/base/checked.h"

namespace dareblopy {

namespace {

struct Window {
  const SourceSet* set = nullptr;
  uint64_t index = 0;
  uint64_t begin = 0;
  Bytes bytes;
};

thread_local Window window;

}  // namespace

ReadWindow::ReadWindow(const SourceSet& set, uint64_t index, uint64_t begin, Bytes bytes) {
  window = {&set, index, begin, bytes};
}
ReadWindow::~ReadWindow() { window = {}; }

const uint8_t* ReadWindow::Find(const SourceSet& set, uint64_t index, uint64_t begin,
                                uint64_t size) {
  if (window.set != &set || window.index != index || begin < window.begin) return nullptr;
  const uint64_t at = begin - window.begin;
  return RangeFits(at, size, window.bytes.size()) ? window.bytes.data() + at : nullptr;
}

}  // namespace dareblopy
