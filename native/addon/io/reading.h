// What the ways of reading items share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/io/loaded_item.h"
#include "core/io/source_set.h"

namespace dareblopy::addon {

/// How many of these items a thread claims at a time: reading 30 kB takes a few microseconds, and
/// 100 bytes one.
size_t ReadGrain(const std::vector<Item>& items);

/// How many items the JavaScript thread prepares before threads may read them.
inline constexpr size_t kPreparedAtOnce = 16;

/// The size where no thread has to be asked, so that the result can be allocated before the job
/// runs.
std::optional<uint64_t> KnownItemSize(const Item& item);

/// The order in which reading goes forward through each file.
std::vector<uint32_t> ReadingOrder(const std::vector<Item>& items);

/// Whether the JavaScript thread may read an item of that size: it takes some ten microseconds at
/// most where its bytes are in memory.
bool IsShort(const Item& item, uint64_t size);

/// As IsShort, of an item whose size may not be known yet.
bool MayBeShort(const Item& item);

/// Reads the item, if it is short and its bytes are in memory; else an error that WouldWait knows.
Status ReadItemNow(const Item& item, MutableBytes out);

/// Copies what was loaded of an item to where it belongs. Error: IO_TRUNCATED where its size is
/// another one by now.
Status PutLoaded(const LoadedItem& loaded, MutableBytes out, const Item& item);

}  // namespace dareblopy::addon
