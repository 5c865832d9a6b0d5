#include "src/engine/descriptor_table.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "src/engine/descriptor_wait.h"
#include "src/engine/epoll.h"
#include "src/engine/image.h"
#include "src/engine/runtime.h"

namespace selvage::engine {

descriptor_table descriptors;

namespace {

constexpr int first_numbers = 32;
// Lower than anything that a program maps, so that no memory of its has an object's address.
constexpr std::uintptr_t first_address = 0x1000;
constexpr std::uintptr_t address_step = 16;
// An opening is a write of both bytes, a closing or a use is of the first.
constexpr std::size_t opening_bytes = 2;
constexpr std::size_t closing_bytes = 1;

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

const void* descriptor_table::next_address() noexcept {
  numbers_.push_back(-1);
  return reinterpret_cast<const void*>(first_address + numbers_.size() * address_step);
}

int descriptor_table::number_at(const void* address) const noexcept {
  const std::uintptr_t i = (reinterpret_cast<std::uintptr_t>(address) - first_address) / address_step - 1;
  return i < numbers_.size() ? numbers_[i] : -1;
}

kernel_object& descriptor_table::make_object(kernel_kind k) noexcept { return rt.objects.find(next_address(), k); }

void descriptor_table::called_from(const void* code) noexcept {
  told_[rt.current->id] = rt.watch != nullptr && rt.watch->wants_plain() && in_instrumented_code(code);
}

bool descriptor_table::told() const noexcept { return told_[rt.current->id]; }

description* descriptor_table::use(int number) noexcept {
  if (!known(number)) return nullptr;
  const slot& s = slots_[static_cast<std::size_t>(number)];
  if (told() && s.place != nullptr) [[unlikely]]
    rt.watch->plain(op_kind::plain_read, s.place, closing_bytes);
  return s.open;
}

void descriptor_table::begin_life(int number, description& d, bool close_on_exec) noexcept {
  slot& s = slots_[static_cast<std::size_t>(number)];
  s.open = &d;
  s.close_on_exec = close_on_exec;
  s.place = next_address();
  numbers_.back() = number;
  if (told()) [[unlikely]]
    rt.watch->plain(op_kind::plain_write, s.place, opening_bytes);
}

int descriptor_table::open(description& d, bool close_on_exec, int least) {
  for (;;) {
    for (auto i = static_cast<std::size_t>(least); i < slots_.size(); ++i) {
      const slot& s = slots_[i];
      if (!s.reserved || s.open != nullptr) continue;
      hold(d);
      begin_life(static_cast<int>(i), d, close_on_exec);
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
  begin_life(number, d, close_on_exec);
}

void descriptor_table::close(int number) noexcept {
  slot& s = slots_[static_cast<std::size_t>(number)];
  if (told()) [[unlikely]]
    rt.watch->plain(op_kind::plain_write, s.place, closing_bytes);
  description& d = *std::exchange(s.open, nullptr);
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

void descriptor_table::begin() noexcept {
  if (numbers_.empty()) return;
  numbers_.clear();
  for (slot& s : slots_) s.place = nullptr;
}

void descriptor_table::forget_all() noexcept {
  waiting.forget_all();
  if (numbers_.empty()) return;
  for (slot& s : slots_) s.open = nullptr;
  all_.clear();
}

}  // namespace selvage::engine
