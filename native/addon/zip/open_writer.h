// An archive that is being written, as a handle holds it.
#pragma once

#include <napi.h>

#include <memory>
#include <mutex>

#include "core/zip/writer.h"

namespace dareblopy::addon {

struct OpenWriter {
  // JavaScript makes one call at a time; this keeps a mistake there from corrupting.
  std::mutex mutex;
  std::unique_ptr<zip::Writer> writer;
};

inline zip::Method ZipMethodFromJs(Napi::Value value) {
  return static_cast<zip::Method>(value.As<Napi::Number>().Uint32Value());
}

/// Lengths are 16 bits in the format; JavaScript has checked them with an error of its own.
inline void CheckEntryInfo(Napi::Env env, const zip::EntryInfo& info) {
  if (info.name.size() <= zip::kMostField && info.comment.size() <= zip::kMostField &&
      info.align > 0 && info.align <= 32768) {
    return;
  }
  throw Napi::RangeError::New(env, "an entry's name, comment or alignment is out of range");
}

}  // namespace dareblopy::addon
