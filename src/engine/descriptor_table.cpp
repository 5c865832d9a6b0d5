#include "src/engine/descriptor_table.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "src/engine/descriptor_wait.h"
#include "src/engine/epoll.h"
#include "src/engine/runtime.h"

namespace selvage::engine {

descriptor_table descriptors;

namespace {

constexpr int first_numbers = 32;
// Lower than anything that a program maps, so that no memory of its has an object's address.
constexpr std::uintptr_t first_address = 0x1000;
constexpr std::uintptr_t address_step = 16;

}  // namespace

void descriptor_table::reserve() {
  for (int i = 0; i < first_numbers; ++i) grow(0);
}

bool descriptor_table::grow(int least) {
  const int any = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  int number = any;
  if (any >= 0 && any < least) {
    number = fcntl(any, F_DUPFD_CLOEXEC, least);
    ::close(any);
  }
  if (number < 0) return false;
  const auto at = static_cast<std::size_t>(number);
  if (at >= slots_.size()) slots_.resize(at + 1);
  slots_[at].reserved = true;
  return true;
}

kernel_object& descriptor_table::make_object(kernel_kind k) noexcept {
  const std::uintptr_t address = first_address + ++objects_made_ * address_step;
  return rt.objects.find(reinterpret_cast<const void*>(address), k);
}

int descriptor_table::open(description& d, bool close_on_exec, int least) {
  for (;;) {
    for (auto i = static_cast<std::size_t>(least); i < slots_.size(); ++i) {
      slot& s = slots_[i];
      if (!s.reserved || s.open != nullptr) continue;
      s.open = &d;
      s.close_on_exec = close_on_exec;
      hold(d);
      return static_cast<int>(i);
    }
    if (!grow(least)) return -EMFILE;
  }
}

int descriptor_table::open_both(description& first, description& second, bool close_on_exec, int numbers[2]) {
  const int a = open(first, close_on_exec);
  const int b = a < 0 ? a : open(second, close_on_exec);
  if (b < 0) {
    if (a >= 0) close(a);
    return b;
  }
  numbers[0] = a;
  numbers[1] = b;
  return 0;
}

void descriptor_table::open_as(description& d, int number, bool close_on_exec) noexcept {
  hold(d);
  if (find(number) != nullptr) close(number);
  slot& s = slots_[static_cast<std::size_t>(number)];
  s.open = &d;
  s.close_on_exec = close_on_exec;
}

void descriptor_table::close(int number) noexcept {
  description& d = *std::exchange(slots_[static_cast<std::size_t>(number)].open, nullptr);
  release(d);
}

void descriptor_table::release(description& d) noexcept {
  if (--d.references != 0) return;
  for (const description::watcher& w : d.watchers) w.set->forget(*w.item);
  d.released();
  const std::unique_ptr<description> gone = std::move(all_[d.place]);
  if (&all_[d.place] != &all_.back()) {
    all_[d.place] = std::move(all_.back());
    all_[d.place]->place = d.place;
  }
  all_.pop_back();
  waiting.changed();
}

void descriptor_table::forget_all() noexcept {
  waiting.forget_all();
  if (objects_made_ == 0) return;
  for (slot& s : slots_) s.open = nullptr;
  all_.clear();
  objects_made_ = 0;
}

}  // namespace selvage::engine
