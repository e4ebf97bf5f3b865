# Compiler settings shared by everything below native/.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# The same pixels on every machine: no multiply and add is fused behind our back (GCC does so by
# default where the target has the instruction), so every kernel variant rounds alike.
add_compile_options(-ffp-contract=off)
add_compile_options(-Wall -Wextra -Werror=return-type -ffunction-sections -fdata-sections)
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -g1 -DNDEBUG")

find_program(DAREBLOPY_CCACHE ccache)
if(DAREBLOPY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${DAREBLOPY_CCACHE})
endif()

# address,undefined | thread | fuzzer
set(DAREBLOPY_SANITIZE "" CACHE STRING "Sanitizers for everything of ours")
if(DAREBLOPY_SANITIZE)
  add_compile_options(-fsanitize=${DAREBLOPY_SANITIZE} -fno-omit-frame-pointer -g
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DAREBLOPY_SANITIZE})
  # GCC's flow analysis sees ghosts in instrumented code.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# What calls the system lies in folders named after it: posix/ or windows/.
function(dareblopy_of_this_system list)
  set(sources ${${list}})
  if(WIN32)
    list(FILTER sources EXCLUDE REGEX "/posix/[^/]*$")
  else()
    list(FILTER sources EXCLUDE REGEX "/windows/[^/]*$")
  endif()
  set(${list} ${sources} PARENT_SCOPE)
endfunction()
