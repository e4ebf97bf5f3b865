#include "core/zip/format.h"

#include <cstdio>

namespace dareblopy::zip {

const char* MethodName(uint16_t method, char (&unnamed)[16]) {
  switch (method) {
    case 0:
      return "stored";
    case 1:
      return "shrunk";
    case 2:
    case 3:
    case 4:
    case 5:
      return "reduced";
    case 6:
      return "imploded";
    case 8:
      return "deflate";
    case 9:
      return "deflate64";
    case 12:
      return "bzip2";
    case 14:
      return "LZMA";
    case 20:
    case 93:
      return "zstd";
    case 30:
      return "LZ4";
    case 95:
      return "XZ";
    case 96:
      return "JPEG variant";
    case 97:
      return "WavPack";
    case 98:
      return "PPMd";
    case 99:
      return "AES";
    default:
      std::snprintf(unnamed, sizeof(unnamed), "method %u", method);
      return unnamed;
  }
}

}  // namespace dareblopy::zip
