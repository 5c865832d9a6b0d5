using System;
using System.IO;
using System.Threading;

/// What disposes of the resource: a stream of one's own, whose DisposeAsync is the base class's. Of the two runtimes Mono
/// alone has IAsyncDisposable; this file is touched where the program asks for it.
public sealed class DisposableStream : Stream {
  readonly Execution execution;
  readonly Item item;
  int disposed;

  public DisposableStream(Execution execution, Item item) {
    this.execution = execution;
    this.item = item;
  }

  protected override void Dispose(bool disposing) {
    if (Interlocked.Exchange(ref disposed, 1) != 0) return;
    execution.Released(item.Name);
    if (item.Spec.ContainsKey("failing")) throw new FormatException();
  }

  public override bool CanRead { get { return false; } }
  public override bool CanSeek { get { return false; } }
  public override bool CanWrite { get { return false; } }
  public override long Length { get { throw new NotSupportedException(); } }
  public override long Position {
    get { throw new NotSupportedException(); }
    set { throw new NotSupportedException(); }
  }
  public override void Flush() {}
  public override int Read(byte[] buffer, int offset, int count) { throw new NotSupportedException(); }
  public override long Seek(long offset, SeekOrigin origin) { throw new NotSupportedException(); }
  public override void SetLength(long value) { throw new NotSupportedException(); }
  public override void Write(byte[] buffer, int offset, int count) { throw new NotSupportedException(); }
}

/// IAsyncDisposable beside IDisposable. A repeated disposal succeeds at once.
public sealed class Disposal {
  readonly DisposableStream stream;

  public Disposal(Execution execution, Item item) { stream = new DisposableStream(execution, item); }

  public static bool Has(string op) { return op == "dispose_sync" || op == "dispose_async"; }

  public string Invoke(string op) {
    if (op == "dispose_sync") {
      stream.Dispose();
    } else {
      ((IAsyncDisposable)stream).DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
    return "\"ok\"";
  }
}
