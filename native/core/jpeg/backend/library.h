// Which libjpeg this compilation is for. Every file in this folder is compiled once a library, with
// DAREBLOPY_JPEG_TURBO or DAREBLOPY_JPEG_IJG defined and that library's headers on the path, inside
// a namespace of its own: the two struct layouts differ, and code over them must never be merged.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstdio>

#ifdef DAREBLOPY_JPEG_TURBO
#define JPEG_INTERNAL_OPTIONS  // structs of jpegint.h have more members with it, as in the library
#endif

extern "C" {
#include <jpeglib.h>
// jerror.h's messages are an enum only when asked for after jpeglib.h.
#include <jerror.h>
}

#if defined(DAREBLOPY_JPEG_TURBO)
#define DAREBLOPY_JPEG_NAMESPACE turbo
#elif defined(DAREBLOPY_JPEG_IJG)
#define DAREBLOPY_JPEG_NAMESPACE ijg
#else
#error "Compile this folder once for each JPEG library; see native/CMakeLists.txt"
#endif
