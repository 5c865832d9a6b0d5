# Warnings are errors, with clang 19 and g++ 12. Link `selvage_warnings` privately.
add_library(selvage_warnings INTERFACE)
target_compile_options(selvage_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wcast-align -Wnull-dereference -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual>
  # g++ 12 says that a scoped enumerator shadows a global name: only locals there.
  $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-zero-variadic-macro-arguments>)

target_include_directories(selvage_warnings INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
