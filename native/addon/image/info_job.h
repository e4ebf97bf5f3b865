// Reading what pictures say about themselves, of whichever format: from as few bytes as will do,
// and without a thread of the pool that waits for a device.
#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "addon/bridge/js_job.h"
#include "addon/io/items.h"
#include "core/base/buffer.h"
#include "core/io/no_wait.h"

namespace dareblopy::addon {

/// What `parse` makes of the start of the item, and of more of it while its header goes on.
template <typename Info>
Result<Info> InfoOfStart(const Item& item, const std::function<Result<Info>(Bytes)>& parse) {
  constexpr uint64_t kFirstRead = 4 << 10;
  const Bytes memory = item.whole() ? item.set->Memory(item.index) : Bytes{};
  if (!memory.empty()) return parse(memory);
  DAREBLOPY_ASSIGN(const uint64_t size, ItemSize(item));
  ScratchBuffer scratch;
  for (uint64_t length = std::min(kFirstRead, size);; length = std::min(length * 8, size)) {
    const MutableBytes start = scratch.Resize(length);
    DAREBLOPY_TRY(item.set->ReadRange(item.index, item.begin, start));
    auto info = parse(start);
    if (info.ok() || length >= size) return info;
    const ErrorCode code = info.error().code;
    if (code != ErrorCode::JPEG_TRUNCATED && code != ErrorCode::PNG_TRUNCATED) return info;
  }
}

/// The same, where an error has the item's path.
template <typename Info>
Result<Info> InfoOfItem(const Item& item, const std::function<Result<Info>(Bytes)>& parse) {
  auto info = InfoOfStart<Info>(item, parse);
  if (!info.ok() && !WouldWait(info.error()) && info.error().path.empty()) {
    info.error().path = item.set->Name(item.index);
  }
  return info;
}

/// Of many items. What it answers is made of them by Settle of the class that derives from it.
template <typename Info>
class InfoJob : public JsJob {
 public:
  static constexpr size_t kGrain = 16;

  InfoJob(Napi::Env env, Items items, std::function<Result<Info>(Bytes)> parse)
      : JsJob(env, items.items.size(), kGrain),
        items_(std::move(items)),
        parse_(std::move(parse)),
        infos_(items_.items.size()) {}

 protected:
  void Run(size_t i) override {
    auto info = [&] {
      const NoWait no_wait;
      return InfoOfItem<Info>(items_.items[i], parse_);
    }();
    if (info.ok() || !WouldWait(info.error())) return Note(i, std::move(info));
    DoElsewhere(i, [this, i] { Note(i, InfoOfItem<Info>(items_.items[i], parse_)); });
  }
  const std::vector<Info>& infos() const { return infos_; }

 private:
  void Note(size_t i, Result<Info> info) {
    if (!info.ok()) return SetError(i, std::move(info.error()));
    infos_[i] = std::move(info).value();
  }

  Items items_;
  std::function<Result<Info>(Bytes)> parse_;
  std::vector<Info> infos_;
};

}  // namespace dareblopy::addon
