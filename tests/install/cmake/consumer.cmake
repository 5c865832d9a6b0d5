# The programs of sources/, as a project that has Selvage makes them.
set(sources ${CMAKE_CURRENT_LIST_DIR}/../sources)
find_package(Threads REQUIRED)

add_executable(uses_async ${sources}/uses_async.cpp)
target_link_libraries(uses_async PRIVATE selvage::async Threads::Threads)

add_executable(uses_async_explored ${sources}/uses_async.cpp)
target_link_libraries(uses_async_explored PRIVATE selvage::async)
selvage_explore(uses_async_explored)

add_executable(check_event ${sources}/check_event.cpp)
selvage_instrument(check_event)
target_link_libraries(check_event PRIVATE selvage::selvage)

add_executable(waiting ${sources}/waiting.cpp)
add_executable(waiting_lossy ${sources}/waiting.cpp)
target_compile_definitions(waiting_lossy PRIVATE LOSSY)
foreach(program waiting waiting_lossy)
  target_compile_features(${program} PRIVATE cxx_std_20)
  selvage_explore(${program})
endforeach()
