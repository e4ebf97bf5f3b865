// A JavaScript object that holds a shared_ptr to something native. Type-checked: a handle of
// another type, or any other object, is refused with a TypeError instead of being reinterpreted.
#pragma once

#include <napi.h>

#include <memory>
#include <string>
#include <typeinfo>

namespace dareblopy::addon {

namespace internal {

// One tag for all our objects; which type it is, the box says.
inline constexpr napi_type_tag kHandleTag = {0x6461726562'6c6fULL, 0x70792068616e646cULL};

struct Box {
  const std::type_info* type;
  std::shared_ptr<void> value;  // empty once closed
};

// The box inside a handle, or null for any other value.
inline Box* PeekBox(Napi::Value value) {
  bool tagged = false;
  void* data = nullptr;
  if (!value.IsObject() ||
      napi_check_object_type_tag(value.Env(), value, &kHandleTag, &tagged) != napi_ok || !tagged ||
      napi_unwrap(value.Env(), value, &data) != napi_ok) {
    return nullptr;
  }
  return static_cast<Box*>(data);
}

}  // namespace internal

template <typename T>
class Handle {
 public:
  /// JavaScript thread. The object keeps `value` alive; so may native code, for longer.
  static Napi::Object Wrap(Napi::Env env, std::shared_ptr<T> value) {
    Napi::Object object = Napi::Object::New(env);
    auto* box = new internal::Box{&typeid(T), std::move(value)};
    const auto finalize = [](napi_env, void* data, void*) {
      delete static_cast<internal::Box*>(data);
    };
    if (napi_type_tag_object(env, object, &internal::kHandleTag) != napi_ok ||
        napi_wrap(env, object, box, finalize, nullptr, nullptr) != napi_ok) {
      delete box;
      throw Napi::Error::New(env);
    }
    return object;
  }

  /// Throws a TypeError when `value` is not a handle of a T.
  static std::shared_ptr<T> Get(Napi::Value value) {
    internal::Box* box = internal::PeekBox(value);
    if (box == nullptr || *box->type != typeid(T)) {
      throw Napi::TypeError::New(value.Env(),
                                 std::string("expected a native handle of another kind"));
    }
    if (box->value == nullptr) throw Napi::TypeError::New(value.Env(), "the source is closed");
    return std::static_pointer_cast<T>(box->value);
  }
};

/// A handle of `Base` whose object is a `Derived` (say, the SourceSet of an archive). TypeError
/// else.
template <typename Derived, typename Base>
std::shared_ptr<Derived> GetAs(Napi::Value value) {
  auto derived = std::dynamic_pointer_cast<Derived>(Handle<Base>::Get(value));
  if (!derived) throw Napi::TypeError::New(value.Env(), "expected a native handle of another kind");
  return derived;
}

/// closeHandle(handle): lets go of what it holds. Jobs under way have their own hold and end in
/// peace; using the handle afterwards is a TypeError.
inline Napi::Value CloseHandle(const Napi::CallbackInfo& info) {
  internal::Box* box = internal::PeekBox(info[0]);
  if (box == nullptr) throw Napi::TypeError::New(info.Env(), "expected a native handle");
  box->value.reset();
  return info.Env().Undefined();
}

}  // namespace dareblopy::addon
