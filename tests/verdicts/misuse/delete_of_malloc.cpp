// What malloc gave is deleted.

#include <cstdlib>

int main() {
  auto* p = static_cast<int*>(std::malloc(sizeof(int)));
  *p = 1;
  delete p;
}
