/* libuv's loop, as it comes from the distribution: a timer, and a thread that sends. */
#include <stdlib.h>
#include <uv.h>

static uv_async_t wakeup;
static int sent, expired;

static void on_wakeup(uv_async_t* handle) {
  ++sent;
  uv_close((uv_handle_t*)handle, NULL);
}

static void on_timer(uv_timer_t* handle) {
  ++expired;
  uv_close((uv_handle_t*)handle, NULL);
}

static void send_wakeup(void* nothing) {
  (void)nothing;
  uv_async_send(&wakeup);
}

int main(void) {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_thread_t sender;
  if (uv_loop_init(&loop) != 0) return 2;
  uv_async_init(&loop, &wakeup, on_wakeup);
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, on_timer, 5, 0);
  uv_thread_create(&sender, send_wakeup, NULL);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_thread_join(&sender);
  if (uv_loop_close(&loop) != 0) abort();
  return sent == 1 && expired == 1 ? 0 : 1;
}
