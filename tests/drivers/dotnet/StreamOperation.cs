using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;

/// A stream of which nothing but Read is its own: BeginRead and EndRead are the base class's.
public sealed class GatedStream : Stream {
  readonly ConcurrentDictionary<byte[], Func<int>> reads = new ConcurrentDictionary<byte[], Func<int>>();

  /// What a read into that buffer does.
  public void Expect(byte[] buffer, Func<int> read) { reads[buffer] = read; }

  public override bool CanRead { get { return true; } }
  public override bool CanSeek { get { return false; } }
  public override bool CanWrite { get { return false; } }
  public override long Length { get { throw new NotSupportedException(); } }
  public override long Position {
    get { throw new NotSupportedException(); }
    set { throw new NotSupportedException(); }
  }
  public override void Flush() {}
  public override int Read(byte[] buffer, int offset, int count) { return reads[buffer](); }
  public override long Seek(long offset, SeekOrigin origin) { throw new NotSupportedException(); }
  public override void SetLength(long value) { throw new NotSupportedException(); }
  public override void Write(byte[] buffer, int offset, int count) { throw new NotSupportedException(); }
}

/// BeginRead and EndRead of a stream, its own or one that the execution's operations share; how much is read is the value.
public sealed class StreamOperation : ResultOperation {
  readonly Gate gate = new Gate();
  readonly byte[] buffer = new byte[16];
  readonly GatedStream stream;

  public StreamOperation(Execution execution, Item item, GatedStream stream) : base(execution, item) {
    this.stream = stream;
    stream.Expect(buffer, () => gate.Pass(Failing));
  }

  protected override IAsyncResult BeginIt(AsyncCallback callback, object state) {
    return stream.BeginRead(buffer, 0, buffer.Length, callback, state);
  }
  protected override bool CompleteIt(int value) { return gate.Open(value); }
  protected override int EndIt(IAsyncResult of) { return stream.EndRead(of); }
}

/// BeginRead and EndRead of a FileStream on a named pipe; how much was written to the pipe is the value.
public sealed class FileOperation : ResultOperation {
  readonly FileStream reader;
  readonly FileStream writer;
  int completed;

  public FileOperation(Execution execution, Item item) : base(execution, item) {
    var pipe = Path.Combine(Path.GetTempPath(), "selvage-" + Guid.NewGuid().ToString("N"));
    using (var made = Process.Start("mkfifo", pipe)) made.WaitForExit();
    // Opened for both, so that neither open waits for the other.
    writer = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, false);
    reader = new FileStream(pipe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, true);
    File.Delete(pipe);
  }

  protected override IAsyncResult BeginIt(AsyncCallback callback, object state) {
    return reader.BeginRead(new byte[16], 0, 16, callback, state);
  }
  protected override bool CompleteIt(int value) {
    if (System.Threading.Interlocked.Exchange(ref completed, 1) != 0) return false;
    writer.Write(new byte[value], 0, value);
    writer.Flush();
    return true;
  }
  protected override int EndIt(IAsyncResult of) { return reader.EndRead(of); }
}
