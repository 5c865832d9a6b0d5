// Two threads end one read of a stream at once: mcs mono_stream_end.cs && mono mono_stream_end.exe
using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

static class StreamEnd {
  /// Of which nothing but Read is its own.
  sealed class Gated : MemoryStream {
    public readonly ManualResetEvent Gate = new ManualResetEvent(false);
    public override int Read(byte[] buffer, int offset, int count) {
      Gate.WaitOne();
      return 1;
    }
  }

  static void Main() {
    var seen = new SortedDictionary<string, int>();
    for (var round = 0; round < 200; ++round) {
      var stream = new Gated();
      var result = stream.BeginRead(new byte[1], 0, 1, null, null);
      var threads = new Thread[2];
      for (var i = 0; i < threads.Length; ++i) {
        threads[i] = new Thread(() => {
          string how;
          try {
            stream.EndRead(result);
            how = "succeeds";
          } catch (Exception e) {
            how = "throws " + e.GetType().Name;
          }
          lock (seen) seen[how] = (seen.ContainsKey(how) ? seen[how] : 0) + 1;
        });
        threads[i].Start();
      }
      Thread.Sleep(2);
      stream.Gate.Set();
      foreach (var t in threads) t.Join();
    }
    foreach (var s in seen) Console.WriteLine("{0,4}  {1}", s.Value, s.Key);
  }
}
