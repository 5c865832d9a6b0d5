#include "src/engine/epoll.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "src/engine/descriptor_wait.h"

namespace selvage::engine {
namespace {

constexpr std::uint32_t manners = EPOLLET | EPOLLONESHOT | EPOLLWAKEUP | EPOLLEXCLUSIVE;
constexpr int deepest = 5;

}  // namespace

epoll::epoll(kernel_object& object) noexcept : description(object, O_RDWR) {}

std::uint32_t epoll::reports(const epoll_item& i) noexcept { return i.target->ready() & i.events & ~manners; }

std::uint32_t epoll::ready() noexcept {
  list_expired();
  // Linux forgets what is no longer ready as far as it has to look.
  const auto first = std::ranges::find_if(listed_, [](const epoll_item* i) { return reports(*i) != 0; });
  std::for_each(listed_.begin(), first, [](epoll_item* i) { i->listed = false; });
  listed_.erase(listed_.begin(), first);
  return listed_.empty() ? 0U : EPOLLIN | EPOLLRDNORM;
}

std::int64_t epoll::due() noexcept {
  std::int64_t first = no_deadline;
  for (const auto& i : items_)
    if ((i->events & EPOLLIN) != 0) first = earlier(first, i->target->due());
  return first;
}

void epoll::released() noexcept {
  for (const auto& i : items_) unwatch(*i);
  items_.clear();
  listed_.clear();
}

epoll_item* epoll::find(int number, const description& target) const noexcept {
  for (const auto& i : items_)
    if (i->number == number && i->target == &target) return i.get();
  return nullptr;
}

void epoll::list(epoll_item& i) noexcept {
  if (i.listed) return;
  i.listed = true;
  listed_.push_back(&i);
}

void epoll::list_if_ready(epoll_item& i) noexcept {
  i.expirations = i.target->expirations();
  if (reports(i) == 0) return;
  list(i);
  signal(EPOLLIN | EPOLLRDNORM);
}

// Nobody is told when a timer expires.
void epoll::list_expired() noexcept {
  for (const auto& i : items_) {
    const std::uint64_t now = i->target->expirations();
    if (std::exchange(i->expirations, now) == now || (i->events & EPOLLIN) == 0) continue;
    list(*i);
    ++expirations_;
  }
}

std::uint64_t epoll::expirations() noexcept {
  list_expired();
  return expirations_;
}

void epoll::happened(epoll_item& i, std::uint32_t events) noexcept {
  const std::uint32_t wanted = i.events & ~manners;
  if (wanted == 0 || (events != 0 && (events & wanted) == 0)) return;
  list(i);
  signal(EPOLLIN | EPOLLRDNORM);
}

void epoll::unwatch(epoll_item& i) noexcept {
  std::erase_if(i.target->watchers, [&i](const watcher& w) { return w.item == &i; });
}

void epoll::forget(epoll_item& i) noexcept {
  std::erase(listed_, &i);
  std::erase_if(items_, [&i](const auto& known) { return known.get() == &i; });
}

bool epoll::reaches(const description& target, int depth) const noexcept {
  if (depth == 0) return true;
  return std::ranges::any_of(watchers,
                             [&](const watcher& w) { return w.set == &target || w.set->reaches(target, depth - 1); });
}

int epoll::control(int operation, int number, description& target, const epoll_event* event) {
  if (&target == this) return -EINVAL;
  epoll_item* i = find(number, target);
  switch (operation) {
    case EPOLL_CTL_ADD: {
      auto* const set = dynamic_cast<epoll*>(&target);
      if (i != nullptr) return -EEXIST;
      if (set != nullptr && (event->events & EPOLLEXCLUSIVE) != 0) return -EINVAL;
      if (set != nullptr && reaches(target, deepest)) return -ELOOP;
      i = items_.emplace_back(std::make_unique<epoll_item>()).get();
      *i = {.number = number, .target = &target, .events = event->events | EPOLLERR | EPOLLHUP, .data = event->data};
      target.watchers.push_back({this, i});
      list_if_ready(*i);
      return 0;
    }
    case EPOLL_CTL_MOD:
      if (i == nullptr) return -ENOENT;
      if (((event->events | i->events) & EPOLLEXCLUSIVE) != 0) return -EINVAL;
      i->events = event->events | EPOLLERR | EPOLLHUP;
      i->data = event->data;
      list_if_ready(*i);
      return 0;
    case EPOLL_CTL_DEL:
      if (i == nullptr) return -ENOENT;
      unwatch(*i);
      forget(*i);
      return 0;
    default:
      return -EINVAL;
  }
}

int epoll::collect(epoll_event* events, int most) {
  list_expired();
  int count = 0;
  std::size_t seen = 0;
  again_.clear();
  for (; seen < listed_.size() && count < most; ++seen) {
    epoll_item& i = *listed_[seen];
    i.listed = false;
    const std::uint32_t now = reports(i);
    if (now == 0) continue;
    events[count++] = {.events = now, .data = i.data};
    if (rt.watch != nullptr) [[unlikely]]
      rt.watch->acquired(i.target->object(), hold::readiness);
    if ((i.events & EPOLLONESHOT) != 0)
      i.events &= manners;
    else if ((i.events & EPOLLET) == 0)
      again_.push_back(&i);
  }
  listed_.erase(listed_.begin(), listed_.begin() + static_cast<std::ptrdiff_t>(seen));
  for (epoll_item* i : again_) list(*i);
  return count;
}

std::string epoll::describe_targets() const {
  std::string text;
  for (const auto& i : items_) text += (text.empty() ? "" : ", ") + rt.describe(i->target->object());
  return text;
}

}  // namespace selvage::engine
