// One piece of work among the calling thread and whichever threads of the pool have nothing to do.
#pragma once

#include <cstddef>
#include <functional>

#include "core/base/thread_pool.h"

namespace dareblopy {

/// Runs fn(0..count), the calling thread taking part, and returns when all of them have run. May be
/// called on a thread of the pool: it waits for nothing but what another thread is at. Others help
/// only when no older job has anything for them. False when an exception left `fn`.
bool ShareWork(ThreadPool& pool, size_t count, std::function<void(size_t)> fn);

}  // namespace dareblopy
