#include "core/io/append_buffer.h"

namespace dareblopy {

Status AppendBuffer::Append(Bytes bytes) {
  const bool small = bytes.size() <= kGathered;
  if (!small || !HasRoom(bytes.size())) DAREBLOPY_TRY(Flush());
  if (!small) return file_.Append(bytes);
  gathered_.Reserve(kMostGathered);  // once: growing would copy
  gathered_.Append(bytes);
  return {};
}

Status AppendBuffer::Flush() {
  DAREBLOPY_TRY(file_.Append(gathered_.bytes()));
  gathered_.Resize(0);
  return {};
}

}  // namespace dareblopy
