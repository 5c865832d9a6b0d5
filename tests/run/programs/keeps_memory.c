/* A library that is not instrumented and knows nothing of the engine: what it allocates before main, it changes, grows
 * and frees later. */
#include <stdlib.h>

static int* entries;
static int count;
static char* note;

__attribute__((constructor)) static void begin(void) {
  entries = malloc(sizeof *entries);
  note = malloc(16);
}

int keep(int value) {
  entries = realloc(entries, sizeof *entries * (size_t)(count + 1));
  entries[count] = value;
  free(note);
  note = NULL;
  return ++count;
}

int kept(int i) { return entries[i]; }
