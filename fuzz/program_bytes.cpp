#include "fuzz/program_bytes.h"

#include <algorithm>
#include <array>
#include <string>

#include "src/program/random.h"

namespace selvage::fuzzing {
namespace {

using bytes = std::span<const std::uint8_t>;
using check::corpus_entry;
using check::program;
using check::program_object;
using check::program_operation;
using model::family;
using model::object_kind;

// What a byte's remainder means. What is likelier in a good program comes more often.
constexpr std::array<std::uint8_t, 8> more_objects{0, 1, 0, 1, 0, 2, 0, 1};  // than the least
constexpr std::array<std::uint8_t, 8> thread_counts{2, 3, 2, 1, 2, 3, 2, 4};
constexpr std::array<std::uint8_t, 16> operation_counts{1, 2, 3, 2, 1, 2, 3, 4, 2, 1, 3, 5, 6, 7, 8, 1};
constexpr std::array<std::uint8_t, 4> callback_counts{0, 1, 2, 3};
constexpr std::array<std::int32_t, 8> times{model::infinite, 0, 10, 20, model::infinite, 10, 0, model::infinite};
constexpr std::array<bool, 8> interruptions{false, false, false, false, false, false, true, true};

constexpr std::size_t most_events = 2;  // beside registrations
constexpr std::size_t most_registrations = 2;

bool is_event(object_kind k) { return model::info(k).of == family::events; }

/// What an object may be, given those before it.
std::vector<object_kind> kinds_here(const grammar& g, const std::vector<program_object>& before, std::size_t count) {
  const auto number = [&](auto of) {
    return static_cast<std::size_t>(std::ranges::count_if(before, [&](const auto& o) { return of(o.spec.kind); }));
  };
  const bool mine_missing = number([&](object_kind k) { return model::info(k).of == g.of; }) == 0;
  std::vector<object_kind> here;
  for (const auto k : g.kinds) {
    const auto& info = model::info(k);
    if (info.of_event && number([](object_kind o) { return is_event(o) && o != object_kind::duplicate; }) == 0)
      continue;
    if (mine_missing && before.size() + 1 == count && info.of != g.of) continue;
    if (g.of == family::registrations && number([&](object_kind o) { return is_event(o) == is_event(k); }) >=
                                             (is_event(k) ? most_events : most_registrations))
      continue;
    here.push_back(k);
  }
  return here;
}

std::vector<std::uint8_t> originals(const std::vector<program_object>& before) {
  std::vector<std::uint8_t> all;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto k = before[i].spec.kind;
    if (is_event(k) && k != object_kind::duplicate) all.push_back(static_cast<std::uint8_t>(i));
  }
  return all;
}

/// The objects that may stand at a place of an operation.
std::vector<std::uint8_t> fitting(std::span<const object_kind> objects, model::operation op, std::size_t place) {
  const auto of = place != 0 && op == model::operation::unregister ? family::events : model::info(op).of;
  std::vector<std::uint8_t> all;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    if (model::info(objects[i]).of == of) all.push_back(static_cast<std::uint8_t>(i));
  }
  return all;
}

std::vector<object_kind> kinds_of(const program& p) {
  std::vector<object_kind> all;
  for (const auto& o : p.objects) all.push_back(o.spec.kind);
  return all;
}

std::size_t least_objects(const grammar& g) noexcept { return g.of == family::registrations ? 2 : 1; }

std::string plain_name(object_kind k, std::size_t index) {
  constexpr std::array<char, 10> letters{'h', 'e', 'a', 'd', 'o', 'r', 'd', 'p', 'c', 'w'};
  return letters.at(static_cast<std::size_t>(k)) + std::to_string(index);
}

class reader {
 public:
  reader(const grammar& g, bytes all) : grammar_(g), bytes_(all), beyond_(hash_of(all)) {}

  corpus_entry read() {
    const auto least = least_objects(grammar_);
    const auto count = least + std::min<std::size_t>(one_of(more_objects), grammar_.objects - least);
    for (std::size_t i = 0; i < count; ++i) read_object(count);
    for (std::size_t i = 0; i < count; ++i) {
      auto& o = made_.what.objects[i];
      kinds_.push_back(o.spec.kind);  // a callback knows the objects before its own
      if (!grammar_.in_callbacks.empty() && model::info(o.spec.kind).calls_back)
        o.callback = operations(one_of(callback_counts), grammar_.in_callbacks);
    }
    read_threads();
    made_.interrupts = one_of(interruptions);
    for (unsigned i = 0; i < 8; ++i) made_.seed |= std::uint64_t{byte()} << 8 * i;
    keep_duties(made_.what, grammar_.of);
    return std::move(made_);
  }

 private:
  static std::uint64_t hash_of(bytes all) noexcept {
    std::uint64_t h = 0xcbf29ce484222325U;  // FNV-1a
    for (const auto b : all) h = (h ^ b) * 0x100000001b3U;
    return h;
  }

  std::uint8_t byte() noexcept {
    if (at_ < bytes_.size()) return bytes_[at_++];
    return static_cast<std::uint8_t>(beyond_.next() >> 32);
  }

  std::size_t below(std::size_t bound) noexcept { return byte() % bound; }

  template <class Choices>
  typename Choices::value_type one_of(const Choices& from) noexcept {
    return from[below(from.size())];
  }

  void read_object(std::size_t count) {
    auto& objects = made_.what.objects;
    program_object o;
    o.spec.kind = one_of(kinds_here(grammar_, objects, count));
    const auto& kind = model::info(o.spec.kind);
    const auto bits = byte();
    unsigned bit = 0;
    for (const auto& a : model::attributes()) {
      if (a.fits(o.spec.kind)) o.spec.*a.member = (bits >> bit++ & 1U) != 0 ? a.value : !a.value;
    }
    if (kind.of_event) o.spec.original = one_of(originals(objects));
    if (kind.timed) o.spec.timeout_ms = one_of(times);
    o.name = plain_name(o.spec.kind, objects.size());
    objects.push_back(std::move(o));
  }

