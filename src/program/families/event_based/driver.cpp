#include "src/program/context_kind.h"
#include "src/program/families/event_based/family.h"

namespace selvage::check {
namespace {

class event_based_driver final : public driver {
 public:
  explicit event_based_driver(const selvage_event_based_functions& f) noexcept : f_(f) {}

  bool begin() override { return f_.begin == nullptr || f_.begin() == model::outcome::ok; }
  void end() override {
    if (f_.end != nullptr) f_.end();
  }

  void* make(const model::object_spec& spec, void*, const object_hooks& hooks) override {
    return f_.make(context_of(spec), hooks.released, hooks.callback, hooks.context);
  }

  void destroy(void* object) override { f_.destroy(object); }

  int invoke(const model::label& called, std::span<void* const> objects) override {
    using model::operation;
    switch (called.op) {
      case operation::create: return f_.create(objects[0]);
      case operation::post: return f_.post(objects[0]);
      case operation::post_completed: return f_.post_completed(objects[0]);
      case operation::operation_completed: return f_.operation_completed(objects[0]);
      case operation::post_nothing: return f_.post_nothing(objects[0]);
      case operation::complete_nothing: return f_.complete_nothing(objects[0]);
      case operation::abandon: return f_.abandon(objects[0]);
      case operation::outstanding: return f_.outstanding(objects[0]);
      default: return model::outcome::unsupported;
    }
  }

 private:
  const selvage_event_based_functions& f_;
};

}  // namespace

std::unique_ptr<driver> make_event_based_driver(const selvage_subject& subject) {
  return std::make_unique<event_based_driver>(*subject.event_based);
}

}  // namespace selvage::check
