# What is installed, by component, which are Debian's packages too (SelvagePackages.cmake):
#   selvage         the commands, the subjects, and the libraries that programs load
#   libselvage-dev  headers, the reference's archives, and what CMake and pkg-config read
#   selvage-doc     documents, clauses, examples
# Everything that is installed is built by the target selvage_install_all.
include(CMakePackageConfigHelpers)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

set(runtime selvage)
set(development libselvage-dev)
set(documents selvage-doc)
set(subjects "")
if(TARGET subject_reference)
  set(subject_folders ${PROJECT_SOURCE_DIR}/tests/subjects)
  while(subject_folders)
    list(POP_FRONT subject_folders folder)
    get_property(below DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
    list(APPEND subject_folders ${below})
    get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
      get_target_property(type ${target} TYPE)
      get_target_property(place ${target} LIBRARY_OUTPUT_DIRECTORY)
      if(type STREQUAL "MODULE_LIBRARY" AND place STREQUAL CMAKE_LIBRARY_OUTPUT_DIRECTORY)
        list(APPEND subjects ${target})
      endif()
    endforeach()
  endwhile()
endif()
set(everything selvage selvage_shared selvage_run selvage_async selvage_async_instrumented ${subjects})
if(TARGET selvage_run_tsan)
  list(APPEND everything selvage_run_tsan)
endif()
add_custom_target(selvage_install_all DEPENDS ${everything})

# Says what to do, where an install of a part that is not built would say only which file is missing.
list(TRANSFORM everything REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE files)
install(CODE "foreach(file IN ITEMS ${files})
  if(NOT EXISTS \"\${file}\")
    message(FATAL_ERROR \"\${file} is not built yet. Before it is installed, build all that is:\\n  cmake --build ${PROJECT_BINARY_DIR} --target selvage_install_all\")
  endif()
endforeach()" ALL_COMPONENTS)

install(TARGETS selvage DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${runtime})
install(PROGRAMS ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/selvage-cc ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/selvage-c++
  DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${runtime})
install(TARGETS selvage_shared selvage_run EXPORT SelvageTargets DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${runtime})
if(TARGET selvage_run_tsan)
  install(TARGETS selvage_run_tsan DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${runtime})
endif()
# The command looks for them from its own place: in lib/selvage, whatever the libraries' folder is called.
# Files, not targets: `cmake --install --strip` leaves them the lines that reports name.
if(subjects)
  list(TRANSFORM subjects REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE files)
  install(FILES ${files} DESTINATION lib/selvage COMPONENT ${runtime})
  install(FILES ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/absent-subjects DESTINATION lib/selvage COMPONENT ${runtime})
  install(DIRECTORY ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/recordings DESTINATION lib/selvage COMPONENT ${runtime})
endif()

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/selvage DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT ${development})
install(TARGETS selvage_async EXPORT SelvageTargets DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${development})
install(TARGETS selvage_async_instrumented EXPORT SelvageTargets
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/selvage/instrumented COMPONENT ${development})
install(TARGETS selvage_headers selvage_async_of_target EXPORT SelvageTargets)

# For CMake.
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Selvage)
install(EXPORT SelvageTargets NAMESPACE selvage:: DESTINATION ${package_folder} COMPONENT ${development})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/SelvageConfig.cmake.in ${PROJECT_BINARY_DIR}/SelvageConfig.cmake
  INSTALL_DESTINATION ${package_folder} PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/SelvageConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/SelvageConfig.cmake ${PROJECT_BINARY_DIR}/SelvageConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/SelvageInstrument.cmake DESTINATION ${package_folder} COMPONENT ${development})

# For pkg-config. From the directory of a .pc file up to the prefix:
file(RELATIVE_PATH pc_up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
file(STRINGS ${PROJECT_SOURCE_DIR}/cmake/selvage.pc.in instrumentation REGEX "^Cflags: ")
string(REPLACE "Cflags: " "" instrumentation "${instrumentation}")
foreach(name selvage selvage-check selvage-async selvage-async-instrumented)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT ${development})
endforeach()

set(folder ${CMAKE_INSTALL_DATADIR}/doc/selvage-doc)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${folder} COMPONENT ${documents})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/spec ${PROJECT_SOURCE_DIR}/examples DESTINATION ${folder}
  COMPONENT ${documents} PATTERN "CMakeLists.txt" EXCLUDE PATTERN "generate" EXCLUDE)
foreach(component ${runtime} ${development} ${documents})
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${component} RENAME copyright
    COMPONENT ${component})
endforeach()