  void read_threads() {
    auto left = grammar_.operations;
    const auto threads = std::min<std::size_t>(one_of(thread_counts), grammar_.threads);
    for (std::size_t t = 0; t < threads && left != 0; ++t) {
      const auto count = std::min<std::size_t>(one_of(operation_counts), left);
      left -= count;
      made_.what.threads.push_back(operations(count, grammar_.calls));
    }
  }

  std::vector<program_operation> operations(std::size_t count, std::span<const model::operation> from) {
    std::vector<program_operation> all;
    while (all.size() < count) all.push_back(operation(one_of(from)));
    return all;
  }

  program_operation operation(model::operation op) {
    const auto& info = model::info(op);
    program_operation o;
    o.op = op;
    o.object_count = info.least;
    if (info.most != info.least)
      o.object_count = static_cast<std::uint8_t>(info.least + below(info.most - info.least + std::size_t{1}));
    for (std::size_t i = 0; i < o.object_count; ++i) o.objects.at(i) = one_of(fitting(kinds_, op, i));
    if (info.waits) o.timeout_ms = one_of(times);
    return o;
  }

  const grammar& grammar_;
  bytes bytes_;
  std::size_t at_{};
  check::random_source beyond_;
  corpus_entry made_;
  std::vector<object_kind> kinds_;
};

/// Writes what a reader reads. What has no byte is remembered.
class writer {
 public:
  writer(const grammar& g, std::vector<object_kind> kinds) : grammar_(g), kinds_(std::move(kinds)) {}

  void write(const corpus_entry& e) {
    const auto& p = e.what;
    if (p.objects.size() < least_objects(grammar_)) {
      fits_ = false;
      return;
    }
    put_one_of(more_objects, p.objects.size() - least_objects(grammar_));
    for (std::size_t i = 0; i < p.objects.size(); ++i) write_object(p, i);
    kinds_.clear();
    for (const auto& o : p.objects) {
      kinds_.push_back(o.spec.kind);
      if (grammar_.in_callbacks.empty() || !model::info(o.spec.kind).calls_back) continue;
      put_one_of(callback_counts, o.callback.size());
      for (const auto& c : o.callback) write(c, grammar_.in_callbacks);
    }
    put_one_of(thread_counts, p.threads.size());
    for (const auto& t : p.threads) {
      put_one_of(operation_counts, t.size());
      for (const auto& o : t) write(o, grammar_.calls);
    }
    put_one_of(interruptions, e.interrupts);
    for (unsigned i = 0; i < 8; ++i) put(e.seed >> 8 * i & 0xffU);
  }

  void write(const program_operation& o, std::span<const model::operation> from) {
    const auto& info = model::info(o.op);
    put_one_of(from, o.op);
    if (info.most != info.least) put(o.object_count - std::size_t{info.least});
    for (std::size_t i = 0; i < o.object_count; ++i) put_one_of(fitting(kinds_, o.op, i), o.objects.at(i));
    if (info.waits) put_one_of(times, o.timeout_ms);
  }

  [[nodiscard]] std::optional<std::vector<std::uint8_t>> take() {
    if (!fits_) return std::nullopt;
    return std::move(bytes_);
  }

 private:
  void put(std::size_t value) {
    fits_ = fits_ && value <= 0xff;
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }

  template <class Choices, class Value>
  void put_one_of(const Choices& from, const Value& wanted) {
    const auto at = std::ranges::find_if(from, [&](auto v) { return v == wanted; });
    fits_ = fits_ && at != from.end();
    put(static_cast<std::size_t>(at - from.begin()));
  }

  void write_object(const program& p, std::size_t index) {
    const auto& spec = p.objects[index].spec;
    const auto& kind = model::info(spec.kind);
    const std::vector<program_object> before(p.objects.begin(), p.objects.begin() + static_cast<std::ptrdiff_t>(index));
    put_one_of(kinds_here(grammar_, before, p.objects.size()), spec.kind);
    unsigned bit = 0;
    unsigned bits = 0;
    for (const auto& a : model::attributes()) {
      if (a.fits(spec.kind)) bits |= (spec.*a.member == a.value ? 1U : 0U) << bit++;
    }
    put(bits);
    if (kind.of_event) put_one_of(originals(before), spec.original);
    if (kind.timed) put_one_of(times, spec.timeout_ms);
  }

  const grammar& grammar_;
  std::vector<object_kind> kinds_;
  std::vector<std::uint8_t> bytes_;
  bool fits_{true};
};

}  // namespace

program with_plain_names(program p) {
  for (std::size_t i = 0; i < p.objects.size(); ++i) p.objects[i].name = plain_name(p.objects[i].spec.kind, i);
  return p;
}

corpus_entry decode(family f, bytes input) { return reader(grammar_of(f), input).read(); }

std::optional<std::vector<std::uint8_t>> encode(family f, const corpus_entry& e) {
  writer w(grammar_of(f), kinds_of(e.what));
  w.write(e);
  auto made = w.take();
  // What a client may not do, and what is beyond a limit, is not given back.
  if (made && decode(f, *made) != corpus_entry{with_plain_names(e.what), e.seed, e.interrupts}) return std::nullopt;
  return made;
}

std::optional<std::vector<std::uint8_t>> encode(family f, std::span<const object_kind> objects,
                                                const program_operation& o) {
  const auto& g = grammar_of(f);
  writer w(g, {objects.begin(), objects.end()});
  w.write(o, g.calls);
  return w.take();
}

}  // namespace selvage::fuzzing
