#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// A background worker in Asio's words: its work is an asynchronous wait of a steady_timer bound to the slot of a
/// cancellation_state, and a cancellation emits the cancellation_signal. A signal is not for several threads at once,
/// and one that comes before the wait reaches only the state, which is asked first. The contexts are the thread_pool
/// and a strand of it.
extern const selvage_component_functions asio_workers;

}  // namespace selvage::subjects
