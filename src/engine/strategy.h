#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace selvage::engine {

using thread_id = std::uint16_t;

inline constexpr thread_id no_thread = 0xffff;

/// The number of the execution that measures threads for strategies that want a profile.
inline constexpr std::uint64_t profile_index = ~std::uint64_t{0};

/// What a thread is about to do at its scheduling point.
enum class op_kind : std::uint8_t {
  start,
  call,  ///< a client's next call
  exit,
  join,
  yield,
  sleep,
  atomic_load,
  atomic_store,
  atomic_rmw,
  fence,
  plain_read,
  plain_write,
  mutex_lock,
  mutex_trylock,
  mutex_unlock,
  cond_wait,
  cond_signal,
  cond_broadcast,
  rwlock_read,
  rwlock_write,
  rwlock_unlock,
  sem_wait,
  sem_post,
  barrier_wait,
  futex_wait,
  futex_wake,
  once,
  descriptor_read,    ///< of a simulated descriptor: an eventfd, a pipe, ...
  descriptor_write,
  descriptor_wait,    ///< poll, select or epoll_wait
  descriptor_change,  ///< opens, closes or sets one
  timeout,    ///< a blocked thread's deadline fires
  spurious,   ///< a blocked thread wakes for no reason
  interrupt,  ///< a blocked thread leaves its queue and comes back at its tail
  other,
};

/// The operation's name in messages, e.g. "lock".
[[nodiscard]] const char* name(op_kind k) noexcept;

/// A thread's next operation, published before it happens.
struct pending_op {
  op_kind kind{op_kind::start};
  std::uint8_t size{};     ///< bytes accessed; 0 when it is no memory access
  const void* object{};    ///< the address it acts on; null for none
};

/// True for operations that cannot change what another thread sees.
[[nodiscard]] constexpr bool reads_only(op_kind k) noexcept {
  return k == op_kind::atomic_load || k == op_kind::plain_read;
}

/// True when the order of the two matters: same object, not both reads.
[[nodiscard]] constexpr bool conflict(const pending_op& a, const pending_op& b) noexcept {
  return a.object != nullptr && a.object == b.object && !(reads_only(a.kind) && reads_only(b.kind));
}

/// One scheduling decision. Valid only during `strategy::pick`.
struct decision {
  std::span<const thread_id> enabled;  ///< at least two, ascending; blocked threads with a due timeout are among them
  std::span<const pending_op> pending;  ///< indexed by thread_id
  std::span<const std::uint32_t> points;  ///< scheduling points each thread has come to; indexed by thread_id
  thread_id current{no_thread};         ///< who ran last
  bool current_enabled{};
  bool current_yields{};                ///< its pending operation is a yield, or it yielded since its last decision
  std::uint64_t step{};                 ///< decisions of this execution so far
};

/// Picks who runs next. One file an algorithm in src/strategy.
///
/// Every method runs on the engine's one OS thread; `pick` and `draw` must neither allocate in the steady state nor
/// throw.
class strategy {
 public:
  virtual ~strategy() = default;

  /// Prepares execution number `index` (from 0). Returns false when there is nothing left to explore.
  /// Strategies that draw at random depend on (seed, index) alone, so that any execution can be had by itself.
  virtual bool begin(std::uint64_t index) = 0;

  /// True for algorithms that need to know how long threads are: then execution `profile_index` is run once before
  /// any other, in every process that takes part in a campaign, and its violations count like any other's.
  [[nodiscard]] virtual bool wants_profile() const { return false; }

  /// What has been achieved, in words, e.g. "every schedule with at most 2 preemptions"; empty when there is nothing
  /// to say.
  [[nodiscard]] virtual std::string achieved() const { return {}; }

  /// What a search that goes on from execution to execution has to remember to go on in another process, as printable
  /// text of one line; empty for strategies that depend on (seed, index) alone. Between executions.
  [[nodiscard]] virtual std::string saved() const { return {}; }

  /// Takes up what `saved` gave, before the first `begin`. Throws std::invalid_argument for any other text.
  virtual void restore(std::string_view /*text*/) {}

  /// One of `d.enabled`.
  virtual thread_id pick(const decision& d) = 0;

  /// A number below `bound` (at least 2) for a choice that is no thread: which waiter a notify wakes.
  virtual std::uint32_t draw(std::uint32_t bound) = 0;

  /// A thread comes into being during the execution; `parent` is no_thread for the first.
  virtual void spawned(thread_id /*child*/, thread_id /*parent*/) {}

  /// A thread is at its end; it came to so many scheduling points.
  virtual void finished(thread_id /*t*/, std::uint32_t /*points*/) {}

  /// The execution is over.
  virtual void end() {}
};

}  // namespace selvage::engine
