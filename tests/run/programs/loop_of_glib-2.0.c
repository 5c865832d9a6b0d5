/* GLib's main context, as it comes from the distribution: another thread has it call a function. */
#include <glib.h>

static int called;

static gboolean call(gpointer nothing) {
  (void)nothing;
  ++called;
  return FALSE;
}

static gpointer invoke(gpointer context) {
  g_main_context_invoke(context, call, NULL);
  return NULL;
}

int main(void) {
  GMainContext* const context = g_main_context_new();
  GThread* other = NULL;
  g_main_context_push_thread_default(context); /* from here on its functions are called in this thread */
  other = g_thread_new("other", invoke, context);
  while (called == 0) g_main_context_iteration(context, TRUE);
  g_thread_join(other);
  g_main_context_pop_thread_default(context);
  g_main_context_unref(context);
  return called == 1 ? 0 : 1;
}
