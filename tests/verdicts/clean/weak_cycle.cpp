// Near leak: the way back does not own.

#include <memory>

struct node {
  std::shared_ptr<node> next;
  std::weak_ptr<node> previous;
};

int main() {
  auto a = std::make_shared<node>();
  auto b = std::make_shared<node>();
  a->next = b;
  b->previous = a;
  return b->previous.lock() == a ? 0 : 1;
}
