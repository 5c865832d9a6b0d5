# What is installed beside the command and what `selvage run` needs: the headers, libselvage.so for selvage/check/check.h,
# the reference as a library, and the subjects with what was recorded of others.
include(GNUInstallDirs)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/selvage DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS selvage_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS selvage_async ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})

# The command looks for them from its own place: in lib/selvage, whatever the libraries' folder is called.
install(DIRECTORY ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/ DESTINATION lib/selvage
        FILES_MATCHING PATTERN "*.so" PATTERN "absent-subjects" PATTERN "recordings/*"
        PATTERN "lib*.so" EXCLUDE PATTERN "mutant-*.so" EXCLUDE)
