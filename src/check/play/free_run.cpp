#include "src/check/play/free_run.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "model/operation.h"
#include "src/check/play/callback_gate.h"
#include "src/check/play/program_objects.h"
#include "src/check/play/real_recorder.h"
#include "src/program/call_label.h"
#include "src/program/history.h"

namespace selvage::check {
namespace {

using model::label;
using model::label_kind;
using std::chrono::steady_clock;

constexpr std::size_t most_labels = 4'000;

/// Whether the thread sleeps in the kernel; one that is gone does.
bool sleeps(const std::string& thread) {
  const int file = open(("/proc/self/task/" + thread + "/stat").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return true;
  std::array<char, 512> text{};
  const auto size = ::read(file, text.data(), text.size() - 1);
  close(file);
  if (size <= 0) return true;
  const std::string_view all(text.data(), static_cast<std::size_t>(size));
  const auto name_ends = all.rfind(')');
  return name_ends == std::string_view::npos || name_ends + 2 >= all.size() || all[name_ends + 2] == 'S';
}

/// Whether every thread of this process but the calling one sleeps.
bool others_sleep() {
  DIR* const tasks = opendir("/proc/self/task");
  if (tasks == nullptr) return false;
  const auto own = std::to_string(gettid());
  bool all = true;
  while (const auto* const entry = readdir(tasks)) {
    const std::string name = static_cast<const char*>(entry->d_name);
    if (name[0] != '.' && name != own) all = all && sleeps(name);
  }
  closedir(tasks);
  return all;
}

class free_run {
 public:
  free_run(const subject& s, const program& p, unsigned number)
      : program_(p), number_(number), objects_(*s.table, program_) {
    const auto hooks = [this](std::uint8_t i) {
      contexts_.at(i) = {this, i};
      return object_hooks{&released, &called_back, &contexts_.at(i)};
    };
    try {
      objects_.make(hooks);
    } catch (const std::runtime_error& e) {
      throw subject_error("subject '" + s.name + "' " + e.what());
    }
    calls_back_ = std::ranges::any_of(program_.objects,
                                      [](const program_object& o) { return model::info(o.spec.kind).calls_back; });
  }

  /// To its end, which is where nothing moves any more.
  void run(std::chrono::milliseconds patience) {
    for (std::size_t t = 0; t < program_.threads.size(); ++t) {
      if (number_ % 2 == 0 && t > 0) {
        rest(patience);
        history_.push({.kind = label_kind::quiescent});
      }
      ++started_;
      std::thread([this, t] { run_client(static_cast<std::uint8_t>(t)); }).detach();
    }
    rest(patience);
    if (!repeats_in_time()) history_.push({.kind = label_kind::quiescent, .result = 1});
    callbacks_.shut();
  }

  [[nodiscard]] bool stuck() const { return !callbacks_.empty() || over_.load() != started_; }
  [[nodiscard]] const real_recorder& history() const { return history_; }

  /// Only when nothing is stuck.
  void destroy_objects() { objects_.destroy(); }

 private:
  struct object_context {
    free_run* in{};
    std::uint8_t index{};
  };

  void run_client(std::uint8_t number) {
    threads_.at(number) = std::this_thread::get_id();
    std::minstd_rand random(number_ * 31 + number);
    for (auto n = random() % 400; n > 0; --n) std::atomic_signal_fence(std::memory_order_seq_cst);
    play(program_.threads[number], number);
    ++over_;
  }

  void play(const std::vector<program_operation>& calls, std::uint8_t thread) {
    for (const auto& c : calls) {
      label l = call_label(c, thread);
      history_.push(l);
      l.result = objects_.invoke(l);
      l.kind = label_kind::ret;
      history_.push(l);
    }
  }

  /// The number that the calling thread has in the history: that of the callback it runs, or its own.
  [[nodiscard]] std::uint8_t own_number() const {
    for (auto t = threads_.size(); t-- > 0;) {
      if (threads_.at(t).load() == std::this_thread::get_id()) return static_cast<std::uint8_t>(t);
    }
    return no_client;
  }

  static void released(void* context) {
    const auto& o = *static_cast<const object_context*>(context);
    if (o.in->callbacks_.is_shut()) return;
    o.in->history_.push(
        {.kind = label_kind::released, .thread = o.in->own_number(), .object_count = 1, .objects = {o.index}});
  }

  static void called_back(void* context, int cause) {
    const auto& o = *static_cast<const object_context*>(context);
    auto& in = *o.in;
    if (!in.callbacks_.enter()) return;
    if (!in.history_.full()) in.play_callback(o.index, cause);
    in.callbacks_.leave();
  }

  void play_callback(std::uint8_t object, int cause) {
    const auto thread = take_callback_thread();
    label l = callback_label(object, cause, thread);
    history_.push(l);
    objects_.calls_back(l);
    play(program_.objects[object].callback, thread);
    l.kind = label_kind::callback_end;
    history_.push(l);
    objects_.calls_back(l);
    threads_.at(thread) = std::thread::id();
  }

  [[nodiscard]] std::uint8_t take_callback_thread() {
    for (;; std::this_thread::yield()) {
      for (std::uint8_t i = 0; i < model::max_callbacks; ++i) {
        const auto t = static_cast<std::uint8_t>(model::first_callback_thread + i);
        std::thread::id free;
        if (threads_.at(t).compare_exchange_strong(free, std::this_thread::get_id())) return t;
      }
    }
  }

  /// Until every thread that has started is at its end, or asleep for good.
  void rest(std::chrono::milliseconds patience) const {
    constexpr std::chrono::milliseconds sample{5};
    auto since = steady_clock::now();
    for (auto before = history_.size(); !history_.full(); std::this_thread::sleep_for(sample)) {
      if (!calls_back_ && over_ == started_) return;
      if (history_.size() != before || !others_sleep()) {
        before = history_.size();
        since = steady_clock::now();
      } else if (steady_clock::now() - since >= patience) {
        return;
      }
    }
  }

  /// Whether something fires again and again as time goes by.
  [[nodiscard]] bool repeats_in_time() const {
    return std::ranges::any_of(program_.objects, [](const program_object& o) {
      return o.spec.kind == model::object_kind::registration && o.spec.timeout_ms >= 0 && !o.spec.once;
    });
  }

  const program program_;
  const unsigned number_;
  program_objects objects_;
  std::array<object_context, max_objects> contexts_{};
  std::array<std::atomic<std::thread::id>, max_threads> threads_{};
  real_recorder history_{most_labels};
  bool calls_back_{};
  std::size_t started_{};
  std::atomic<std::size_t> over_{0};
  callback_gate callbacks_;
};

}  // namespace

std::string record_free_runs(const subject& s, const program& p, const trace_origin& who,
                             const free_run_options& options) {
  if (const auto lacks = s.can.missing(p); !lacks.empty())
    throw subject_error("subject '" + s.name + "' has no " + lacks + ", which the program needs");
  const bool releases = s.table->events != nullptr && s.table->events->reports_release != 0;
  std::string text = trace_header_line(p, who, releases) + '\n';
  for (unsigned i = 0; i < options.runs; ++i) {
    auto run = std::make_unique<free_run>(s, p, i);
    run->run(options.patience);
    if (i > 0) text += "{\"event\":\"execution\"}\n";
    if (!run->history().full()) {
      for (const auto& l : run->history().labels()) text += trace_event_line(p, l, 0) + '\n';
    }
    if (run->stuck()) {
      static_cast<void>(run.release());
    } else {
      run->destroy_objects();
    }
  }
  return text;
}

}  // namespace selvage::check
