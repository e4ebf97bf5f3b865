// Little-endian fields appended to a Buffer: how headers are put together.
#pragma once

#include <string_view>

#include "core/base/buffer.h"
#include "core/base/endian.h"

namespace dareblopy::zip {

class ByteWriter {
 public:
  explicit ByteWriter(Buffer& out) : out_(out) {}
  ByteWriter& U8(uint8_t value) { return Field(value); }
  ByteWriter& U16(uint64_t value) { return Field(static_cast<uint16_t>(value)); }
  ByteWriter& U32(uint64_t value) { return Field(static_cast<uint32_t>(value)); }
  ByteWriter& U64(uint64_t value) { return Field(value); }
  ByteWriter& Text(std::string_view text) {
    out_.Append({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
    return *this;
  }
  ByteWriter& Raw(Bytes bytes) {
    out_.Append(bytes);
    return *this;
  }

 private:
  template <typename T>
  ByteWriter& Field(T value) {
    uint8_t bytes[sizeof(T)];
    StoreLe(bytes, value);
    out_.Append(bytes);
    return *this;
  }
  Buffer& out_;
};

}  // namespace dareblopy::zip
