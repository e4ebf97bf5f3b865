// The ZIP file format's constants, from PKWARE's APPNOTE.TXT 6.3.10; section numbers below are its.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dareblopy::zip {

// 4.3.7 local file header
inline constexpr uint32_t kLocalSignature = 0x04034b50;
inline constexpr size_t kLocalHeaderSize = 30;
// 4.3.9 data descriptor
inline constexpr uint32_t kDescriptorSignature = 0x08074b50;
// 4.3.12 central directory header
inline constexpr uint32_t kCentralSignature = 0x02014b50;
inline constexpr size_t kCentralHeaderSize = 46;
// 4.3.14 ZIP64 end of central directory record, 4.3.15 its locator
inline constexpr uint32_t kEnd64Signature = 0x06064b50;
inline constexpr size_t kEnd64Size = 56;
inline constexpr uint32_t kLocator64Signature = 0x07064b50;
inline constexpr size_t kLocator64Size = 20;
// 4.3.16 end of central directory record
inline constexpr uint32_t kEndSignature = 0x06054b50;
inline constexpr size_t kEndSize = 22;

inline constexpr size_t kMostField = 0xFFFF;          // longest name, extra field or comment
inline constexpr uint32_t kSaturated32 = 0xFFFFFFFF;  // the value is in the ZIP64 extra field
inline constexpr uint16_t kSaturated16 = 0xFFFF;

// 4.4.4 general purpose bit flag
inline constexpr uint16_t kFlagEncrypted = 1 << 0;
inline constexpr uint16_t kFlagDescriptor = 1 << 3;  // sizes and CRC follow the data
inline constexpr uint16_t kFlagStrongEncryption = 1 << 6;
inline constexpr uint16_t kFlagUtf8 = 1 << 11;    // name and comment are UTF-8
inline constexpr uint16_t kFlagMasked = 1 << 13;  // local header hidden, directory encrypted

// 4.4.5 compression method. 30 has no official number: it is a raw LZ4 block in DareBlopy's
// archives.
enum Method : uint16_t { kStored = 0, kDeflate = 8, kLz4 = 30, kAes = 99 };

// 4.5 and extrafld.txt: ids of extra fields
inline constexpr uint16_t kExtraZip64 = 0x0001;
inline constexpr uint16_t kExtraNtfs = 0x000a;
inline constexpr uint16_t kExtraTimestamp = 0x5455;
inline constexpr uint16_t kExtraUnicodePath = 0x7075;
inline constexpr uint16_t kExtraPadding = 0xd935;  // as zipalign writes it

/// "deflate" and so on; "method 123" for a number without a name.
const char* MethodName(uint16_t method, char (&unnamed)[16]);
/// Whether entries of this method can be read.
inline bool MethodIsRead(uint16_t method) {
  return method == kStored || method == kDeflate || method == kLz4;
}

}  // namespace dareblopy::zip
