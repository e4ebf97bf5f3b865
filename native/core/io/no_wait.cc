#include "core/io/no_wait.h"

#include <cerrno>

namespace dareblopy {

namespace {

thread_local bool active = false;

}  // namespace

NoWait::NoWait() { active = true; }
NoWait::~NoWait() { active = false; }
bool NoWait::Active() { return active; }

// Never seen by a user: whoever set NoWait looks for it and does the work elsewhere.
Error WouldWaitError() {
  Error error{ErrorCode::IO_ERROR};
  error.system_errno = EAGAIN;
  return error;
}

bool WouldWait(const Error& error) { return error.system_errno == EAGAIN; }

}  // namespace dareblopy
