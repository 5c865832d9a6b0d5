// A variable of the stack is freed.

#include <cstdlib>

int main() {
  int x = 1;
  int* volatile p = &x;
  std::free(p);
}
