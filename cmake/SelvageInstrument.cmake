# selvage_instrument(TARGET): compile TARGET so that the engine sees its atomics and memory accesses.
# The instrumentation is the one behind -fsanitize=thread; what stands behind the calls is chosen at link time.
# selvage::async is then the instrumented one.
function(selvage_instrument target)
  set_target_properties(${target} PROPERTIES SELVAGE_INSTRUMENTED ON)
  target_compile_options(${target} PRIVATE
    -fsanitize=thread -mno-tls-direct-seg-refs -g -fno-omit-frame-pointer -fno-optimize-sibling-calls
    $<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-mllvm -tsan-instrument-func-entry-exit=0>
    $<$<COMPILE_LANG_AND_ID:C,Clang>:SHELL:-mllvm -tsan-instrument-func-entry-exit=0>
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:SHELL:--param tsan-instrument-func-entry-exit=0>
    $<$<COMPILE_LANG_AND_ID:C,GNU>:SHELL:--param tsan-instrument-func-entry-exit=0>)
endfunction()

# selvage_explore(TARGET): as selvage_instrument, and linked so that `selvage run` explores it.
function(selvage_explore target)
  selvage_instrument(${target})
  # First among the libraries, whether anything refers to it or not: its pthread functions stand before libc's.
  target_link_options(${target} PRIVATE -Wl,--no-as-needed $<TARGET_FILE:selvage::run> -Wl,--as-needed
    "-Wl,-rpath,$<TARGET_FILE_DIR:selvage::run>" -Wl,-z,now)
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS $<TARGET_FILE:selvage::run>)
  add_dependencies(${target} selvage::run)
endfunction()

# selvage_add_plugin(NAME SOURCE...): an instrumented shared object that `selvage` loads.
# -Bsymbolic keeps its template instantiations its own: the engine's are not instrumented.
function(selvage_add_plugin name)
  add_library(${name} MODULE ${ARGN})
  set_target_properties(${name} PROPERTIES PREFIX "")
  selvage_instrument(${name})
  target_link_options(${name} PRIVATE -Wl,-Bsymbolic)
  target_link_libraries(${name} PRIVATE selvage::headers ${SELVAGE_PLUGIN_WARNINGS})
endfunction()
