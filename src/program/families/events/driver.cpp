#include "src/program/families/events/family.h"

namespace selvage::check {
namespace {

class event_driver final : public driver {
 public:
  explicit event_driver(const selvage_event_functions& f) noexcept : f_(f) {}

  void* make(const model::object_spec& spec, void* original, const object_hooks& hooks) override {
    if (spec.kind == model::object_kind::duplicate) return f_.duplicate(original, hooks.released, hooks.context);
    const int kind = spec.kind == model::object_kind::auto_reset_event ? SELVAGE_AUTO_RESET : SELVAGE_MANUAL_RESET;
    return f_.create(kind, spec.initially_set ? 1 : 0, hooks.released, hooks.context);
  }

  void destroy(void* object) override { f_.destroy(object); }

  int invoke(const model::label& called, std::span<void* const> objects) override {
    using model::operation;
    switch (called.op) {
      case operation::set: return f_.set(objects[0]);
      case operation::reset: return f_.reset(objects[0]);
      case operation::pulse: return f_.pulse(objects[0]);
      case operation::wait: return f_.wait(objects[0], called.timeout_ms);
      case operation::close: return f_.close(objects[0]);
      case operation::wait_any: return f_.wait_any(objects.data(), objects.size(), called.timeout_ms);
      case operation::wait_all: return f_.wait_all(objects.data(), objects.size(), called.timeout_ms);
      case operation::signal_and_wait: return f_.signal_and_wait(objects[0], objects[1], called.timeout_ms);
      default: return model::outcome::unsupported;
    }
  }

 private:
  const selvage_event_functions& f_;
};

}  // namespace

std::unique_ptr<driver> make_event_driver(const selvage_subject& subject) {
  return std::make_unique<event_driver>(*subject.events);
}

}  // namespace selvage::check
