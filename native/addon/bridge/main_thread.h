#pragma once

namespace dareblopy::addon {

/// Whether the calling thread is the process's first one. False where the system does not tell.
bool IsMainThread();

}  // namespace dareblopy::addon
