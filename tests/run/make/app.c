#include <pthread.h>
#include <stdio.h>
#include "queue.h"
static void* producer(void* unused) {
  put(42);
  return unused;
}
int main(void) {
  pthread_t t;
  if (made() != 1) return 2;
  pthread_create(&t, NULL, producer, NULL);
  const int value = take();
  pthread_join(t, NULL);
  printf("took %d\n", value);
  return value == 42 ? 0 : 1;
}
