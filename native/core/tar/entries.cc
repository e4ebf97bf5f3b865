#include "core/tar/entries.h"

#include <cstring>

#include "core/base/checked.h"
#include "core/base/endian.h"

namespace dareblopy::tar {

void Entries::Add(EntryRecord record, std::string_view name) {
  record.name_begin = names_.size();
  names_.Append({reinterpret_cast<const uint8_t*>(name.data()), name.size()});
  records_.back() = record;
  EntryRecord end{};
  end.name_begin = names_.size();
  records_.push_back(end);
}

void Entries::SetData(size_t index, const EntryRecord& like) {
  EntryRecord& record = records_[index];
  record.data_offset = like.data_offset;
  record.size = like.size;
  record.flags = like.flags;
}

void Entries::AddAll(const Entries& others, uint32_t file) {
  const uint64_t names_before = names_.size();
  names_.Append(others.names_.bytes());
  records_.pop_back();
  records_.reserve(records_.size() + others.records_.size());
  for (EntryRecord record : others.records_) {
    record.name_begin += names_before;
    record.file = file;
    records_.push_back(record);
  }
}

// uint64 number of entries, their records, the one that ends the last name, the names.
Buffer Entries::Save() const {
  Buffer saved;
  const uint64_t size = count();
  saved.Append({reinterpret_cast<const uint8_t*>(&size), sizeof(size)});
  saved.Append(
      {reinterpret_cast<const uint8_t*>(records_.data()), records_.size() * sizeof(EntryRecord)});
  saved.Append(names_.bytes());
  return saved;
}

std::optional<Entries> Entries::Load(Bytes saved, uint64_t archive_size) {
  if (saved.size() < sizeof(uint64_t)) return std::nullopt;
  const uint64_t count = LoadLe64(saved.data());
  saved = saved.subspan(sizeof(uint64_t));
  if (count >= saved.size() / sizeof(EntryRecord)) return std::nullopt;
  const size_t records = (static_cast<size_t>(count) + 1) * sizeof(EntryRecord);
  Entries entries;
  entries.records_.resize(static_cast<size_t>(count) + 1);
  std::memcpy(entries.records_.data(), saved.data(), records);
  entries.names_.Append(saved.subspan(records));
  uint64_t name = 0;
  for (const EntryRecord& record : entries.records_) {
    if (record.name_begin < name || !RangeFits(record.data_offset, record.size, archive_size))
      return std::nullopt;
    name = record.name_begin;
  }
  if (entries.records_.front().name_begin != 0 || name != entries.names_.size())
    return std::nullopt;
  return entries;
}

}  // namespace dareblopy::tar
