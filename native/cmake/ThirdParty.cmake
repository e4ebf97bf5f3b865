# Imported targets for the libraries in DAREBLOPY_THIRD_PARTY_PREFIX. Where the
# prefix is not given, the set-up script makes it (or finds it made).
if(NOT DAREBLOPY_THIRD_PARTY_PREFIX)
  find_program(DAREBLOPY_NODE node REQUIRED)
  execute_process(
    COMMAND ${DAREBLOPY_NODE} ${CMAKE_CURRENT_LIST_DIR}/../../scripts/third-party/main.mjs
    OUTPUT_VARIABLE prefix OUTPUT_STRIP_TRAILING_WHITESPACE
    RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "The third-party libraries could not be set up; see above.")
  endif()
  set(DAREBLOPY_THIRD_PARTY_PREFIX ${prefix} CACHE PATH "Third-party install prefix" FORCE)
endif()

function(dareblopy_import name folder library)
  set(base ${DAREBLOPY_THIRD_PARTY_PREFIX}/${folder})
  add_library(dareblopy::${name} STATIC IMPORTED GLOBAL)
  set_target_properties(dareblopy::${name} PROPERTIES
    IMPORTED_LOCATION ${base}/lib/${library}
    INTERFACE_INCLUDE_DIRECTORIES ${base}/include)
endfunction()

dareblopy_import(jpeg_turbo jpeg-turbo libjpeg.a)
dareblopy_import(zlib zlib libdb_zlib.a)
dareblopy_import(libdeflate libdeflate libdeflate.a)
dareblopy_import(lz4 lz4 libdb_lz4.a)
if(EXISTS ${DAREBLOPY_THIRD_PARTY_PREFIX}/ijg/lib/libdb_ijg.a)
  dareblopy_import(jpeg_ijg ijg libdb_ijg.a)
endif()

find_package(Threads REQUIRED)
find_package(GTest CONFIG REQUIRED NO_DEFAULT_PATH
  PATHS ${DAREBLOPY_THIRD_PARTY_PREFIX}/googletest)
