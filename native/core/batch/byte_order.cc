#include "core/batch/byte_order.h"

#include "core/base/endian.h"

namespace dareblopy {

namespace {

uint16_t Swap(uint16_t v) { return __builtin_bswap16(v); }
uint32_t Swap(uint32_t v) { return __builtin_bswap32(v); }
uint64_t Swap(uint64_t v) { return __builtin_bswap64(v); }

template <typename T>
void SwapAll(MutableBytes data) {
  for (size_t i = 0; i + sizeof(T) <= data.size(); i += sizeof(T)) {
    StoreLe<T>(data.data() + i, Swap(LoadLe<T>(data.data() + i)));
  }
}

}  // namespace

void SwapByteOrder(MutableBytes data, size_t element_size) {
  switch (element_size) {
    case 2:
      return SwapAll<uint16_t>(data);
    case 4:
      return SwapAll<uint32_t>(data);
    case 8:
      return SwapAll<uint64_t>(data);
    default:
      return;
  }
}

}  // namespace dareblopy
