#pragma once

#include <napi.h>

#include <memory>

#include "core/zip/archive.h"

namespace dareblopy::addon {

struct ArchiveEntry {
  std::shared_ptr<zip::Archive> archive;
  uint64_t index;
};

/// The first two arguments, (set, index). TypeError or RangeError for what is none.
ArchiveEntry ArchiveEntryOf(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
