#include "core/io/append_buffer.h"

namespace dareblopy {

Status AppendBuffer::Append(Bytes bytes) {
  const bool small = bytes.size() <= kGathered;
  if (!small || !HasRoom(bytes.size())) DAREBLOPY_TRY(Flush());
  if (!small) return Write(bytes);
  if (failure_) return *failure_;
  gathered_.Reserve(kMostGathered);  // once: growing would copy
  gathered_.Append(bytes);
  return {};
}

Status AppendBuffer::Flush() {
  DAREBLOPY_TRY(Write(gathered_.bytes()));
  gathered_.Resize(0);
  return {};
}

Status AppendBuffer::Write(Bytes bytes) {
  if (failure_) return *failure_;
  Status status = file_.Append(bytes);
  if (!status.ok()) failure_ = status.error();
  return status;
}

}  // namespace dareblopy
