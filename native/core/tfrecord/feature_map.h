// map<string, Feature> and map<string, FeatureList> as they lie in Features and FeatureLists:
// entries in field 1, each with its key in field 1 and its value in field 2.
#pragma once

#include <utility>

#include "core/tfrecord/feature.h"

namespace dareblopy::tfrecord {

/// Takes an entry apart, in any order. A key without a value is an empty feature.
bool ReadEntrySlowly(Bytes entry, Bytes& key, Bytes& value, JoinedParts& parts,
                     Malformed& malformed);

inline bool ReadEntry(Bytes entry, Bytes& key, Bytes& value, JoinedParts& parts,
                      Malformed& malformed) {
  // Nearly always: the key, the value, and nothing else.
  Wire wire(entry);
  if (wire.left() >= 2 && *wire.p == Tag(1, WireType::delimited)) {
    ++wire.p;
    if (wire.ReadDelimited(key) && wire.left() >= 2 && *wire.p == Tag(2, WireType::delimited)) {
      ++wire.p;
      if (wire.ReadDelimited(value) && wire.done()) return true;
    }
  }
  return ReadEntrySlowly(entry, key, value, parts, malformed);
}

/// Calls `take(key, value)` for every entry; false where it does, or where the map is malformed.
template <typename Take>
bool ForEachEntry(Bytes map, JoinedParts& parts, Malformed& malformed, Take&& take) {
  Wire wire(map);
  while (!wire.done()) {
    uint32_t tag = 0;
    if (!wire.ReadTag(tag)) return Fail(malformed, wire);
    if (tag != Tag(1, WireType::delimited)) {
      if (!wire.Skip(tag)) return Fail(malformed, wire);
      continue;
    }
    Bytes entry;
    Bytes key;
    Bytes value;
    if (!wire.ReadDelimited(entry)) return Fail(malformed, wire);
    if (!ReadEntry(entry, key, value, parts, malformed) || !take(key, value)) return false;
  }
  return true;
}

}  // namespace dareblopy::tfrecord
