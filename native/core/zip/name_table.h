// From a name to its entry.
#pragma once

#include "core/base/name_table.h"
#include "core/zip/directory.h"

namespace dareblopy::zip {

using NameTable = dareblopy::NameTable<Directory>;

}  // namespace dareblopy::zip
