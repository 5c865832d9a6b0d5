#include <assert.h>
#include <stdio.h>
#include <string.h>
int main(int argc, char** argv) {
  char line[100];
  const char* got = fgets(line, sizeof line, stdin);
  if (argc > 1 && strcmp(argv[1], "empty") == 0) assert(got == NULL);
  else assert(got != NULL && strcmp(line, "first line\n") == 0);
  return 0;
}
