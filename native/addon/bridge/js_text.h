#pragma once

#include <napi.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dareblopy::addon {

/// A JavaScript string as UTF-8: short ones without allocating. TypeError for what is no string.
class JsText {
 public:
  explicit JsText(Napi::Value value) {
    napi_env env = value.Env();
    size_t length = 0;
    if (napi_get_value_string_utf8(env, value, short_, sizeof(short_), &length) != napi_ok)
      throw Napi::TypeError::New(env, "A string was expected");
    // A text that does not fit is cut off: then the buffer is full, but for part of a character.
    if (length + kLongestCharacter < sizeof(short_)) {
      view_ = {short_, length};
    } else {
      long_ = value.As<Napi::String>().Utf8Value();
      view_ = long_;
    }
  }
  JsText(const JsText&) = delete;
  JsText& operator=(const JsText&) = delete;

  std::string_view view() const { return view_; }

 private:
  static constexpr size_t kLongestCharacter = 4;
  char short_[256];
  std::string long_;
  std::string_view view_;
};

/// The texts that were joined by NULs: one string crosses in a fraction of the time that its parts
/// would. Not `count` of them where one holds a NUL itself.
std::vector<std::string_view> SplitTexts(std::string_view joined, size_t count);

}  // namespace dareblopy::addon
