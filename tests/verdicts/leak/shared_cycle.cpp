// Two objects own each other.

#include <memory>

struct node {
  std::shared_ptr<node> next;
};

int main() {
  auto a = std::make_shared<node>();
  auto b = std::make_shared<node>();
  a->next = b;
  b->next = a;
}
