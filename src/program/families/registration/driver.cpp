#include "src/program/families/registration/family.h"

namespace selvage::check {
namespace {

class registration_driver final : public driver {
 public:
  explicit registration_driver(const selvage_registration_functions& f) noexcept : f_(f) {}

  bool begin() override {
    pool_ = f_.pool_create(model::max_callbacks);
    return pool_ != nullptr;
  }

  void end() override { f_.pool_destroy(pool_); }

  void* make(const model::object_spec& spec, void* original, const object_hooks& hooks) override {
    return f_.create(pool_, original, spec.timeout_ms, spec.once ? 1 : 0, hooks.callback, hooks.context);
  }

  void destroy(void* object) override { f_.destroy(object); }

  int invoke(const model::label& called, std::span<void* const> objects) override {
    using model::operation;
    switch (called.op) {
      case operation::register_wait:
        return f_.register_wait(objects[0]);
      case operation::unregister:
        return f_.unregister(objects[0], objects.size() > 1 ? objects[1] : nullptr);
      case operation::unregister_blocking:
        return f_.unregister_blocking(objects[0]);
      default:
        return model::outcome::unsupported;
    }
  }

 private:
  const selvage_registration_functions& f_;
  void* pool_{};
};

}  // namespace

std::unique_ptr<driver> make_registration_driver(const selvage_subject& subject) {
  return std::make_unique<registration_driver>(*subject.registrations);
}

}  // namespace selvage::check
