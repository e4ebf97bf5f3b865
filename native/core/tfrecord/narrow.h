// Whether an integer fits a dtype, and the error that says it does not.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

#include "core/base/error.h"
#include "core/batch/dtype.h"

namespace dareblopy::tfrecord {

/// T is the type of `dtype` in memory. Floats take any integer, rounded.
template <typename T>
bool Fits(int64_t value, DType dtype) {
  if constexpr (std::is_floating_point_v<T>) return true;
  if (dtype == DType::boolean) return value == 0 || value == 1;
  return value >= static_cast<int64_t>(std::numeric_limits<T>::min()) &&
         value <= static_cast<int64_t>(std::numeric_limits<T>::max());
}

inline Status NumberRangeError(const std::string& key, DType dtype, std::string value) {
  Error error{ErrorCode::NUMBER_OUT_OF_RANGE,
              "the number does not fit the dtype it is narrowed to"};
  error.entry = key;
  error.expected = std::string(DTypeName(dtype));
  error.actual = std::move(value);
  return error;
}

}  // namespace dareblopy::tfrecord
