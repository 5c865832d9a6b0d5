# Warnings are errors, with clang 19 and g++ 12, but in another project, whose compiler is not known. Link
# `selvage_warnings` privately.
add_library(selvage_warnings INTERFACE)
target_compile_options(selvage_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wcast-align
  $<$<BOOL:${PROJECT_IS_TOP_LEVEL}>:-Werror>
  $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast -Woverloaded-virtual>
  # g++ counts a friend as access to a protected destructor.
  $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wnon-virtual-dtor>
  # g++ 12 says that a scoped enumerator shadows a global name: only locals there. Its -Wrestrict (GCC bug 105329) and
  # -Wnull-dereference misjudge std::string.
  # Where files are joined (SelvageCompileOnce.cmake), a name of one file is no shadow in another.
  $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local;-Wno-restrict,$<IF:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>,-Wno-shadow,-Wshadow>>
  $<$<CXX_COMPILER_ID:Clang>:-Wnull-dereference;-Wno-gnu-zero-variadic-macro-arguments>)

target_include_directories(selvage_warnings INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
