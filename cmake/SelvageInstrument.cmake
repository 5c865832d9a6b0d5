# selvage_instrument(TARGET): compile TARGET so that the engine sees its atomics and memory accesses.
# The instrumentation is the one behind -fsanitize=thread; what stands behind the calls is chosen at link time.
function(selvage_instrument target)
  target_compile_options(${target} PRIVATE
    -fsanitize=thread -mno-tls-direct-seg-refs -g -fno-omit-frame-pointer -fno-optimize-sibling-calls
    $<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-mllvm -tsan-instrument-func-entry-exit=0>
    $<$<COMPILE_LANG_AND_ID:C,Clang>:SHELL:-mllvm -tsan-instrument-func-entry-exit=0>
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:SHELL:--param tsan-instrument-func-entry-exit=0>
    $<$<COMPILE_LANG_AND_ID:C,GNU>:SHELL:--param tsan-instrument-func-entry-exit=0>)
endfunction()

# selvage_add_plugin(NAME SOURCE...): an instrumented shared object that `selvage` loads.
# -Bsymbolic keeps its template instantiations its own: the engine's are not instrumented.
function(selvage_add_plugin name)
  add_library(${name} MODULE ${ARGN})
  set_target_properties(${name} PROPERTIES PREFIX "")
  selvage_instrument(${name})
  target_link_options(${name} PRIVATE -Wl,-Bsymbolic)
  foreach(library selvage_warnings selvage::headers)  # the one in this tree, the other where it is installed
    if(TARGET ${library})
      target_link_libraries(${name} PRIVATE ${library})
    endif()
  endforeach()
endfunction()
