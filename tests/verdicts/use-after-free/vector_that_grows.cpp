// A pointer into a vector outlives its growth.

#include <vector>

int main() {
  std::vector<int> numbers{1};
  int* volatile first = &numbers.front();
  for (int i = 0; i < 16; ++i) numbers.push_back(i);
  return *first == 5;
}
