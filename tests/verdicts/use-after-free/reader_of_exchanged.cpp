// One thread takes the object out and deletes it while another still reads it.
// also: data-race

#include <atomic>
#include <thread>

struct node {
  int value{7};
};

int main() {
  std::atomic<node*> head{new node};
  int seen = 0;
  std::thread reader([&] {
    if (const node* n = head.load(std::memory_order_acquire); n != nullptr) seen = n->value;
  });
  if (node* n = head.exchange(nullptr, std::memory_order_acq_rel); n != nullptr) delete n;
  reader.join();
  return seen == 8;
}
