# cpack -G DEB: the components of SelvageInstall.cmake as Debian packages, selvage, libselvage-dev and selvage-doc.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL selvage libselvage-dev selvage-doc)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGE_CONTACT "The Selvage authors <selvage@localhost>")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(about "Selvage explores the interleavings of threads: it holds implementations of events, handles,
asynchronous operations and disposal against an executable model, and finds races, deadlocks and lost
wakeups in whole programs, each in a schedule that can be repeated.
.
")
# What selvage-cc and selvage-c++ drive, and the runtime behind --tsan, which no program links against.
string(REGEX MATCH "clang[+][+]-([0-9]+)$" clang_version "${SELVAGE_CLANGXX}")
set(clang_version ${CMAKE_MATCH_1})
set(clang clang)
if(clang_version)
  set(clang "clang-${clang_version}")
endif()
set(CPACK_DEBIAN_SELVAGE_PACKAGE_NAME selvage)
set(CPACK_DEBIAN_SELVAGE_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_SELVAGE_PACKAGE_DEPENDS "${clang}")
if(TARGET selvage_run_tsan AND clang_version)
  string(APPEND CPACK_DEBIAN_SELVAGE_PACKAGE_DEPENDS ", libclang-rt-${clang_version}-dev")
endif()
set(CPACK_DEBIAN_SELVAGE_PACKAGE_SUGGESTS "libselvage-dev, selvage-doc, graphviz")
set(CPACK_DEBIAN_SELVAGE_DESCRIPTION "verification of asynchronous completion in C++
${about}These are the commands, and the libraries that programs load.")

set(CPACK_DEBIAN_LIBSELVAGE-DEV_PACKAGE_NAME libselvage-dev)
set(CPACK_DEBIAN_LIBSELVAGE-DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBSELVAGE-DEV_PACKAGE_DEPENDS "selvage (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_LIBSELVAGE-DEV_DESCRIPTION "verification of asynchronous completion in C++ (development)
${about}These are the headers, the asynchronous library, and what CMake and pkg-config read.")

set(CPACK_DEBIAN_SELVAGE-DOC_PACKAGE_NAME selvage-doc)
set(CPACK_DEBIAN_SELVAGE-DOC_PACKAGE_SECTION doc)
set(CPACK_DEBIAN_SELVAGE-DOC_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_SELVAGE-DOC_DESCRIPTION "verification of asynchronous completion in C++ (documents)
${about}These are the documents, the clauses of the contract, and the examples.")
include(CPack)
