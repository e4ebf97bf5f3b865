#include "core/jpeg/backend.h"

namespace dareblopy::jpeg {

// Each backend's own namespace gives one of these (backend/register.cc).
namespace turbo {
const Backend& Instance();
}
#ifdef DAREBLOPY_HAVE_IJG
namespace ijg {
const Backend& Instance();
}
#endif

std::optional<BackendId> BackendFromName(std::string_view name) {
  if (name == kBackendNames[0]) return BackendId::turbo;
  if (name == kBackendNames[1]) return BackendId::ijg;
  return std::nullopt;
}

Result<const Backend*> FindBackend(BackendId id) {
  for (const Backend* backend : Backends()) {
    if (backend->id() == id) return backend;
  }
  return Error{.code = ErrorCode::JPEG_BACKEND_MISSING,
               .message = "This build lacks the JPEG backend '" +
                          std::string(kBackendNames[static_cast<size_t>(id)]) + "'"};
}

std::vector<const Backend*> Backends() {
  return {
      &turbo::Instance(),
#ifdef DAREBLOPY_HAVE_IJG
      &ijg::Instance(),
#endif
  };
}

}  // namespace dareblopy::jpeg
