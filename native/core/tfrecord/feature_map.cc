#include "core/tfrecord/feature_map.h"

namespace dareblopy::tfrecord {

bool ReadEntrySlowly(Bytes entry, Bytes& key, Bytes& value, JoinedParts& parts,
                     Malformed& malformed) {
  Wire wire(entry);
  key = {};
  value = {entry.data(), 0};
  while (!wire.done()) {
    uint32_t tag = 0;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    Bytes bytes;
    if (tag == Tag(1, WireType::delimited)) {
      if (!wire.ReadDelimited(key)) return Fail(malformed, wire);
    } else if (tag == Tag(2, WireType::delimited)) {
      if (!wire.ReadDelimited(bytes)) return Fail(malformed, wire);
      value = value.empty() ? bytes : Join(value, bytes, parts);
    } else if (!wire.Skip(tag)) {
      return Fail(malformed, wire);
    }
  }
  return true;
}

}  // namespace dareblopy::tfrecord
