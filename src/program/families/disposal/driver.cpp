#include "src/program/families/disposal/family.h"

namespace selvage::check {
namespace {

class disposal_driver final : public driver {
 public:
  explicit disposal_driver(const selvage_disposal_functions& f) noexcept : f_(f) {}

  void* make(const model::object_spec& spec, void*, const object_hooks& hooks) override {
    const int mode = (spec.joining ? SELVAGE_JOINING : 0) | (spec.failing ? SELVAGE_FAILING : 0);
    return f_.create(mode, hooks.released, hooks.context);
  }

  void destroy(void* object) override { f_.destroy(object); }

  int invoke(const model::label& called, std::span<void* const> objects) override {
    using model::operation;
    switch (called.op) {
      case operation::use: return f_.use(objects[0]);
      case operation::start: return f_.start(objects[0]);
      case operation::finish: return f_.finish(objects[0]);
      case operation::dispose_sync: return f_.dispose_sync(objects[0]);
      case operation::dispose_async: return f_.dispose_async(objects[0]);
      default: return model::outcome::unsupported;
    }
  }

 private:
  const selvage_disposal_functions& f_;
};

}  // namespace

std::unique_ptr<driver> make_disposal_driver(const selvage_subject& subject) {
  return std::make_unique<disposal_driver>(*subject.disposal);
}

}  // namespace selvage::check
