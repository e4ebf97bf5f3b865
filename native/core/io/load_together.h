// Which of many items to load with one read, because they lie close together.
#pragma once

#include <cstddef>
#include <vector>

#include "core/io/loaded_item.h"
#include "core/io/source_set.h"

namespace dareblopy {

/// Items, by number, that are loaded with one read.
using LoadGroup = std::vector<size_t>;

/// What is best loaded together, each item once: those of one file with little between them, up to
/// as much as one read should be.
std::vector<LoadGroup> GroupLoads(const std::vector<Item>& items);

/// Loads the items of a group; `loaded` is by number. An I/O thread.
void LoadTogether(const std::vector<Item>& items, const LoadGroup& group,
                  std::vector<LoadedItem>& loaded) noexcept;

}  // namespace dareblopy
