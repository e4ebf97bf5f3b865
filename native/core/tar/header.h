// One header block of a tar archive: POSIX.1-1988 ustar, with GNU's base-256 numbers
// (https://www.gnu.org/software/tar/manual/html_node/Standard.html).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace dareblopy::tar {

/// Headers and data are filled up to a multiple of it.
inline constexpr uint64_t kBlockSize = 512;

/// The bytes that `size` bytes of data take in the archive. `size` is at most 2^63.
inline uint64_t Padded(uint64_t size) { return (size + kBlockSize - 1) / kBlockSize * kBlockSize; }

struct Header {
  std::string name;  // as it is in the block, behind its prefix
  std::string link;
  uint64_t size = 0;
  int64_t modified = 0;  // seconds since 1970
  char type = '0';
  bool extended = false;  // of GNU's sparse files: blocks that go on with its map follow
};

/// A block of zeros ends an archive.
bool IsZeroBlock(Bytes block);

/// Reads a block of 512 bytes. Error TAR_CORRUPT, without a place: another checksum, or a number
/// that is none.
Result<Header> ReadHeader(Bytes block);

/// Whether the block has the checksum of a header.
bool HasHeaderChecksum(Bytes block);

}  // namespace dareblopy::tar
