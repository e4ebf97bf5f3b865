// Fuzzes the header reader and the EXIF reader.
#include <cstddef>
#include <cstdint>

#include "core/image/exif.h"
#include "core/jpeg/header.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const dareblopy::Bytes bytes(data, size);
  dareblopy::ExifOrientation(bytes);
  const auto header = dareblopy::jpeg::ReadHeader(bytes);
  if (!header.ok()) return 0;
  const auto& found = header.value();
  if (found.exif.offset + found.exif.size > size || found.size > size) __builtin_trap();
  for (const auto& piece : found.icc) {
    if (piece.offset + piece.size > size) __builtin_trap();
  }
  return 0;
}
