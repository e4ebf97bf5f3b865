// The protobuf wire format (protobuf.dev/programming-guides/encoding), read in place. Nothing is
// copied and nothing is read beyond `end`; a false answer means malformed bytes, with `p` at the
// place.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/endian.h"

namespace dareblopy::tfrecord {

enum class WireType : uint8_t {
  varint = 0,
  fixed64 = 1,
  delimited = 2,
  group_start = 3,
  group_end = 4,
  fixed32 = 5
};

/// A place in a message.
struct Wire {
  const uint8_t* p;
  const uint8_t* end;

  explicit Wire(Bytes bytes) : p(bytes.data()), end(bytes.data() + bytes.size()) {}
  bool done() const { return p == end; }
  size_t left() const { return static_cast<size_t>(end - p); }

  /// Up to ten bytes of seven bits; what exceeds 64 bits is dropped, as protobuf does.
  bool ReadVarint(uint64_t& value) {
    if (p < end && *p < 0x80) {
      value = *p++;
      return true;
    }
    return ReadLongVarint(value);
  }

  /// Field number and wire type, in one number as on the wire. Field 0 does not exist.
  bool ReadTag(uint32_t& tag) {
    uint64_t value = 0;
    if (!ReadVarint(value) || value > 0xffffffff || value < 8) return false;
    tag = static_cast<uint32_t>(value);
    return true;
  }

  /// A length and as many bytes.
  bool ReadDelimited(Bytes& bytes) {
    const uint8_t* const start = p;
    uint64_t size = 0;
    if (!ReadVarint(size)) return false;
    if (size > left()) {
      p = start;
      return false;
    }
    bytes = {p, static_cast<size_t>(size)};
    p += size;
    return true;
  }

  /// Skips the value of the field with this tag.
  bool Skip(uint32_t tag);

 private:
  bool ReadLongVarint(uint64_t& value);
  bool SkipFixed(size_t size) {
    if (left() < size) return false;
    p += size;
    return true;
  }
};

constexpr uint32_t Tag(uint32_t field, WireType type) {
  return field << 3 | static_cast<uint32_t>(type);
}

}  // namespace dareblopy::tfrecord
