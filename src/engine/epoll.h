#pragma once

#include <memory>
#include <string>
#include <vector>

#include "src/engine/description.h"

namespace selvage::engine {

/// A description in an epoll set, under the number that it was added by.
struct epoll_item {
  int number{};
  description* target{};
  std::uint32_t events{};  ///< wanted, with EPOLLET and its kin
  epoll_data_t data{};
  bool listed{};  ///< something happened since it was last reported, or it is level-triggered and was ready
  std::uint64_t expirations{};  ///< of the target, as far as they are known
};

/// An epoll set (epoll(7)). As in Linux, a list holds the items to which something has happened, and a wait reports
/// those of them that are ready.
class epoll final : public description {
 public:
  explicit epoll(kernel_object& object) noexcept;

  [[nodiscard]] std::uint32_t ready() noexcept override;
  [[nodiscard]] std::int64_t due() noexcept override;
  [[nodiscard]] std::uint64_t expirations() noexcept override;
  void released() noexcept override;

  /// EPOLL_CTL_*. 0 or a negative errno value. `event` may be null for EPOLL_CTL_DEL alone.
  int control(int operation, int number, description& target, const epoll_event* event);

  /// Fills in at most `most` events and returns how many. Tells the observer whose they are.
  int collect(epoll_event* events, int most);

  /// Of an item's target, which has changed.
  void happened(epoll_item& i, std::uint32_t events) noexcept;
  /// The item's target goes.
  void forget(epoll_item& i) noexcept;

  /// "eventfd 1, pipe 1".
  [[nodiscard]] std::string describe_targets() const;

 private:
  [[nodiscard]] epoll_item* find(int number, const description& target) const noexcept;
  [[nodiscard]] static std::uint32_t reports(const epoll_item& i) noexcept;
  [[nodiscard]] bool reaches(const description& target, int depth) const noexcept;
  void list(epoll_item& i) noexcept;
  void list_if_ready(epoll_item& i) noexcept;
  void list_expired() noexcept;
  void unwatch(epoll_item& i) noexcept;

  std::vector<std::unique_ptr<epoll_item>> items_;
  std::vector<epoll_item*> listed_;  ///< in the order in which things happened
  std::uint64_t expirations_{};      ///< of timers in it, and in sets in it
  std::vector<epoll_item*> again_;   ///< of collect
};

}  // namespace selvage::engine
