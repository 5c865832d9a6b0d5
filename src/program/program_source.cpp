#include "src/program/program_source.h"

#include <algorithm>

#include "src/program/generator.h"
#include "src/program/scenarios.h"

namespace selvage::check {
namespace {

// A generator weighs the families; the rarest of them is met well within so many programs.
constexpr std::size_t most_tries = 2'000;

}  // namespace

program_source::program_source(const capabilities& can, std::vector<topic> about, std::uint64_t seed,
                               bool scenarios_too)
    : can_(can), about_(std::move(about)), seed_(seed), scenarios_too_(scenarios_too) {}

void program_source::leave_out(model::operation op) { left_out_ |= std::uint64_t{1} << static_cast<unsigned>(op); }

bool program_source::wanted(const program& p) const {
  const auto out = [this](const program_operation& o) { return (left_out_ >> static_cast<unsigned>(o.op) & 1U) != 0; };
  const auto any_out = [&](const std::vector<program_operation>& t) { return std::ranges::any_of(t, out); };
  if (std::ranges::any_of(p.threads, any_out)) return false;
  if (std::ranges::any_of(p.objects, [&](const program_object& o) { return any_out(o.callback); })) return false;
  return about_.empty() || std::ranges::any_of(about_, [&](const topic& t) { return fits(t, p); });
}

std::optional<program> program_source::generated() {
  for (std::size_t i = 0; i < most_tries; ++i) {
    auto p = generate_program(seed_, index_++, can_);
    if (wanted(p)) return p;
  }
  return std::nullopt;
}

std::optional<program> program_source::next_scenario() {
  const auto all = scenarios();
  while (scenario_ < all.size()) {
    const auto& s = all[scenario_++];
    auto p = s.make();
    if (!s.endless && can_.missing(p).empty() && wanted(p)) return p;
  }
  return std::nullopt;
}

program program_source::next() {
  if (scenarios_too_ && given_++ % 4 == 0) {
    if (auto p = next_scenario()) return *std::move(p);
  }
  if (generates_) {
    if (auto p = generated()) return *std::move(p);
    generates_ = false;
  }
  for (int again = 0; again < 2; ++again) {
    if (auto p = next_scenario()) return *std::move(p);
    scenario_ = 0;
  }
  throw subject_error("the subject has no operation to make such a program of");
}

}  // namespace selvage::check
