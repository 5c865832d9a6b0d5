# SELVAGE_SANITIZE: compile and link everything with the real sanitizers it names.
if(SELVAGE_SANITIZE)
  if(NOT SELVAGE_SANITIZE MATCHES "^(thread|address|undefined|address,undefined)$")
    message(FATAL_ERROR "SELVAGE_SANITIZE is '${SELVAGE_SANITIZE}'; it can be thread, address, undefined or address,undefined.")
  endif()
  add_compile_options(-fsanitize=${SELVAGE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SELVAGE_SANITIZE})
endif()
