#include "core/png/chunks.h"

#include "core/base/checked.h"
#include "core/base/endian.h"
#include "core/checksum/crc32.h"

namespace dareblopy::png {

namespace {

constexpr size_t kHead = 8;  // length and name
constexpr size_t kCheck = 4;
constexpr uint32_t kLongest = 0x7FFFFFFF;

bool IsLetter(uint8_t byte) {
  const uint8_t lower = byte | 0x20;
  return lower >= 'a' && lower <= 'z';
}

}  // namespace

std::string Chunk::name() const {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(type >> shift & 0xFF);
  return text;
}

Error Truncated(size_t size, std::string message) {
  return {.code = ErrorCode::PNG_TRUNCATED, .message = std::move(message), .offset = size};
}

Error Corrupt(std::string message, size_t offset) {
  return {.code = ErrorCode::PNG_CORRUPT, .message = std::move(message), .offset = offset};
}

Result<Chunk> ChunkReader::Peek() const {
  if (!RangeFits(at_, kHead, file_.size())) {
    return Truncated(file_.size(), "The PNG ends where a chunk was expected");
  }
  const uint8_t* head = file_.data() + at_;
  for (size_t i = 4; i < kHead; ++i) {
    if (!IsLetter(head[i])) return Corrupt("A chunk whose name is no four letters", at_ + 4);
  }
  const uint32_t length = LoadBe32(head);
  if (length > kLongest) return Corrupt("A chunk of impossible length", at_);
  return Chunk{LoadBe32(head + 4), {at_ + kHead, length}};
}

Status ChunkReader::Pass(const Chunk& chunk) {
  if (!RangeFits(chunk.data.offset, uint64_t{chunk.data.size} + kCheck, file_.size())) {
    return Truncated(file_.size(), "The PNG ends inside its chunk " + chunk.name());
  }
  at_ = chunk.data.offset + chunk.data.size + kCheck;
  const Bytes checked = file_.subspan(chunk.data.offset - 4, chunk.data.size + 4);
  const uint32_t expected = LoadBe32(file_.data() + at_ - kCheck);
  const uint32_t actual = Crc32(0, checked);
  if (actual == expected) return {};
  return Error{.code = ErrorCode::PNG_CRC_MISMATCH,
               .message = "The CRC-32 of the chunk " + chunk.name() + " is not the recorded one",
               .offset = chunk.data.offset - kHead,
               .expected = uint64_t{expected},
               .actual = uint64_t{actual}};
}

}  // namespace dareblopy::png
