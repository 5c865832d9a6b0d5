#include "src/program/families/handles/family.h"

namespace selvage::check {
namespace {

class handle_driver final : public driver {
 public:
  explicit handle_driver(const selvage_handle_functions& f) noexcept : f_(f) {}

  void* make(const model::object_spec& spec, void*, const object_hooks& hooks) override {
    return f_.create(spec.owns ? 1 : 0, spec.valid ? 1 : 0, hooks.released, hooks.context);
  }

  void destroy(void* object) override { f_.destroy(object); }

  int invoke(const model::label& called, std::span<void* const> objects) override {
    using model::operation;
    switch (called.op) {
      case operation::add_ref: return f_.add_ref(objects[0]);
      case operation::release: return f_.release(objects[0]);
      case operation::dispose: return f_.dispose(objects[0]);
      case operation::set_invalid: return f_.set_invalid(objects[0]);
      case operation::is_closed: return f_.is_closed(objects[0]);
      default: return model::outcome::unsupported;
    }
  }

 private:
  const selvage_handle_functions& f_;
};

}  // namespace

std::unique_ptr<driver> make_handle_driver(const selvage_subject& subject) {
  return std::make_unique<handle_driver>(*subject.handles);
}

}  // namespace selvage::check
