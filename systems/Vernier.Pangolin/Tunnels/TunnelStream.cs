using System.Buffers;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Tunnels;

/// <summary>The HTTP/2 connection to a site, as a stream over its tunnel. One reader and one writer at a time.</summary>
internal sealed class TunnelStream(string siteId, TunnelChannel channel, PangolinMetrics metrics, Action closed) : Stream
{
    private int _isClosed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await channel.Incoming.ReadAsync(cancellationToken).ConfigureAwait(false);
        var bytes = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var part = result.Buffer.Slice(0, bytes);
        part.CopyTo(buffer.Span);
        channel.Incoming.AdvanceTo(part.End);
        metrics.TunnelBytes(siteId, Transport.Websocket, TrafficDirection.Egress, bytes);
        return bytes;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await channel.SendDataAsync(buffer, cancellationToken).ConfigureAwait(false);
        metrics.TunnelBytes(siteId, Transport.Websocket, TrafficDirection.Ingress, buffer.Length);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
            closed();
        base.Dispose(disposing);
    }
}
