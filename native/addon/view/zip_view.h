// Views on mapped files: the one place where JavaScript is given memory that V8 did not allocate.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// zipView(set, index, verify) -> Uint8Array over a stored entry, mapped copy-on-write; a copy
/// where the archive is not in a file or the runtime forbids external buffers. TypeError for
/// compressed entries.
Napi::Value ZipView(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
