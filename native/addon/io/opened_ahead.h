// A file that the JavaScript thread opened for the thread that will read it: then its size is known
// and the result can be allocated before it is read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/io/source_set.h"

namespace dareblopy::addon {

class OpenedAhead {
 public:
  OpenedAhead() = default;
  ~OpenedAhead() { Close(); }
  OpenedAhead(OpenedAhead&& other) noexcept : set_(std::move(other.set_)) {}
  OpenedAhead& operator=(OpenedAhead&&) = delete;

  /// The item's size, if it is known or opening its file needs no waiting and not too many are open
  /// already; `item` is then that file.
  std::optional<uint64_t> SizeOf(Item& item);
  void Close();

 private:
  bool Open(Item& item);

  std::shared_ptr<const SourceSet> set_;
};

}  // namespace dareblopy::addon
