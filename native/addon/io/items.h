// The samples of a call as they cross from JavaScript: { sets: handle[], refs: Float64Array }, four
// numbers an item (index of its set, index in the set, begin, end; end -1 is "to the end"). Whole
// items of one set cross as { sets: [handle], indices: Float64Array }, all of them as { sets:
// [handle] }.
#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "core/io/source_set.h"

namespace dareblopy::addon {

struct Items {
  std::vector<std::shared_ptr<SourceSet>> sets;  // keeps alive what `items` points to
  std::vector<Item> items;
};

/// TypeError or RangeError for what is not such an object.
Items ItemsFromJs(Napi::Value value);

}  // namespace dareblopy::addon
