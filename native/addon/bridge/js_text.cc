#include "addon/bridge/js_text.h"

namespace dareblopy::addon {

std::vector<std::string_view> SplitTexts(std::string_view joined, size_t count) {
  std::vector<std::string_view> texts;
  if (count == 0) return texts;
  texts.reserve(count);
  for (;;) {
    const size_t end = joined.find('\0');
    texts.push_back(joined.substr(0, end));
    if (end == std::string_view::npos) return texts;
    joined.remove_prefix(end + 1);
  }
}

}  // namespace dareblopy::addon
