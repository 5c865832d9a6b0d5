#include "queue.h"
#include <pthread.h>
#include <stdlib.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled;
static int* slot;
static int full;
static int constructions;
__attribute__((constructor)) static void make(void) {
  slot = malloc(sizeof *slot);
  pthread_cond_init(&filled, NULL);
  ++constructions;
}
__attribute__((destructor)) static void destroy(void) { free(slot); }
int made(void) { return constructions; }
void put(int value) {
  pthread_mutex_lock(&lock);
  *slot = value;
  full = 1;
  pthread_mutex_unlock(&lock);
#ifndef LOSE
  pthread_cond_signal(&filled);
#endif
}
int take(void) {
  pthread_mutex_lock(&lock);
  while (!full) pthread_cond_wait(&filled, &lock);
  const int value = *slot;
  full = 0;
  pthread_mutex_unlock(&lock);
  return value;
}
