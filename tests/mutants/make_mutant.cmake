# cmake -DROOT=DIR -DPATCH=FILE -DOUT=DIR [-DFILES=A|B | -DSOURCES=A|B|C] -P make_mutant.cmake
# Applies PATCH to copies, below OUT, of FILES (paths below ROOT); or, with SOURCES, to a copy of the whole reference and
# its adapter, with OUT/mutant.cpp, which includes the SOURCES.
file(REMOVE_RECURSE ${OUT})
string(REPLACE "|" ";" FILES "${FILES}")
string(REPLACE "|" ";" SOURCES "${SOURCES}")
foreach(file IN LISTS FILES)
  get_filename_component(folder ${file} DIRECTORY)
  file(COPY ${ROOT}/${file} DESTINATION ${OUT}/${folder})
endforeach()
if(SOURCES)
  foreach(folder src/async include/selvage tests/subjects)
    file(COPY ${ROOT}/${folder}/ DESTINATION ${OUT}/${folder} FILES_MATCHING PATTERN "*.h" PATTERN "*.cpp")
  endforeach()
endif()
execute_process(
  COMMAND patch --strip=1 --fuzz=0 --silent --forward --no-backup-if-mismatch --input=${PATCH}
  WORKING_DIRECTORY ${OUT} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT status EQUAL 0)
  file(REMOVE_RECURSE ${OUT})
  message(FATAL_ERROR "${PATCH} does not apply to the reference any more (docs/mutants.md).\n${said}")
endif()
if(SOURCES)
  list(TRANSFORM SOURCES REPLACE "(.+)" "#include \"\\1\"\n")
  string(JOIN "" text ${SOURCES})
  file(WRITE ${OUT}/mutant.cpp "${text}")
endif()
