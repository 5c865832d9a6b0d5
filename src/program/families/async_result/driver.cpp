#include "model/async_result.h"
#include "src/program/families/async_result/family.h"

namespace selvage::check {
namespace {

class async_result_driver final : public driver {
 public:
  explicit async_result_driver(const selvage_async_result_functions& f) noexcept : f_(f) {}

  void* make(const model::object_spec& spec, void*, const object_hooks& hooks) override {
    void* const made =
        f_.create(spec.synchronous ? 1 : 0, spec.failing ? 1 : 0, spec.silent ? nullptr : hooks.callback, hooks.context);
    if (made != nullptr && spec.begun && !spec.synchronous && f_.begin(made, 0) != SELVAGE_OK) {
      f_.destroy(made);
      return nullptr;
    }
    return made;
  }

  void destroy(void* object) override { f_.destroy(object); }

  int invoke(const model::label& called, std::span<void* const> objects) override {
    using model::operation;
    switch (called.op) {
      case operation::begin: return f_.begin(objects[0], model::async_result::value_of(called.thread));
      case operation::complete: return f_.complete(objects[0], model::async_result::value_of(called.thread));
      case operation::end: return f_.end(objects[0], objects[objects.size() - 1]);
      case operation::is_completed: return f_.is_completed(objects[0]);
      case operation::completed_synchronously: return f_.completed_synchronously(objects[0]);
      case operation::wait_handle: return f_.wait_handle(objects[0], called.timeout_ms);
      case operation::close_handle: return f_.close_handle(objects[0]);
      default: return model::outcome::unsupported;
    }
  }

 private:
  const selvage_async_result_functions& f_;
};

}  // namespace

std::unique_ptr<driver> make_async_result_driver(const selvage_subject& subject) {
  return std::make_unique<async_result_driver>(*subject.async_results);
}

}  // namespace selvage::check
