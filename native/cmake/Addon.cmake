# The Node addon: only when cmake-js configures, which names Node's headers.
file(GLOB_RECURSE addon_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/addon/*.cc)
dareblopy_of_this_system(addon_sources)
if(NOT addon_sources)
  message(STATUS "native/addon has no sources yet")
  return()
endif()

add_library(dareblopy MODULE ${addon_sources} ${CMAKE_JS_SRC})
set_target_properties(dareblopy PROPERTIES PREFIX "" SUFFIX ".node")
target_include_directories(dareblopy SYSTEM PRIVATE ${CMAKE_JS_INC})
target_compile_definitions(dareblopy PRIVATE NAPI_VERSION=8 NAPI_CPP_EXCEPTIONS NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
  NODE_ADDON_API_CPP_EXCEPTIONS NODE_ADDON_API_DISABLE_DEPRECATED)
target_link_libraries(dareblopy PRIVATE dareblopy_core ${CMAKE_JS_LIB})

# External buffers are for views on mapped files alone.
foreach(source ${addon_sources})
  if(NOT source MATCHES "/addon/view/")
    set_property(SOURCE ${source} APPEND PROPERTY
      COMPILE_DEFINITIONS NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED)
  endif()
endforeach()

# Nothing but Node-API's entry points leaves the binary, and nothing that a
# distribution's C++ runtime could lack is needed by it.
if(DAREBLOPY_STRIP)
  target_link_options(dareblopy PRIVATE -Wl,-s)
endif()
if(APPLE)
  target_link_options(dareblopy PRIVATE -undefined dynamic_lookup)
  if(DEFINED DAREBLOPY_STRIP)
    # Zig 0.17's linker crashes on CMake's -headerpad_max_install_names, and a bundle of its
    # making has a seventh of a library's size: hence a library, which dlopen takes as well.
    set(CMAKE_SHARED_MODULE_CREATE_CXX_FLAGS -shared)
  endif()
elseif(WIN32)
  # Node's functions are found when the addon is loaded (bridge/windows): no import library, and
  # whatever the program is called.
  target_compile_definitions(dareblopy PRIVATE BUILDING_NODE_EXTENSION)
else()
  set(map ${CMAKE_CURRENT_SOURCE_DIR}/cmake/exports.map)
  target_link_options(dareblopy PRIVATE -Wl,--version-script=${map} -Wl,--gc-sections)
  if(NOT DEFINED DAREBLOPY_STRIP) # Zig links its C++ runtime statically, and knows no such options
    target_link_options(dareblopy PRIVATE -Wl,--exclude-libs,ALL -static-libstdc++ -static-libgcc
      $<$<CONFIG:Release>:-Wl,--strip-debug>)
  endif()
  set_target_properties(dareblopy PROPERTIES LINK_DEPENDS ${map})
endif()
