#include "addon/view/zip_view.h"

#include <memory>
#include <utility>

#include "addon/bridge/js_error.h"
#include "addon/bridge/js_value.h"
#include "addon/zip/archive_handle.h"
#include "core/checksum/crc32.h"
#include "core/io/file_set.h"
#include "core/io/mapped_range.h"
#include "core/zip/format.h"

namespace dareblopy::addon {

namespace {

// The mapping as an ArrayBuffer that unmaps it when it is collected; null where the runtime forbids
// external memory (Electron with its sandbox does).
napi_value ExternalBuffer(Napi::Env env, MappedRange mapped) {
  auto* owned = new MappedRange(std::move(mapped));
  const auto finalize = [](napi_env, void*, void* hint) { delete static_cast<MappedRange*>(hint); };
  napi_value buffer = nullptr;
  const napi_status status =
      napi_create_external_arraybuffer(env, owned->data(), owned->size(), finalize, owned, &buffer);
  if (status == napi_ok) return buffer;
  delete owned;
  if (status == napi_no_external_buffers_allowed) return nullptr;
  throw Napi::Error::New(env);
}

Napi::Value Copy(Napi::Env env, const ArchiveEntry& entry) {
  const uint64_t size = ValueOrThrow(env, entry.archive->Size(entry.index));
  const NewBuffer fresh = NewUninitialisedBuffer(env, size);
  ThrowIfError(env, entry.archive->Read(entry.index, {fresh.data, size}));
  return NewTypedArray(env, DType::uint8, fresh.buffer, 0, size);
}

}  // namespace

Napi::Value ZipView(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const ArchiveEntry entry = ArchiveEntryOf(info);
  const zip::Archive& archive = *entry.archive;
  ThrowIfError(env, archive.CheckReadable(entry.index));
  const zip::EntryRecord& record = archive.directory().record(entry.index);
  if (record.method != zip::kStored) {
    throw Napi::TypeError::New(
        env, "Expected a stored entry to view but received a compressed one: read it instead");
  }
  const auto* file = dynamic_cast<const FileSet*>(archive.source().set().get());
  if (file == nullptr || record.size == 0) return Copy(env, entry);
  const uint64_t data = ValueOrThrow(env, archive.DataOffset(entry.index));
  auto mapped = MappedRange::Map(*file->file(), archive.source().begin() + data, record.size);
  if (!mapped.ok()) throw ToJsError(env, archive.Place(std::move(mapped.error()), entry.index));
  if (info[2].ToBoolean()) {
    ThrowIfError(env, archive.CheckCrc(entry.index, Crc32(0, mapped.value().bytes())));
  }
  const napi_value buffer = ExternalBuffer(env, std::move(mapped).value());
  if (buffer == nullptr) return Copy(env, entry);
  return NewTypedArray(env, DType::uint8, Napi::Value(env, buffer), 0, record.size);
}

}  // namespace dareblopy::addon
