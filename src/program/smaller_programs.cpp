#include "src/program/smaller_programs.h"

#include <algorithm>
#include <utility>

#include "model/operation.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::operation;

/// Drops empty threads and the objects nothing uses.
program tidy(program p) {
  std::erase_if(p.threads, [](const auto& t) { return t.empty(); });
  std::vector<bool> used(p.objects.size());
  for (const auto& t : p.threads) {
    for (const auto& o : t) {
      for (std::size_t i = 0; i < o.object_count; ++i) used[o.objects[i]] = true;
    }
  }
  for (std::size_t i = p.objects.size(); i-- > 0;) {
    if (!used[i]) continue;
    for (const auto& o : p.objects[i].callback) {
      for (std::size_t k = 0; k < o.object_count; ++k) used[o.objects[k]] = true;
    }
  }
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    if (used[i] && model::info(p.objects[i].spec.kind).of_event) used[p.objects[i].spec.original] = true;
  }
  std::vector<std::uint8_t> now(p.objects.size());
  program result;
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    now[i] = static_cast<std::uint8_t>(result.objects.size());
    if (used[i]) result.objects.push_back(p.objects[i]);
  }
  for (auto& o : result.objects) {
    if (model::info(o.spec.kind).of_event) o.spec.original = now[o.spec.original];
  }
  result.threads = std::move(p.threads);
  const auto renumber = [&now](std::vector<program_operation>& operations) {
    for (auto& o : operations) {
      for (std::size_t i = 0; i < o.object_count; ++i) o.objects[i] = now[o.objects[i]];
    }
  };
  for (auto& t : result.threads) renumber(t);
  for (auto& o : result.objects) renumber(o.callback);
  return result;
}

/// `p` with its duplicate number `d` replaced by the original.
program without_duplicate(program p, std::size_t d) {
  for (auto& t : p.threads) {
    for (auto& o : t) {
      for (std::size_t i = 0; i < o.object_count; ++i) {
        if (o.objects[i] == d) o.objects[i] = p.objects[d].spec.original;
      }
    }
  }
  return p;
}

void simpler_operations(const program& p, std::vector<program>& out) {
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    for (std::size_t k = 0; k < p.threads[t].size(); ++k) {
      const auto& o = p.threads[t][k];
      const bool several = o.op == operation::wait_any || o.op == operation::wait_all;
      for (std::size_t i = 0; several && o.object_count > 1 && i < o.object_count; ++i) {
        auto q = p;
        auto& shorter = q.threads[t][k];
        std::rotate(shorter.objects.begin() + static_cast<std::ptrdiff_t>(i),
                    shorter.objects.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                    shorter.objects.begin() + o.object_count);
        shorter.objects[--shorter.object_count] = 0;
        out.push_back(tidy(std::move(q)));
      }
      if (several && o.object_count == 1) {
        auto q = p;
        q.threads[t][k].op = operation::wait;
        out.push_back(std::move(q));
      }
      if (o.timeout_ms > 0) {
        auto q = p;
        q.threads[t][k].timeout_ms = model::infinite;
        out.push_back(std::move(q));
      }
    }
  }
}

/// One thread does what two did, one after the other.
void join_threads(const program& p, std::vector<program>& out) {
  for (std::size_t a = 0; a < p.threads.size(); ++a) {
    for (std::size_t b = 0; b < p.threads.size(); ++b) {
      if (a == b || p.threads[a].size() + p.threads[b].size() > max_operations) continue;
      auto q = p;
      q.threads[a].insert(q.threads[a].end(), p.threads[b].begin(), p.threads[b].end());
      q.threads.erase(q.threads.begin() + static_cast<std::ptrdiff_t>(b));
      out.push_back(std::move(q));
    }
  }
}

}  // namespace

std::vector<program> smaller_programs(const program& p) {
  std::vector<program> out;
  for (std::size_t t = 0; p.threads.size() > 1 && t < p.threads.size(); ++t) {
    auto q = p;
    q.threads.erase(q.threads.begin() + static_cast<std::ptrdiff_t>(t));
    out.push_back(tidy(std::move(q)));
  }
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    for (std::size_t k = 0; p.operation_count() > 1 && k < p.threads[t].size(); ++k) {
      auto q = p;
      q.threads[t].erase(q.threads[t].begin() + static_cast<std::ptrdiff_t>(k));
      out.push_back(tidy(std::move(q)));
    }
  }
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    const auto& spec = p.objects[i].spec;
    if (spec.kind == object_kind::duplicate) out.push_back(tidy(without_duplicate(p, i)));
    if (spec.initially_set) {
      auto q = p;
      q.objects[i].spec.initially_set = false;
      out.push_back(std::move(q));
    }
  }
  join_threads(p, out);
  simpler_operations(p, out);
  return out;
}

}  // namespace selvage::check
