#include "src/program/context_kind.h"
#include "src/program/families/component/family.h"

namespace selvage::check {
namespace {

class component_driver final : public driver {
 public:
  explicit component_driver(const selvage_component_functions& f) noexcept : f_(f) {}

  bool begin() override { return f_.begin == nullptr || f_.begin() == model::outcome::ok; }
  void end() override {
    if (f_.end != nullptr) f_.end();
  }

  void* make(const model::object_spec& spec, void*, const object_hooks& hooks) override {
    if (spec.kind == model::object_kind::component_operation)
      return f_.make_operation(context_of(spec), spec.failing, hooks.released, hooks.callback, hooks.context);
    return f_.make_worker(context_of(spec), spec.failing, !spec.uncancellable, hooks.released, hooks.callback,
                          hooks.context);
  }

  void destroy(void* object) override { f_.destroy(object); }

  int invoke(const model::label& called, std::span<void* const> objects) override {
    using model::operation;
    switch (called.op) {
      case operation::run_async: return f_.run_async(objects[0]);
      case operation::cancel_async: return f_.cancel_async(objects[0]);
      case operation::is_busy: return f_.is_busy(objects[0]);
      case operation::retry: return f_.retry(objects[0]);
      default: return model::outcome::unsupported;
    }
  }

 private:
  const selvage_component_functions& f_;
};

}  // namespace

std::unique_ptr<driver> make_component_driver(const selvage_subject& subject) {
  return std::make_unique<component_driver>(*subject.components);
}

}  // namespace selvage::check
