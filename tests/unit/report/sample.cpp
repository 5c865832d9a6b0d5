#include "tests/unit/report/sample.h"

namespace selvage::report {

using record::act;
using record::step;

record::recording sample() {
  record::recording r;
  r.threads = {{"main", engine::no_thread}, {"main.0", 0}};
  r.objects = {{"mutex", "mutex 1"}, {"memory", "flag"}, {"memory", "data</script>"}};
  r.places = {{"f(<int>)", "/nowhere/f.cpp", 7}, {"main", "/nowhere/main.cpp", 3}};
  r.stacks = {{0, 1}};
  const auto add = [&r](act what, engine::thread_id thread, std::uint32_t object = step::none) -> step& {
    auto& s = r.steps.emplace_back();
    s.what = what;
    s.thread = thread;
    s.object = object;
    s.stack = 0;
    return s;
  };
  add(act::starts, 0).other = 1;
  add(act::attempts, 1, 0);  // taken at once
  add(act::takes, 1, 0);
  add(act::attempts, 0, 0).preempts = true;  // has to wait
  {
    auto& s = add(act::stores, 1, 1);
    s.how = __ATOMIC_RELEASE;
    s.values = 2;
    s.value = {0, 1};
    s.count = 4;
  }
  add(act::gives, 1, 0);
  add(act::ends, 1);
  add(act::takes, 0, 0);
  {
    auto& s = add(act::loads, 0, 1);
    s.how = __ATOMIC_ACQUIRE;
    s.values = 1;
    s.value = {1, 0};
  }
  {
    auto& s = add(act::writes, 0, 2);
    s.event = 9;
  }
  r.findings = {{"data-race", "two writes meet", {{9, "write of 4 bytes by main"}}}};
  r.ending = "finished";
  return r;
}

}  // namespace selvage::report
