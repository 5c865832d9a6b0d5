#pragma once

#include <array>
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
  /// As `find`, for the running thread's call, which is about to use it: the observer sees a read of the descriptor.
  /// Who closes one that another thread still uses races with it; each opening of a number is another place.
  description* use(int number) noexcept;
  /// The number whose opening an address stands for; -1 for none. Until the next execution begins.
  [[nodiscard]] int number_at(const void* address) const noexcept;

  /// The running thread calls from there. What a call from code that is not instrumented does to memory is not told:
  /// nobody sees how such code orders it.
  void called_from(const void* code) noexcept;
  /// Somebody wants to know what the running thread's call does to memory.
  [[nodiscard]] bool told() const noexcept;

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

  /// An execution begins.
  void begin() noexcept;
  /// It is over. O(what was open and what was made).
  void forget_all() noexcept;

 private:
  struct slot {
    description* open{};
    bool reserved{};
    bool close_on_exec{};
    const void* place{};  ///< of its last opening
  };

  bool grow(int least);
  const void* next_address() noexcept;
  void begin_life(int number, description& d, bool close_on_exec) noexcept;

  std::vector<slot> slots_;
  std::vector<std::unique_ptr<description>> all_;
  std::vector<int> numbers_;  ///< by address of this execution: an opened number, or -1 for an object
  std::array<bool, max_threads> told_{};
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
