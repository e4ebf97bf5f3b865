// Element types of arrays. The names are those of NDArray.dtype in JavaScript.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dareblopy {

enum class DType : uint8_t {
  uint8,
  int8,
  uint16,
  int16,
  uint32,
  int32,
  int64,
  float16,
  float32,
  float64,
  boolean
};

inline constexpr std::string_view kDTypeNames[] = {"uint8",   "int8",    "uint16", "int16",
                                                   "uint32",  "int32",   "int64",  "float16",
                                                   "float32", "float64", "bool"};

inline std::string_view DTypeName(DType dtype) { return kDTypeNames[static_cast<size_t>(dtype)]; }

inline std::optional<DType> DTypeFromName(std::string_view name) {
  for (size_t i = 0; i < std::size(kDTypeNames); ++i) {
    if (kDTypeNames[i] == name) return static_cast<DType>(i);
  }
  return std::nullopt;
}

/// Bytes of one element.
inline size_t DTypeSize(DType dtype) {
  constexpr uint8_t kSizes[] = {1, 1, 2, 2, 4, 4, 8, 2, 4, 8, 1};
  return kSizes[static_cast<size_t>(dtype)];
}

}  // namespace dareblopy
