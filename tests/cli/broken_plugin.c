/* A plug-in that is broken in one way, chosen by a macro. */
#include <stddef.h>
#include <stdlib.h>

#include "selvage/subject.h"

#define EXPORT __attribute__((visibility("default")))

static void* create(int kind, int set, selvage_released_fn released, void* context) {
  (void)kind, (void)set, (void)released, (void)context;
  return NULL;
}
static void destroy(void* event) { (void)event; }
static int set(void* event) {
  (void)event;
  return SELVAGE_OK;
}

#ifdef BROKEN_NEVER_WAITS
static void* create_event(int kind, int set, selvage_released_fn released, void* context) {
  (void)kind, (void)set, (void)released, (void)context;
  return malloc(1);
}
static int wait(void* event, int32_t timeout_ms) {
  (void)event, (void)timeout_ms;
  return SELVAGE_OK;
}
#endif

static selvage_event_functions events = {
    .size = sizeof(selvage_event_functions), .create = create, .destroy = destroy, .set = set};
static selvage_subject table = {
    .abi = SELVAGE_SUBJECT_ABI, .size = sizeof(selvage_subject), .name = "broken", .events = &events};

#ifdef BROKEN_NO_SYMBOL
EXPORT const selvage_subject* something_else(void) { return &table; }
#else
EXPORT const selvage_subject* selvage_subject_entry(void) {
#if defined(BROKEN_OTHER_ABI)
  table.abi = 99;
#elif defined(BROKEN_OTHER_SIZE)
  table.size = 8;
#elif defined(BROKEN_NULL_TABLE)
  return NULL;
#elif defined(BROKEN_CRASH_ON_LOAD)
  *(volatile int*)8 = 1;
#elif defined(BROKEN_FREES_TWICE)
  void* volatile block = malloc(8);
  free(block);
  free(block);
#elif defined(BROKEN_EXIT_ON_LOAD)
  _Exit(7);
#elif defined(BROKEN_GROUP_SIZE)
  events.size = 8;
#elif defined(BROKEN_NO_CREATE)
  events.create = NULL;
#elif defined(BROKEN_FREE_RUNNING)
  table.lacks = SELVAGE_LACKS_CONTROL;
#elif defined(BROKEN_NEVER_WAITS)
  events.create = create_event;
  events.destroy = free;
  events.wait = wait;
#endif
  return &table;
}
#endif
