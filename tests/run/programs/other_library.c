/* Stands for a program whose libselvage_run is of another version: it answers to its task in words of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  static char task[1 << 16];
  FILE* const in = fopen(getenv("SELVAGE_TASK"), "r");
  fread(task, 1, sizeof task - 1, in);
  const char* const key = "\"answer_file\": \"";
  char* const file = strstr(task, key) + strlen(key);
  *strchr(file, '"') = 0;
  fputs("{\"protocol\": 0}", fopen(file, "w"));
  return puts("libselvage_run") < 0;
}
