/* What libselvage.so exports to selvage/check/check.h: plain C, so that the header may be compiled with other flags
 * than the library. */
#ifndef SELVAGE_CHECK_ABI_H
#define SELVAGE_CHECK_ABI_H

#include "selvage/subject.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SELVAGE_CHECK_MANUAL 1u   /* programs may use manual-reset events */
#define SELVAGE_CHECK_AUTO 2u     /* programs may use auto-reset events */
#define SELVAGE_CHECK_TIMEOUTS 4u /* programs may use timeouts other than 0 and for ever */
#define SELVAGE_CHECK_POLLS 8u    /* programs may use a timeout of 0 */

typedef struct selvage_check_request {
  size_t size; /* sizeof(selvage_check_request) */
  const selvage_subject* subject;
  unsigned allowed;     /* SELVAGE_CHECK_* */
  const char* profile;  /* e.g. "strict"; empty for the subject's own */
  const char* strategy; /* e.g. "portfolio" */
  uint64_t seed;
  uint64_t executions; /* of each scenario */
  uint64_t generated;  /* programs */
  const char* out;     /* a directory for counterexamples; null: none are written */
  int keep_in_process; /* non-zero: no worker processes (for a debugger) */
  int weak_memory;     /* non-zero: atomic loads may return old values, where C++ allows it */
} selvage_check_request;

typedef struct selvage_check_result {
  int conclusion; /* 0 holds, 1 violated, 2 the request was wrong, 3 inconclusive */
  uint64_t executions;
  const char* text;    /* the whole report */
  const char* verdict; /* of the first violation, e.g. "lost-wakeup"; empty when there is none */
  const char* clause;
} selvage_check_result;

/* Explores the scenarios and generated programs that the subject can run. Never null; give it back with
 * selvage_check_free. Not thread-safe; must not be called from code under test. */
__attribute__((visibility("default"))) selvage_check_result* selvage_check_run(const selvage_check_request* request);
__attribute__((visibility("default"))) void selvage_check_free(selvage_check_result* result);

#ifdef __cplusplus
}
#endif

#endif
