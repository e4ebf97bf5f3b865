// Walking a folder: the one place that lists what a system calls a directory.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace dareblopy {

/// Names of the regular files below `root`, at any depth, relative to it with `/`, in no order;
/// those that `wanted` takes. Symbolic links are passed over unless they are followed. Errors:
/// IO_NOT_FOUND, IO_NOT_DIRECTORY, IO_ACCESS_DENIED.
Result<std::vector<std::string>> ListFiles(const std::string& root, bool follow_symlinks,
                                           const std::function<bool(std::string_view)>& wanted);

}  // namespace dareblopy
