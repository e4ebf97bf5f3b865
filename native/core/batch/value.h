// Results whose size is not known beforehand, in native memory, as a tree that the addon turns into
// JavaScript values: arrays, lists of bytes or strings, objects of named members, lists.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/buffer.h"
#include "core/batch/dtype.h"

namespace dareblopy {

/// Becomes an NDArray { dtype, shape, data }.
struct ArrayValue {
  DType dtype;
  std::vector<uint64_t> shape;
  Buffer data;
};

/// Becomes an NDArray of dtype 'bytes' (Uint8Array[]) or 'string' (string[]); `ends` are offsets in
/// data.
struct BytesValue {
  bool utf8;  // string: the bytes were checked to be UTF-8
  std::vector<uint64_t> shape;
  std::vector<uint64_t> ends;
  Buffer data;
};

struct Value;
struct Member;
using ListValue = std::vector<Value>;     // a JavaScript array
using ObjectValue = std::vector<Member>;  // a plain object

struct Value {
  std::variant<std::monostate, bool, double, int64_t, std::string, ArrayValue, BytesValue,
               ListValue, ObjectValue>
      v;
};

struct Member {
  Member(std::string member_name, Value member_value)
      : name(std::move(member_name)), value(std::move(member_value)) {}
  std::string name;
  Value value;
};

}  // namespace dareblopy
