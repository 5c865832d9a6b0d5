#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "src/engine/description.h"

namespace selvage::engine {

/// What the numbers of simulated descriptors refer to. The numbers are the process's own: each is taken once from the
/// system, for /dev/null, and kept, so that no real descriptor has it and a function that is not modelled does no harm
/// with it.
class descriptor_table {
 public:
  /// Takes the first numbers from the system, so that they are the same in every execution. Once a process.
  void reserve();

  /// The description behind an open descriptor; null for a number that is none, or a real one.
  [[nodiscard]] description* find(int number) const noexcept {
    return known(number) ? slots_[static_cast<std::size_t>(number)].open : nullptr;
  }
  /// The number is one for simulated descriptors, open or not.
  [[nodiscard]] bool known(int number) const noexcept {
    return number >= 0 && static_cast<std::size_t>(number) < slots_.size() &&
           slots_[static_cast<std::size_t>(number)].reserved;
  }

  /// Makes a description that lives until nothing refers to it, or the execution ends.
  template <class D, class... A>
  D& make(A&&... arguments) {
    auto made = std::make_unique<D>(std::forward<A>(arguments)...);
    D& d = *made;
    d.place = all_.size();
    all_.push_back(std::move(made));
    return d;
  }
  /// A new object for descriptions, numbered among its kind.
  [[nodiscard]] kernel_object& make_object(kernel_kind k) noexcept;

  /// The lowest free number from `least` on, referring to `d`; -EMFILE when the system has none.
  int open(description& d, bool close_on_exec, int least = 0);
  /// Two at once, or neither. 0 or -EMFILE.
  int open_both(description& first, description& second, bool close_on_exec, int numbers[2]);
  /// `number`, one of ours, refers to `d` and no more to what it may have referred to.
  void open_as(description& d, int number, bool close_on_exec) noexcept;
  /// `number` must be open.
  void close(int number) noexcept;

  void hold(description& d) noexcept { ++d.references; }
  /// Destroys `d` when that was the last reference.
  void release(description& d) noexcept;

  [[nodiscard]] bool close_on_exec(int number) const noexcept {
    return slots_[static_cast<std::size_t>(number)].close_on_exec;
  }
  void set_close_on_exec(int number, bool on) noexcept { slots_[static_cast<std::size_t>(number)].close_on_exec = on; }

  /// The execution is over. O(what was open and what was made).
  void forget_all() noexcept;

 private:
  struct slot {
    description* open{};
    bool reserved{};
    bool close_on_exec{};
  };

  bool grow(int least);

  std::vector<slot> slots_;
  std::vector<std::unique_ptr<description>> all_;
  std::uintptr_t objects_made_{};
};

extern descriptor_table descriptors;

/// A call in progress: the description stays until it ends. Where a fiber is abandoned the table forgets it.
class in_use {
 public:
  explicit in_use(description& d) noexcept : d_(d) { descriptors.hold(d); }
  ~in_use() { descriptors.release(d_); }
  in_use(const in_use&) = delete;
  in_use& operator=(const in_use&) = delete;

 private:
  description& d_;
};

}  // namespace selvage::engine
