// Archives as JavaScript sees them: opening and listing. An archive's handle is a
// SourceSet's.
#pragma once

#include <napi.h>

namespace dareblopy::addon {

/// zipOpen(items, { maxEntryBytes, maxEntries, maxRatio, verify }, cancel) -> Promise<{ set, count,
/// comment }>: the archive in the first item.
Napi::Value ZipOpen(const Napi::CallbackInfo& info);
/// zipGlob(set, pattern) -> Uint32Array of indices, ascending: files that are found under their
/// name.
Napi::Value ZipGlob(const Napi::CallbackInfo& info);
/// zipList(set, prefix) -> Uint32Array of indices, ascending: all entries whose names begin so.
Napi::Value ZipList(const Napi::CallbackInfo& info);
/// zipStat(set, index) -> [size, compressedSize, crc32, method, modified, modifiedIsUnix,
/// encrypted].
Napi::Value ZipStat(const Napi::CallbackInfo& info);
/// zipComment(set, index) -> the entry's comment.
Napi::Value ZipComment(const Napi::CallbackInfo& info);
/// zipFingerprint(set, indices?) -> a digest of the names, sizes and CRC-32s of these entries, or
/// all.
Napi::Value ZipFingerprint(const Napi::CallbackInfo& info);

}  // namespace dareblopy::addon
