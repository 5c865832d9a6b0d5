// What Mono's registered waits do that .NET's do not: mcs mono_registered_wait.cs && mono mono_registered_wait.exe
using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;

static class RegisteredWait {
  sealed class Invalid : WaitHandle {
    public Invalid() { SafeWaitHandle = new SafeWaitHandle(new IntPtr(-1), false); }
  }

  static RegisteredWaitHandle Register(WaitHandle on, Action called) {
    return ThreadPool.RegisterWaitForSingleObject(on, (state, timedOut) => called(), null, Timeout.Infinite, true);
  }

  static void Fired() {
    var signal = new ManualResetEvent(false);
    var called = new ManualResetEvent(false);
    var over = new ManualResetEvent(false);
    var registered = Register(signal, () => called.Set());
    signal.Set();
    called.WaitOne();
    Thread.Sleep(100);
    var first = registered.Unregister(over);
    Console.WriteLine("unregister after the only callback: {0}, the event is {1}", first,
                      over.WaitOne(1000) ? "set" : "never set");
  }

  static void Blocking() {
    var signal = new ManualResetEvent(false);
    var begun = new ManualResetEvent(false);
    var ended = false;
    var registered = Register(signal, () => {
      begun.Set();
      Thread.Sleep(500);
      Volatile.Write(ref ended, true);
    });
    signal.Set();
    begun.WaitOne();
    registered.Unregister(new Invalid());
    Console.WriteLine("the blocking unregister returns {0} the callback has ended",
                      Volatile.Read(ref ended) ? "when" : "before");
  }

  static void Closed() {
    var signal = new ManualResetEvent(false);
    signal.Close();
    try {
      Register(signal, () => {});
      Console.WriteLine("registering on a closed handle: accepted");
    } catch (ObjectDisposedException) {
      Console.WriteLine("registering on a closed handle: ObjectDisposedException");
    }
  }

  static void Main() {
    Fired();
    Blocking();
    Closed();
    Environment.Exit(0);
  }
}
