#include "src/program/mutation.h"

#include <algorithm>
#include <array>
#include <string>

#include "model/operation.h"
#include "src/program/topic.h"

namespace selvage::check {
namespace {

using operations = std::vector<program_operation>;

constexpr std::size_t most_threads = 4;
constexpr std::size_t most_operations = 10;

/// Programs of handles and events may do anything; of what calls back, or belongs to somebody, they may not.
bool free_to_grow(const program& p) {
  const auto of = family_of(p);
  return of == model::family::handles || of == model::family::events;
}

class mutation {
 public:
  mutation(program p, const program& donor, random_source& random)
      : program_(std::move(p)), donor_(donor), random_(random), grows_(free_to_grow(program_)) {}

  program make() {
    const auto changes = 1 + random_.below(3);
    for (std::uint64_t i = 0; i < changes; ++i) change();
    std::erase_if(program_.threads, [](const auto& t) { return t.empty(); });
    return std::move(program_);
  }

 private:
  void change() {
    constexpr std::array<unsigned, 9> weights = {16, 12, 12, 16, 12, 14, 4, 8, 6};
    switch (random_.weighted(weights)) {
      case 0:
        return drop();
      case 1:
        return swap();
      case 2:
        return move();
      case 3:
        return retime();
      case 4:
        return grows_ ? retarget() : swap();
      case 5:
        return grows_ ? borrow_operation() : move();
      case 6:
        return drop_thread();
      case 7:
        return grows_ ? borrow_thread() : drop();
      default:
        return grows_ ? remake() : retime();
    }
  }

  operations* some_thread() {
    if (program_.threads.empty()) return nullptr;
    auto& t = program_.threads[random_.below(program_.threads.size())];
    return t.empty() ? nullptr : &t;
  }

  void drop() {
    auto* const t = some_thread();
    if (t != nullptr && program_.operation_count() > 1)
      t->erase(t->begin() + static_cast<std::ptrdiff_t>(random_.below(t->size())));
  }

  void swap() {
    auto* const t = some_thread();
    if (t == nullptr || t->size() < 2) return;
    const auto i = random_.below(t->size() - 1);
    std::swap((*t)[i], (*t)[i + 1]);
  }

  void move() {
    auto* const from = some_thread();
    auto* const to = some_thread();
    if (from == nullptr || to == nullptr || from == to) return;
    const auto i = static_cast<std::ptrdiff_t>(random_.below(from->size()));
    to->insert(to->begin() + static_cast<std::ptrdiff_t>(random_.below(to->size() + 1)),
               (*from)[static_cast<std::size_t>(i)]);
    from->erase(from->begin() + i);
  }

  void retime() {
    auto* const t = some_thread();
    if (t == nullptr) return;
    auto& o = (*t)[random_.below(t->size())];
    constexpr std::array<std::int32_t, 4> times = {model::infinite, 0, 10, 20};
    if (model::info(o.op).waits) o.timeout_ms = times[random_.below(times.size())];
  }

  void retarget() {
    auto* const t = some_thread();
    if (t == nullptr) return;
    auto& o = (*t)[random_.below(t->size())];
    if (o.object_count != 0)
      o.objects[random_.below(o.object_count)] = static_cast<std::uint8_t>(random_.below(program_.objects.size()));
  }

  void borrow_operation() {
    const auto& from = donor_.threads[random_.below(donor_.threads.size())];
    auto* const to = some_thread();
    if (from.empty() || to == nullptr || program_.operation_count() >= most_operations) return;
    to->insert(to->begin() + static_cast<std::ptrdiff_t>(random_.below(to->size() + 1)),
               adopted(from[random_.below(from.size())]));
  }

  void borrow_thread() {
    const auto& from = donor_.threads[random_.below(donor_.threads.size())];
    if (program_.threads.size() >= most_threads || program_.operation_count() + from.size() > most_operations) return;
    operations mine;
    for (const auto& o : from) mine.push_back(adopted(o));
    program_.threads.push_back(std::move(mine));
  }

  program_operation adopted(program_operation o) const {
    for (std::size_t i = 0; i < o.object_count; ++i)
      o.objects[i] = static_cast<std::uint8_t>(o.objects[i] % program_.objects.size());
    return o;
  }

  void drop_thread() {
    if (program_.threads.size() > 1)
      program_.threads.erase(program_.threads.begin() +
                             static_cast<std::ptrdiff_t>(random_.below(program_.threads.size())));
  }

  void remake() {
    auto& spec = program_.objects[random_.below(program_.objects.size())].spec;
    switch (spec.kind) {
      case model::object_kind::manual_reset_event:
      case model::object_kind::auto_reset_event:
        if (random_.chance(50)) {
          spec.initially_set = !spec.initially_set;
        } else {
          spec.kind = spec.kind == model::object_kind::manual_reset_event ? model::object_kind::auto_reset_event
                                                                          : model::object_kind::manual_reset_event;
        }
        return;
      case model::object_kind::safe_handle:
        (random_.chance(50) ? spec.owns : spec.valid) ^= true;
        return;
      default:
        return;
    }
  }

  program program_;
  const program& donor_;
  random_source& random_;
  bool grows_;
};

/// Names objects by the order in which threads, as they stand, come to them.
std::string renamed(program p) {
  std::vector<std::uint8_t> order;
  const auto meet = [&order](std::uint8_t o) {
    if (std::ranges::find(order, o) == order.end()) order.push_back(o);
  };
  for (const auto& t : p.threads) {
    for (const auto& o : t) {
      for (std::size_t i = 0; i < o.object_count; ++i) meet(o.objects[i]);
    }
  }
  for (std::size_t i = 0; i < p.objects.size(); ++i) meet(static_cast<std::uint8_t>(i));
  for (std::size_t i = 0; i < order.size(); ++i) p.objects[order[i]].name = "o" + std::to_string(i);
  std::string text;
  for (const auto o : order) text += "object " + object_text(p, p.objects[o]) + '\n';
  return text + to_short_text(p);
}

}  // namespace

std::optional<program> mutated(const program& p, const program& donor, const capabilities& can, random_source& random) {
  if (p.objects.empty() || p.threads.empty() || donor.threads.empty()) return std::nullopt;
  auto made = mutation(p, donor, random).make();
  if (made.threads.empty() || made == p || !can.missing(made).empty()) return std::nullopt;
  try {
    static_cast<void>(parse_program(to_text(made)));
  } catch (const program_error&) {
    return std::nullopt;
  }
  return made;
}

std::string shape_of(const program& p) {
  auto q = p;
  std::vector<std::size_t> order(q.threads.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::string least;
  do {
    for (std::size_t i = 0; i < order.size(); ++i) q.threads[i] = p.threads[order[i]];
    auto text = renamed(q);
    if (least.empty() || text < least) least = std::move(text);
  } while (order.size() <= most_threads && std::ranges::next_permutation(order).found);
  return least;
}

}  // namespace selvage::check
