# cmake -DROOT=DIR -DPATCH=FILE -DOUT=DIR -DSOURCES=A|B|C -P make_mutant.cmake
# Copies the reference and its adapter from ROOT to OUT, applies PATCH, and writes OUT/mutant.cpp, which includes the
# SOURCES (paths below ROOT).
file(REMOVE_RECURSE ${OUT})
foreach(folder src/async include/selvage tests/subjects)
  file(MAKE_DIRECTORY ${OUT}/${folder})
  file(COPY ${ROOT}/${folder}/ DESTINATION ${OUT}/${folder} FILES_MATCHING PATTERN "*.h" PATTERN "*.cpp")
endforeach()
execute_process(
  COMMAND patch --strip=1 --fuzz=0 --silent --forward --no-backup-if-mismatch --input=${PATCH}
  WORKING_DIRECTORY ${OUT} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT status EQUAL 0)
  file(REMOVE_RECURSE ${OUT})
  message(FATAL_ERROR "${PATCH} does not apply to the reference any more (docs/mutants.md).\n${said}")
endif()
string(REPLACE "|" ";" sources "${SOURCES}")
set(text "")
foreach(source IN LISTS sources)
  string(APPEND text "#include \"${source}\"\n")
endforeach()
file(WRITE ${OUT}/mutant.cpp "${text}")
